import { spawn } from 'node:child_process';
import { type JobsClock } from './jobs-clock';
import { type TaskLog, toText } from './task-log';

/** A Node program that runs a task. */
export interface TaskCommand {
  /** Path of the script. */
  readonly script: string;
  readonly args: readonly string[];
  /** Added to the environment of this process. */
  readonly environment: Readonly<Record<string, string>>;
}

export type TaskProcessEnd =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly message: string; readonly trace: string };

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

/** How much of standard error is kept as the trace of a failed task. */
const TRACE_BYTES = 64 * 1024;

/**
 * Preloaded into the program: it ends immediately when this process ends, as a task ends with its driver. It
 * is not a file, because tests run before the project is built.
 */
const END_WITH_DRIVER = `data:text/javascript,${encodeURIComponent(
  "process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).on('error', () => process.kill(process.pid, 'SIGKILL')).resume().unref();",
)}`;

/**
 * Runs a task's program. Standard output and standard error are written to the log, in the order in which
 * they arrive.
 */
export function startTaskProcess({
  command,
  log,
  clock,
  killAfterMilliseconds = 2000,
}: StartTaskOptions): TaskProcess {
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', '--import', END_WITH_DRIVER, command.script, ...command.args],
    { env: { ...process.env, ...command.environment }, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let trace = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    log.append(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    log.append(chunk);
    trace = Buffer.concat([trace, chunk]);
    if (trace.length > TRACE_BYTES) trace = trace.subarray(trace.length - TRACE_BYTES);
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
      if (code === 0) resolve({ kind: 'succeeded' });
      else resolve(toFailure(toText(trace).trimEnd(), signal ?? `exit code ${code ?? '?'}`));
    });
  });
  return {
    ended,
    kill: () => {
      if (callOff !== undefined) return;
      child.kill('SIGTERM');
      callOff = clock.after(killAfterMilliseconds, () => child.kill('SIGKILL'));
    },
  };
}

/** The message is the last line, where a trace ends; the trace is the whole text. */
function toFailure(trace: string, how: string): TaskProcessEnd {
  const message = trace.slice(trace.lastIndexOf('\n') + 1).trim();
  return { kind: 'failed', message: message === '' ? `the task ended with ${how}` : message, trace };
}
