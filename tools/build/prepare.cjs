// @ts-check
// Decides what a command does before it runs: nothing, a build, or a word about a running stack.
const { readFileSync, writeFileSync } = require('node:fs');
const { hasCode } = require('./processes.cjs');

/**
 * @typedef {object} Build
 * @property {() => boolean} isBuilt whether the output is as new as all sources
 * @property {() => boolean} hasOutput whether there is any output to run
 * @property {() => readonly { readonly processId: string, readonly dataDirectory: string }[]} findStacks
 * @property {(onWait: (processId: string) => void) => { readonly release: () => void }} lock
 * @property {(lastSeconds: number | undefined) => number | undefined} build seconds, or undefined if it failed
 * @property {string} stamp file that is written after each build
 * @property {(text: string) => void} write
 */

/**
 * Builds if a source is newer than the output. Under a running stack nothing is built, because its processes would load
 * files of two builds.
 *
 * @param {Build} of
 * @param {{ readonly always?: boolean, readonly onlyNew?: boolean }} options `always` builds also without changes and under
 *   a running stack. With `onlyNew` the command does not run on older output: tests would test it.
 * @returns {number} exit code: 0 if the command can run
 */
function prepare(
  { isBuilt, hasOutput, findStacks, lock, build, stamp, write },
  { always = false, onlyNew = false },
) {
  if (!always && isBuilt()) return 0;
  if (!always && hasOutput()) {
    const [stack] = findStacks();
    if (stack !== undefined) {
      const where = `a stack runs on the last build (process ${stack.processId}, ${stack.dataDirectory})`;
      if (onlyNew) {
        write(`The sources have changed, and ${where}. Stop the stack, then run this command again.\n`);
        return 1;
      }
      write(
        `The sources have changed, but ${where}, so this command uses that build. Restart the stack to build the changes.\n`,
      );
      return 0;
    }
  }
  const { release } = lock((processId) => {
    write(`Another command builds at the moment (process ${processId}). This one waits for it.\n`);
  });
  try {
    if (!always && isBuilt()) return 0;
    const seconds = build(readSeconds(stamp));
    if (seconds === undefined) return 1;
    // The build writes generated files beside the sources, so the stamp's time is taken after it.
    writeFileSync(stamp, `${seconds.toFixed(1)}\n`);
    return 0;
  } finally {
    release();
  }
}

/**
 * @param {string} stamp
 * @returns {number | undefined} seconds of the last build; undefined before the first
 */
function readSeconds(stamp) {
  try {
    const seconds = Number.parseFloat(readFileSync(stamp, 'utf8'));
    return Number.isNaN(seconds) ? undefined : seconds;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

module.exports = { prepare };
