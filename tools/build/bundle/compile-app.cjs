// @ts-check
// Checks the app's types. At the same time, bundles the app as it is deployed into `dist/app`, and its commands into
// `dist/commands`.
//
//   node tools/build/bundle/compile-app.cjs [--source-maps]
const { spawn } = require('node:child_process');
const { mkdirSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { parseArgs } = require('node:util');
const { APP_ENTRY } = require('./app-entry.cjs');
const { writeAppBundle, writeProgramBundles } = require('./write-bundle.cjs');

const ROOT = resolve(__dirname, '../../..');

/** Programs that run in the repository and are not deployed, by output name. */
const PROGRAMS = {
  checkpoint: 'src/commands/checkpoint.ts',
  'power-bi': 'src/commands/power-bi.ts',
  reconcile: 'src/commands/reconcile.ts',
  'simulated-erp': 'src/commands/simulated-erp.ts',
  'benchmark-parts': 'bench/shared/app-parts.ts',
};

/**
 * Checks types with one thread, which takes half the processor time of four: each thread reads the packages' types.
 *
 * @returns {Promise<number>} exit code of the compiler, which prints the errors
 */
function checkTypes() {
  const compiler = join(ROOT, 'node_modules', 'typescript-native', 'bin', 'tsc');
  const options = ['-p', join(ROOT, 'tsconfig.json'), '--checkers', '1'];
  const child = spawn(process.execPath, [compiler, ...options], { cwd: ROOT, stdio: 'inherit' });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      done(code ?? 1);
    });
  });
}

/** @param {boolean} withMaps */
async function bundle(withMaps) {
  const dist = join(ROOT, 'dist');
  const [app] = await Promise.all([
    writeAppBundle({
      root: ROOT,
      entryPoints: { main: APP_ENTRY },
      out: join(dist, 'app'),
      maps: join(dist, 'source-maps', 'app'),
      withMaps,
    }),
    writeProgramBundles({
      root: ROOT,
      entryPoints: PROGRAMS,
      out: join(dist, 'commands'),
      maps: join(dist, 'source-maps', 'commands'),
      withMaps,
    }),
  ]);
  mkdirSync(join(ROOT, 'build'), { recursive: true });
  // For tests: which module is in which file.
  writeFileSync(join(ROOT, 'build', 'bundle.json'), JSON.stringify(app));
}

const { values } = parseArgs({
  // They take a fifth of the time. The bundle is the same without them.
  options: { 'source-maps': { type: 'boolean', default: false } },
});
Promise.all([checkTypes(), bundle(values['source-maps'])]).then(
  ([status]) => {
    process.exitCode = status;
  },
  (/** @type {unknown} */ error) => {
    // esbuild has printed errors of the sources.
    const isPrinted = error instanceof Error && 'errors' in error;
    if (!isPrinted) console.error(error);
    process.exitCode = 1;
  },
);
