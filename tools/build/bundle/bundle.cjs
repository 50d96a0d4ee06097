// @ts-check
// Bundles the app as it is deployed into `dist/app`, and its commands into `dist/commands`.
//
//   node tools/build/bundle/bundle.cjs [--source-maps] [--out DIR]
const { mkdirSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { parseArgs } = require('node:util');
const { APP_ENTRY } = require('./app-entry.cjs');
const { writeAppBundle, writeProgramBundles } = require('./write-bundle.cjs');

const ROOT = resolve(__dirname, '../../..');

/** Programs that run in the repository and are not deployed, by output name. */
const PROGRAMS = {
  checkpoint: 'src/commands/checkpoint.ts',
  live: 'src/commands/live.ts',
  'power-bi': 'src/commands/power-bi.ts',
  reconcile: 'src/commands/reconcile.ts',
  'simulated-erp': 'src/commands/simulated-erp.ts',
  'benchmark-parts': 'tools/build/bundle/benchmark-parts.ts',
};

/**
 * @param {{ readonly withMaps: boolean, readonly out?: string }} options the bundle is the same without maps, and takes
 *   four fifths of the time
 */
async function bundle({ withMaps, out = join(ROOT, 'dist') }) {
  const to = (/** @type {string} */ name) => ({
    root: ROOT,
    out: join(out, name),
    maps: join(out, 'source-maps', name),
    withMaps,
  });
  const [app] = await Promise.all([
    writeAppBundle({ ...to('app'), entryPoints: { main: APP_ENTRY } }),
    writeProgramBundles({ ...to('commands'), entryPoints: PROGRAMS }),
  ]);
  mkdirSync(out, { recursive: true });
  // For tests: which module is in which file.
  writeFileSync(join(out, 'bundle.json'), JSON.stringify(app));
}

/**
 * Sets the exit code for an error of a bundle, and prints the error unless esbuild has.
 *
 * @param {unknown} error
 */
function reportBundleError(error) {
  const isPrinted = error instanceof Error && 'errors' in error;
  if (!isPrinted) console.error(error);
  process.exitCode = 1;
}

module.exports = { bundle, reportBundleError };

if (require.main === module) {
  const { values } = parseArgs({
    options: { 'source-maps': { type: 'boolean', default: false }, out: { type: 'string' } },
  });
  const out = values.out === undefined ? {} : { out: resolve(values.out) };
  bundle({ withMaps: values['source-maps'], ...out }).catch(reportBundleError);
}
