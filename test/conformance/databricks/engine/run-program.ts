import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { programArguments } from '../../../testing/program';

const ROOT = resolve(__dirname, '../../../..');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program of the repository: compiled if the build is up to date, otherwise from its TypeScript source. */
export async function runProgram(
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
  cancel?: AbortSignal,
): Promise<Ended> {
  const child = spawn(process.execPath, [...programArguments(script), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  cancel?.addEventListener('abort', () => child.kill('SIGTERM'));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, signal: child.signalCode, output, errors };
}
