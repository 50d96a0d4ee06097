import { spawn } from 'node:child_process';
import { CliError } from './errors.mjs';
import { findTool } from './find-tool.mjs';

/**
 * Runs a command-line tool and returns its standard output without the last line break.
 *
 * Arguments are a list: nothing is quoted, and no shell reads them. Pass a secret as `input`, never in `args`,
 * because all users of the machine can see the arguments of a process.
 *
 * @param {string} tool
 * @param {readonly string[]} args
 * @param {{input?: string, cwd?: string, env?: Record<string, string>, isShown?: boolean}} [options] `isShown` shows
 * the tool's output to the user, and returns an empty text
 * @returns {Promise<string>}
 * @throws CliError if it ends with another code than 0, Error if it is missing
 */
export async function runCli(tool, args, { input = '', cwd, env = {}, isShown = false } = {}) {
  const found = findTool(tool);
  const child = spawn(found.command, [...found.args, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', isShown ? 'inherit' : 'pipe', 'pipe'],
    windowsHide: true,
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr, isShown)];
  // A tool that does not read its input may end before it is written; its exit code has the reason.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  /** @type {number | null} */
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // sqlcmd prints its errors on standard output.
  if (code !== 0) throw new CliError(tool, args, code, stderr().trim() || stdout());
  return stdout().trimEnd();
}

/**
 * @typedef {object} RunOptions
 * @property {string} [input] for its standard input
 * @property {string} [cwd]
 * @property {Record<string, string>} [env] in addition to the environment of this process
 */

/**
 * The same for a tool that answers in JSON. An empty answer is undefined.
 *
 * @template T shape of the answer, from the variable that takes it
 * @param {string} tool
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<T | undefined>}
 */
export async function readCli(tool, args, options = {}) {
  const text = await runCli(tool, args, options);
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${tool} ${args.slice(0, 4).join(' ')} … did not answer in JSON`, { cause: error });
  }
}

/**
 * The same for a required answer.
 *
 * @template T shape of the answer, from the variable that takes it
 * @param {string} tool
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<T>}
 * @throws Error if the answer is empty
 */
export async function needCli(tool, args, options = {}) {
  /** @type {T | undefined} */
  const answer = await readCli(tool, args, options);
  if (answer === undefined)
    throw new Error(
      `${tool} ${args.slice(0, 4).join(' ')} … returned an empty answer instead of JSON; run it manually to find the reason`,
    );
  return answer;
}

/**
 * @param {import('node:stream').Readable | null} stream null if the user sees it instead
 * @param {boolean} [isShown] whether the user sees it, too
 * @returns {() => string} the output so far
 */
function collect(stream, isShown = false) {
  let text = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk) => {
    text += chunk;
    if (isShown) process.stderr.write(chunk);
  });
  return () => text;
}
