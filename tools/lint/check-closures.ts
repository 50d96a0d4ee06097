import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** Maximum numbers of files of `src` that a trigger may load, itself included. `land` also validates, so it may load more. */
const LIMITS: Readonly<Record<string, number>> = { 'land.ts': 110, 'live.ts': 72 };
const LIMIT = 70;

const REPOSITORY = resolve(__dirname, '../..');
const FUNCTIONS = 'src/functions';

/**
 * Files of ours that an entry point loads when it starts. Imports of types alone do not count, nor do `import()` and
 * `require()` in a function, which load a part at its first use.
 */
async function closureOf(file: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [join(REPOSITORY, FUNCTIONS, file)],
    absWorkingDir: REPOSITORY,
    bundle: true,
    packages: 'external',
    platform: 'node',
    metafile: true,
    write: false,
  });
  const found = new Set<string>();
  const follow = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const { path: next, kind, external } of metafile.inputs[path]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) follow(next);
  };
  follow(`${FUNCTIONS}/${file}`);
  return [...found].filter((path) => path.startsWith('src/'));
}

/**
 * Counts the files that each trigger loads, so that no trigger depends on the whole app.
 *
 * Exit code 1 if a trigger loads more than its limit.
 */
async function main(): Promise<void> {
  let worst = { file: '', count: 0 };
  for (const file of readdirSync(join(REPOSITORY, FUNCTIONS)).sort()) {
    const closure = await closureOf(file);
    const limit = LIMITS[file] ?? LIMIT;
    if (closure.length > worst.count) worst = { file, count: closure.length };
    if (process.argv.includes('--list')) console.log(`${file}: ${closure.length}`);
    if (closure.length <= limit) continue;
    process.exitCode = 1;
    console.error(
      `${FUNCTIONS}/${file} loads ${closure.length} files of src/, at most ${limit} are allowed:`,
    );
    for (const path of [...closure].sort()) console.error(`  ${path}`);
  }
  console.log(`Triggers load at most ${worst.count} files of src/ (${worst.file}).`);
}

void main();
