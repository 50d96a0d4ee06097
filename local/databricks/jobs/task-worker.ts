import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type TaskRequest, type WorkerMessage } from '../../../lakehouse/engines/duckdb/task/worker-messages';
import { type JobsClock } from './jobs-clock';
import { type TaskLog } from './task-log';
import { NODE_ARGUMENTS, stop } from './task-process';
import { type TaskProcessEnd, TaskTrace } from './task-trace';

export type WorkerEnd =
  | {
      readonly kind: 'task';
      readonly end: TaskProcessEnd;
      /** Memory of the process; undefined if it has ended. */
      readonly residentBytes: number | undefined;
    }
  /** The process ended before it began the task: another worker may begin it. */
  | { readonly kind: 'not-begun'; readonly end: TaskProcessEnd };

interface RunningTask {
  readonly log: TaskLog;
  readonly trace: TaskTrace;
  readonly resolve: (end: WorkerEnd) => void;
  began: boolean;
}

/** A process that runs one task after the other, and keeps the code of the engine loaded between them. */
export class TaskWorker {
  readonly script: string;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #task: RunningTask | undefined;
  #callOffKill: (() => void) | undefined;

  constructor({ script, args }: { readonly script: string; readonly args: readonly string[] }) {
    this.script = script;
    const child = spawn(process.execPath, [...NODE_ARGUMENTS, script, ...args], {
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#closed = once(child, 'close');
    // A task's output comes as messages. What comes otherwise is Node's or DuckDB's own, such as the reason of a crash.
    child.stdout?.on('data', (chunk: Buffer) => this.#task?.log.append(chunk));
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#appendError(chunk);
    });
    // A program that has ended reads nothing; `close` reports its end.
    child.stdin?.on('error', () => undefined);
    child.on('message', (message) => {
      this.#receive(message as WorkerMessage);
    });
    child.on('error', (error) => {
      this.#end({ kind: 'failed', message: error.message, trace: error.stack ?? '' }, undefined);
    });
    child.on('close', (code, signal) => {
      this.#callOffKill?.();
      const how = signal ?? `exit code ${code ?? '?'}`;
      this.#end(this.#task?.trace.toFailure(how), undefined);
    });
  }

  /** Whether the process can take a task. */
  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.connected;
  }

  /** Runs one task. A worker has one at a time. */
  run(request: TaskRequest, log: TaskLog): Promise<WorkerEnd> {
    return new Promise((resolve) => {
      this.#task = { log, trace: new TaskTrace(), resolve, began: false };
      // If it cannot be sent, the process has ended, which `close` reports.
      this.#child.send(request, () => undefined);
    });
  }

  /** Sends the process the signal to stop, and kills it if it does not stop. */
  kill(clock: JobsClock, killAfterMilliseconds: number): void {
    this.#callOffKill ??= stop(this.#child, clock, killAfterMilliseconds);
  }

  /** Ends a worker without a task. */
  async close(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#closed;
  }

  #receive(message: WorkerMessage): void {
    if (this.#task === undefined) return;
    switch (message.kind) {
      case 'began':
        this.#task.began = true;
        break;
      case 'output': {
        const chunk = Buffer.from(message.text);
        if (message.stream === 'stderr') this.#appendError(chunk);
        else this.#task.log.append(chunk);
        break;
      }
      case 'ended': {
        const { exitCode, residentBytes } = message;
        const { trace } = this.#task;
        this.#end(
          exitCode === 0 ? { kind: 'succeeded' } : trace.toFailure(`exit code ${exitCode}`),
          residentBytes,
        );
      }
    }
  }

  #appendError(chunk: Buffer): void {
    this.#task?.log.append(chunk);
    this.#task?.trace.append(chunk);
  }

  #end(end: TaskProcessEnd | undefined, residentBytes: number | undefined): void {
    const task = this.#task;
    this.#task = undefined;
    if (task === undefined || end === undefined) return;
    task.resolve(task.began ? { kind: 'task', end, residentBytes } : { kind: 'not-begun', end });
  }
}
