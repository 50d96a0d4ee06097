// @ts-check
// Builds the app, its local services and the page. `npm run build` runs this file. `tools/build-if-needed.cjs` calls
// `buildFor` before each command that needs the output.
const { join } = require('node:path');
const { STAMP, ROOT, hasOutput, isBuilt } = require('../is-built.cjs');
const { takeBuildLock } = require('./build-lock.cjs');
const { prepare } = require('./prepare.cjs');
const { findRunningStacks } = require('./running-stacks.cjs');
const { createScriptRunner, runBuild } = require('./run-build.cjs');

/**
 * Standard output belongs to the command that follows.
 *
 * @param {string} text
 */
const write = (text) => {
  process.stderr.write(text);
};

/**
 * Builds if a source is newer than the last build, or if there is no output. While a stack runs on existing output,
 * nothing is built, because its processes load it.
 *
 * @param {{ readonly always?: boolean, readonly onlyNew?: boolean }} options `always` builds without a change too, and
 *   under a running stack. `onlyNew` refuses the command if the output is older than a source and cannot be built.
 * @returns {number} exit code: 0 if the command may run, which can be on older output; 1 if the build failed or was refused
 */
function buildFor(options) {
  return prepare(
    {
      isBuilt,
      hasOutput,
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
