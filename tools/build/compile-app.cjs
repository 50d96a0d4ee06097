// @ts-check
// Checks the app's types, and bundles it at the same time.
//
//   node tools/build/compile-app.cjs [--source-maps]
const { spawn } = require('node:child_process');
const { join, resolve } = require('node:path');
const { parseArgs } = require('node:util');
const { bundle, reportBundleError } = require('./bundle/bundle.cjs');

const ROOT = resolve(__dirname, '../..');

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

const { values } = parseArgs({ options: { 'source-maps': { type: 'boolean', default: false } } });
Promise.all([checkTypes(), bundle({ withMaps: values['source-maps'] })]).then(([status]) => {
  process.exitCode = status;
}, reportBundleError);
