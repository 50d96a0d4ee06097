// @ts-check
// Lets one process build at a time, because two builds would write the same files.
const { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { describeProcess, hasCode, isRunning } = require('./processes.cjs');

const LOOK_MILLISECONDS = 200;

/**
 * Takes the lock, and waits while another living process has it. The lock of a killed process is taken over.
 *
 * @param {object} options
 * @param {string} options.file
 * @param {(processId: string) => void} options.onWait called once if another process has the lock
 * @param {() => void} [options.pause] waits a moment
 * @returns {{ readonly waited: boolean, readonly release: () => void }}
 */
function takeBuildLock({ file, onWait, pause = sleep }) {
  mkdirSync(dirname(file), { recursive: true });
  const own = describeProcess(process.pid);
  for (let waited = false; ;) {
    try {
      writeFileSync(file, own, { flag: 'wx' });
      return {
        waited,
        release: () => {
          if (readOwner(file) === own) rmSync(file, { force: true });
        },
      };
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const owner = readOwner(file);
    if (owner === undefined) continue;
    if (!isRunning(owner)) {
      discard(file, owner);
      continue;
    }
    if (!waited) onWait(owner.split(' ')[0] ?? '');
    waited = true;
    pause();
  }
}

/**
 * Removes the lock of a killed process. It is renamed first: if another process has taken the lock in the meantime, that
 * lock is put back.
 *
 * @param {string} file
 * @param {string} owner
 */
function discard(file, owner) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readOwner(aside) === owner) rmSync(aside);
  else renameSync(aside, file);
}

/**
 * @param {string} file
 * @returns {string | undefined} undefined if the file is missing
 */
function readOwner(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function sleep() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MILLISECONDS);
}

module.exports = { takeBuildLock };
