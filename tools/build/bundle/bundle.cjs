// @ts-check
// Bundles the app as it is deployed into `dist/app`, and its commands into `dist/commands`.
const { mkdirSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { APP_ENTRY } = require('./app-entry.cjs');
const { writeAppBundle, writeProgramBundles } = require('./write-bundle.cjs');

const ROOT = resolve(__dirname, '../../..');
const DIST = join(ROOT, 'dist');

/** Programs that run from the repository and are not deployed, by output name. */
const COMMANDS = {
  checkpoint: 'src/commands/checkpoint.ts',
  'power-bi': 'src/commands/power-bi.ts',
  reconcile: 'src/commands/reconcile.ts',
  'simulated-erp': 'src/commands/simulated-erp.ts',
  // What the benchmarks call without a host, bundled like the app.
  'benchmark-parts': 'bench/shared/app-parts.ts',
};

async function main() {
  const [app] = await Promise.all([
    writeAppBundle({
      root: ROOT,
      entryPoints: { main: APP_ENTRY },
      out: join(DIST, 'app'),
      maps: join(DIST, 'source-maps', 'app'),
    }),
    writeProgramBundles({
      root: ROOT,
      entryPoints: COMMANDS,
      out: join(DIST, 'commands'),
      maps: join(DIST, 'source-maps', 'commands'),
    }),
  ]);
  mkdirSync(join(ROOT, 'build'), { recursive: true });
  // For tests: which module is in which file.
  writeFileSync(join(ROOT, 'build', 'bundle.json'), JSON.stringify(app));
}

main().catch((/** @type {unknown} */ error) => {
  // esbuild has printed errors of the sources.
  const isReported = error instanceof Error && 'errors' in error;
  if (!isReported) console.error(error);
  process.exitCode = 1;
});
