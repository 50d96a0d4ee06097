import { spawn } from 'node:child_process';
import { findTool } from './find-tool.mjs';

/** A command that ended with another code than 0. */
export class CliError extends Error {
  constructor(tool, args, code, stderr) {
    super(
      `${tool} ${args.slice(0, 4).join(' ')} … ended with ${code}: ${lastLines(stderr)}${remedy(stderr)}`,
    );
    this.name = 'CliError';
    /** What it wrote to standard error, or to standard output where there is nothing. */
    this.stderr = stderr;
  }
}

/**
 * Runs a command-line tool and gives what it wrote to standard output, without the last line break.
 *
 * Arguments are a list: nothing is quoted, and no shell reads them. A secret goes in through `input`, never through
 * `args`, because the arguments of a process are there for everybody on the machine to see.
 *
 * @param {string} tool
 * @param {readonly string[]} args
 * @param {{input?: string, cwd?: string, env?: Record<string, string>, isShown?: boolean}} [options] `isShown` passes
 *   the tool's output on to the person who waits, and gives an empty text
 * @returns {Promise<string>}
 * @throws CliError where it ends with another code than 0, Error where it is missing
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
  // A tool that does not read its input may be gone before it is written; its exit code says what happened.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // sqlcmd tells its errors on standard output.
  if (code !== 0) throw new CliError(tool, args, code, stderr().trim() || stdout());
  return stdout().trimEnd();
}

/**
 * The same for a tool that answers in JSON. An empty answer is undefined.
 *
 * @returns {Promise<any>}
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

function collect(stream, isShown = false) {
  let text = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk) => {
    text += chunk;
    if (isShown) process.stderr.write(chunk);
  });
  return () => text;
}

function lastLines(text) {
  const lines = text
    .trim()
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  return lines.slice(-6).join('\n') || 'it gave no reason';
}

function remedy(stderr) {
  if (/az login|not logged in|AADSTS(70043|700082|700024|50173)|No subscription found/i.test(stderr))
    return '\nSign in with `az login` (and `azd auth login`), then run the command again.';
  return '';
}
