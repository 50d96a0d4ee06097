import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readStackFile } from '../../local/stack/stack-file';
import { findBlocks } from './find-blocks';

const REPOSITORY = resolve(__dirname, '../..');
/** The address of the app in the documents. */
const DOCUMENTED = /http:\/\/(localhost|127\.0\.0\.1):7071/g;
const START_MILLISECONDS = 180_000;
const BLOCK_MILLISECONDS = 300_000;

/** Makes a folder with links to the repository and its own data folder, so that no running stack is disturbed. */
function makeScratch(): string {
  const scratch = mkdtempSync(join(tmpdir(), 'sluice-docs-'));
  for (const name of readdirSync(REPOSITORY)) {
    if (name !== '.git' && name !== '.sluice') symlinkSync(join(REPOSITORY, name), join(scratch, name));
  }
  // An answer of 400 and more is a failure.
  writeFileSync(join(scratch, '.curlrc'), 'fail-with-body\nsilent\nshow-error\n');
  return scratch;
}

/** Waits until the stack of this folder has started. @returns its address */
async function waitForStack(scratch: string, stack: ChildProcess): Promise<string> {
  const until = Date.now() + START_MILLISECONDS;
  while (Date.now() < until && stack.exitCode === null) {
    const address = readStackFile(join(scratch, '.sluice'))?.baseUrl;
    if (address !== undefined) return address;
    await wait(250);
  }
  throw new Error('the stack did not start');
}

/** Runs the blocks of a document in order. @returns how many passed and failed */
function runDocument(path: string, scratch: string, address: string): { passed: number; failed: number } {
  const counts = { passed: 0, failed: 0 };
  for (const { line, text } of findBlocks(readFileSync(join(REPOSITORY, path), 'utf8'))) {
    const command = text.replace(DOCUMENTED, address);
    const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', command], {
      cwd: scratch,
      encoding: 'utf8',
      timeout: BLOCK_MILLISECONDS,
      env: { ...process.env, CURL_HOME: scratch },
    });
    const passed = status === 0;
    counts[passed ? 'passed' : 'failed'] += 1;
    console.log(`${passed ? 'passed' : 'FAILED'}: ${path}:${line}`);
    if (!passed) console.log(`${command}\n${stdout}\n${stderr}`);
  }
  return counts;
}

/**
 * Starts a stack and runs the shell blocks that are marked with `run` against it.
 * Arguments are the documents, in reading order. Prints a last line: N passed, N failed.
 */
async function main(): Promise<void> {
  const scratch = makeScratch();
  const stack = spawn('npm', ['start'], { cwd: scratch, stdio: 'ignore', detached: true });
  const counts = { passed: 0, failed: 0 };
  try {
    const address = await waitForStack(scratch, stack);
    for (const path of process.argv.slice(2)) {
      const { passed, failed } = runDocument(path, scratch, address);
      counts.passed += passed;
      counts.failed += failed;
    }
  } finally {
    if (stack.exitCode === null && stack.pid !== undefined) {
      const ended = once(stack, 'exit');
      process.kill(-stack.pid, 'SIGINT');
      await ended;
    }
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1;
}

void main();
