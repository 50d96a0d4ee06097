import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { measureFolder } from '../../bench/cold-start/measure-package';
import { resolveFrames, type SourceMapContent } from '../../tools/stack/resolve-frames';

// Bundling takes seconds on a busy machine.
jest.setTimeout(180_000);

const ROOT = resolve(__dirname, '../..');

interface Output {
  readonly entryPoint?: string;
  readonly inputs: Readonly<Record<string, object>>;
  readonly imports: readonly { readonly path: string; readonly external?: boolean }[];
}

interface Loaded {
  readonly functions: readonly string[];
  readonly files: readonly string[];
}

let folder: string;
/** A folder with the deployed files alone, outside the repository and its packages. */
let staged: string;
let outputs: Readonly<Record<string, Output>>;

function run(script: string, ...parameters: readonly string[]): string {
  return execFileSync(process.execPath, [join(ROOT, script), ...parameters], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-bundle-'));
  staged = join(folder, 'package');
  for (const path of ['dist/app', 'dist/monitor', 'host.json', 'package.json'])
    cpSync(join(ROOT, path), join(staged, path), { recursive: true });
  const { outputs: all } = JSON.parse(readFileSync(join(ROOT, 'dist', 'bundle.json'), 'utf8')) as {
    readonly outputs: Readonly<Record<string, Output>>;
  };
  outputs = Object.fromEntries(Object.entries(all).filter(([path]) => path.endsWith('.js')));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function packageOf(module: string): string | undefined {
  return /^(?:.*node_modules\/)((?:@[^/]+\/)?[^/]+)/.exec(module)?.[0];
}

it('holds every module once', () => {
  const modules = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  expect(modules.filter((module, at) => modules.indexOf(module) !== at)).toEqual([]);
});

it('holds one copy of the packages that keep registrations', () => {
  const packages = Object.values(outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).flatMap((module) => packageOf(module) ?? []),
  );
  for (const name of ['@azure/functions', 'durable-functions', '@opentelemetry/api', '@azure/core-tracing'])
    expect([...new Set(packages.filter((path) => path.endsWith(`node_modules/${name}`)))]).toEqual([
      `node_modules/${name}`,
    ]);
});

it('holds no package of Azure in two formats', () => {
  const formats = Object.values(outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).flatMap(
      (module) => /^(.*node_modules\/@(?:azure|typespec)\/[^/]+)\/dist\/(esm|commonjs)\//.exec(module) ?? [],
    ),
  );
  expect(formats.length).toBeGreaterThan(0);
  expect(formats.filter((format) => format === 'esm')).toEqual([]);
});

it('requires nothing but the modules of Node.js and of the worker', () => {
  const external = Object.values(outputs).flatMap(({ imports }) =>
    imports.flatMap((one) => (one.external === true ? [one.path] : [])),
  );
  const own = new Set(readdirSync(join(ROOT, 'dist/app')).map((name) => `./${name}`));
  const others = external.filter(
    (path) => !own.has(path) && !builtinModules.includes(path.replace(/^node:/, '')),
  );
  expect([...new Set(others)]).toEqual(['@azure/functions-core']);
});

it('has every trigger, after the set-up of the app', () => {
  const main = Object.keys(outputs['dist/app/main.js']?.inputs ?? {});
  const triggers = readdirSync(join(ROOT, 'src/functions')).map((name) => `src/functions/${name}`);
  expect(main).toEqual(expect.arrayContaining(triggers));
  const setUp = main.indexOf('src/index.ts');
  expect(setUp).toBeGreaterThan(-1);
  for (const trigger of triggers) expect(main.indexOf(trigger)).toBeGreaterThan(setUp);
});

it('has every command of the app', () => {
  const folder = join(ROOT, 'src/commands');
  const commands = readdirSync(folder).filter((file) =>
    /^(runCommand\(main|try \{)/m.test(readFileSync(join(folder, file), 'utf8')),
  );
  expect(commands.length).toBeGreaterThanOrEqual(5);
  const built = readdirSync(join(ROOT, 'dist/commands'));
  expect(built).toEqual(expect.arrayContaining(commands.map((file) => file.replace(/\.ts$/, '.js'))));
});

it('starts outside the repository, and loads no lazy package', () => {
  const output = run('bench/cold-start/load-app.cjs', join(staged, 'dist/app/main.js'));
  const { functions, files } = JSON.parse(output) as Loaded;
  expect(functions).toEqual(expect.arrayContaining(['landIot', 'refreshMedallion', 'monitor', 'ready']));
  expect(new Set(functions).size).toBe(functions.length);
  const names = files.map((file) => basename(file));
  expect(names).toContain('main.js');
  expect(names.filter((name) => !/^(main|chunk-[0-9a-f]{8})\.js$/.test(name))).toEqual([]);
});

it('is a package of at most 300 files, and 8 MB as a zip file', () => {
  const { files, zipBytes } = measureFolder(staged);
  expect(files).toBeGreaterThan(10);
  expect(files).toBeLessThanOrEqual(300);
  expect(zipBytes).toBeLessThanOrEqual(8_000_000);
});

it('is the same with source maps, which resolve the stack of an error to the sources', () => {
  const out = mkdtempSync(join(ROOT, 'build/bundle-'));
  try {
    run('tools/build/bundle/bundle.cjs', '--source-maps', '--out', out);
    cpSync(out, join(folder, 'dist'), { recursive: true });
  } finally {
    rmSync(out, { recursive: true });
  }
  const names = readdirSync(join(ROOT, 'dist/app')).sort();
  expect(readdirSync(join(folder, 'dist/app')).sort()).toEqual(names);
  for (const name of names) {
    expect(
      readFileSync(join(folder, 'dist/app', name)).equals(readFileSync(join(ROOT, 'dist/app', name))),
    ).toBe(true);
  }

  const stack = run('test/testing/fixtures/fail-in-bundle.cjs', join(staged, 'dist/app/main.js'));
  expect(stack).toContain('package/dist/app/main.js:');
  const { text, unknown } = resolveFrames(stack, (file) => {
    const map = readFileSync(join(folder, 'dist/source-maps/app', `${file}.map`), 'utf8');
    return JSON.parse(map) as SourceMapContent;
  });
  expect(unknown).toEqual([]);
  expect(text).not.toContain('dist/app/main.js');
  const path = 'src/lib/event-log/trigger/received-batch.ts';
  const lines = readFileSync(join(ROOT, path), 'utf8').split('\n');
  const frames = text.split('\n').flatMap((frame) => {
    const [, source, line] = /\(([\w/.-]+):(\d+):\d+\)$/.exec(frame) ?? [];
    return source === path ? [lines[Number(line) - 1]?.trim()] : [];
  });
  expect(frames).toContain("if (isMissing(id)) throw unexpected('partitionContext.partitionId is missing');");
});
