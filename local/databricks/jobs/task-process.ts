import { type ChildProcess, spawn } from 'node:child_process';
import { type JobsClock } from './jobs-clock';
import { type TaskLog } from './task-log';
import { type TaskProcessEnd, TaskTrace } from './task-trace';

export { type TaskProcessEnd };

/** A Node program that runs a task. */
export interface TaskCommand {
  /** Path of the script. */
  readonly script: string;
  readonly args: readonly string[];
  /** Added to the environment of this process. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface TaskProcess {
  readonly ended: Promise<TaskProcessEnd>;
  /** Sends the program the signal to stop, and kills it if it does not stop. */
  kill(): void;
}

export interface StartTaskOptions {
  readonly command: TaskCommand;
  readonly log: TaskLog;
  readonly clock: JobsClock;
  /** @default 2000 */
  readonly killAfterMilliseconds?: number;
}

export const KILL_AFTER_MILLISECONDS = 2000;

/**
 * Preloaded into the program: it ends immediately when this process ends, as a task ends with its driver. It
 * is not a file, because tests run before the project is built.
 */
const END_WITH_DRIVER = `data:text/javascript,${encodeURIComponent(
  "process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).on('error', () => process.kill(process.pid, 'SIGKILL')).resume().unref();",
)}`;

/** Node's own arguments for a task's program. It ends with this process if its standard input is a pipe to it. */
export const NODE_ARGUMENTS = ['--enable-source-maps', '--import', END_WITH_DRIVER] as const;

/**
 * Runs a task's program in a process of its own. Standard output and standard error are written to the log, in the
 * order in which they arrive.
 */
export function startTaskProcess({
  command,
  log,
  clock,
  killAfterMilliseconds = KILL_AFTER_MILLISECONDS,
}: StartTaskOptions): TaskProcess {
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, command.script, ...command.args], {
    env: { ...process.env, ...command.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const trace = new TaskTrace();
  child.stdout.on('data', (chunk: Buffer) => {
    log.append(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    log.append(chunk);
    trace.append(chunk);
  });
  // A program that has ended does not read its standard input; `close` reports its end.
  child.stdin.on('error', () => undefined);
  let callOff: (() => void) | undefined;
  const ended = new Promise<TaskProcessEnd>((resolve) => {
    child.on('error', (error) => {
      resolve({ kind: 'failed', message: error.message, trace: error.stack ?? '' });
    });
    child.on('close', (code, signal) => {
      callOff?.();
      resolve(code === 0 ? { kind: 'succeeded' } : trace.toFailure(signal ?? `exit code ${code ?? '?'}`));
    });
  });
  return {
    ended,
    kill: () => {
      callOff ??= stop(child, clock, killAfterMilliseconds);
    },
  };
}

/** Asks a program to stop, and kills it later. @returns a function that omits the second */
export function stop(child: ChildProcess, clock: JobsClock, killAfterMilliseconds: number): () => void {
  child.kill('SIGTERM');
  return clock.after(killAfterMilliseconds, () => child.kill('SIGKILL'));
}
