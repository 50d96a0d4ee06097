// @ts-check
// `npm run build`, and what each command runs before its own work.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { STAMP, ROOT, isBuilt } = require('../is-built.cjs');
const { takeBuildLock } = require('./build-lock.cjs');
const { prepare } = require('./prepare.cjs');
const { findRunningStacks } = require('./running-stacks.cjs');
const { createScriptRunner, runBuild } = require('./run-build.cjs');

/** @param {string} text */
const write = (text) => {
  process.stderr.write(text);
};

/**
 * @param {{ readonly always?: boolean, readonly onlyNew?: boolean }} options
 * @returns {number} exit code
 */
function buildFor(options) {
  return prepare(
    {
      isBuilt,
      hasOutput: () => existsSync(join(ROOT, 'dist', 'app')) && existsSync(join(ROOT, 'build', 'local')),
      findStacks: () => findRunningStacks(join(ROOT, 'build', 'stacks')),
      lock: (onWait) => takeBuildLock({ file: join(ROOT, 'build', '.building'), onWait }),
      build: (lastSeconds) =>
        runBuild({
          lastSeconds,
          showsOutput: options.always === true,
          write,
          run: createScriptRunner(ROOT),
        }),
      stamp: STAMP,
      write,
    },
    options,
  );
}

module.exports = { buildFor };

if (require.main === module) process.exitCode = buildFor({ always: true });
