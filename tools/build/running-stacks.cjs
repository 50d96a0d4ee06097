// @ts-check
// Finds stacks that run on the built output. Each writes a file while it runs: local/stack/hold-build.ts.
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { hasCode, isRunning } = require('./processes.cjs');

/**
 * @param {string} folder `build/stacks`
 * @returns {readonly { readonly processId: string, readonly dataDirectory: string }[]}
 */
function findRunningStacks(folder) {
  return namesIn(folder).flatMap((name) => {
    // The first line names the process, the second one its data folder.
    const [owner = '', dataDirectory = ''] = readIfThere(join(folder, name)).split('\n');
    return isRunning(owner) ? [{ processId: owner.split(' ')[0] ?? '', dataDirectory }] : [];
  });
}

/**
 * @param {string} folder
 * @returns {readonly string[]}
 */
function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/**
 * @param {string} file
 * @returns {string}
 */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // The stack ended between the two calls.
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  }
}

module.exports = { findRunningStacks };
