// @ts-check
// Builds in steps, and shows each one. The texts go to standard error, because a command's output may be piped.
const { spawnSync } = require('node:child_process');

/**
 * @typedef {{ readonly name: string, readonly script: string }} Step
 * @typedef {{ readonly output: string, readonly status: number }} StepResult
 */

/** @type {readonly Step[]} */
const STEPS = [
  { name: 'types and documents from the contracts', script: 'generate' },
  { name: 'the function app', script: 'build:app:compile' },
  { name: 'the monitor page', script: 'build:monitor' },
  { name: 'the local services and commands', script: 'build:local' },
];

/**
 * @param {object} options
 * @param {number | undefined} options.lastSeconds how long the last build of this folder took
 * @param {boolean} options.showsOutput whether the output of successful steps is printed, too
 * @param {(text: string) => void} options.write
 * @param {(script: string) => StepResult} options.run runs a script of package.json
 * @param {() => number} [options.now] milliseconds since any start
 * @param {readonly Step[]} [options.steps]
 * @returns {number | undefined} seconds of the build, or undefined if a step failed
 */
function runBuild({ lastSeconds, showsOutput, write, run, now = () => performance.now(), steps = STEPS }) {
  const usual =
    lastSeconds === undefined
      ? 'The first build usually takes 15 to 60 seconds.'
      : `The last build took ${toSeconds(lastSeconds)}.`;
  write(`Building the app, the monitor page and the local services. ${usual}\n`);
  const begun = now();
  for (const [index, { name, script }] of steps.entries()) {
    const stepBegun = now();
    write(`  ${index + 1}/${steps.length} ${name} … `);
    const { output, status } = run(script);
    if (status !== 0) {
      write(`failed\n\n${output.trimEnd()}\n\n`);
      write(
        `The build failed at step ${index + 1} (${name}). Correct the errors above, then run the command again.\n`,
      );
      return undefined;
    }
    write(`${toSeconds((now() - stepBegun) / 1000)}\n`);
    if (showsOutput && output.trim() !== '') write(`${output.trimEnd().replace(/^/gm, '      ')}\n`);
  }
  const seconds = (now() - begun) / 1000;
  write(`Built in ${toSeconds(seconds)}.\n\n`);
  return seconds;
}

/**
 * Runs a script of package.json.
 *
 * @param {string} root
 * @returns {(script: string) => StepResult}
 */
function createScriptRunner(root) {
  return (script) => {
    const { stdout, stderr, status, error } = spawnSync('npm', ['run', '--silent', script], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
      // On Windows, npm is a script that only a shell starts.
      shell: process.platform === 'win32',
    });
    if (error !== undefined) throw error;
    return { output: stdout + stderr, status: status ?? 1 };
  };
}

/**
 * @param {number} seconds
 * @returns {string}
 */
function toSeconds(seconds) {
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

module.exports = { createScriptRunner, runBuild };
