import { type JobsClock } from './jobs-clock';
import {
  KILL_AFTER_MILLISECONDS,
  type StartTaskOptions,
  type TaskProcess,
  type TaskProcessEnd,
} from './task-process';
import { TaskWorker } from './task-worker';

export interface TaskWorkersOptions {
  /** Arguments of every worker. */
  readonly args: readonly string[];
  readonly clock: JobsClock;
  /** A worker that nobody used for so long ends. @default 600000 */
  readonly idleMilliseconds?: number;
  /** A worker with more memory after a task ends. @default 512 MiB */
  readonly maximumIdleBytes?: number;
}

/**
 * Runs tasks in processes that stay for the next task, because their start costs more than a small task. A task still
 * has a process of its own while it runs: a crash, a time-out and a cancel end it alone.
 *
 * A worker ends after a task that failed or was cancelled, and the next task gets a new one.
 */
export class TaskWorkers {
  readonly #options: Required<TaskWorkersOptions>;
  /** Workers without a task, with what omits their end. */
  readonly #idle = new Map<TaskWorker, () => void>();
  readonly #ending = new Set<Promise<void>>();

  constructor({
    args,
    clock,
    idleMilliseconds = 600_000,
    maximumIdleBytes = 512 * 1024 * 1024,
  }: TaskWorkersOptions) {
    this.#options = { args, clock, idleMilliseconds, maximumIdleBytes };
  }

  /** Runs a task as `startTaskProcess` does: `command.script` is a program that takes tasks as messages. */
  start({
    command,
    log,
    clock,
    killAfterMilliseconds = KILL_AFTER_MILLISECONDS,
  }: StartTaskOptions): TaskProcess {
    let worker: TaskWorker | undefined;
    let isKilled = false;
    const run = async (): Promise<TaskProcessEnd> => {
      for (;;) {
        const waiting = this.#take(command.script);
        worker = waiting ?? new TaskWorker({ script: command.script, args: this.#options.args });
        const ended = await worker.run(command, log);
        if (ended.kind === 'not-begun' && waiting !== undefined && !isKilled) continue;
        const isSound = ended.kind === 'task' && ended.end.kind === 'succeeded' && !isKilled;
        if (isSound && (ended.residentBytes ?? Infinity) <= this.#options.maximumIdleBytes)
          this.#keep(worker);
        else if (worker.isAlive) this.#close(worker);
        // From here on, the worker may have another task.
        worker = undefined;
        return ended.end;
      }
    };
    return {
      ended: run(),
      kill: () => {
        isKilled = true;
        worker?.kill(clock, killAfterMilliseconds);
      },
    };
  }

  /** Ends the workers without a task. */
  async close(): Promise<void> {
    for (const worker of this.#idle.keys()) this.#drop(worker);
    await Promise.all(this.#ending);
  }

  #take(script: string): TaskWorker | undefined {
    for (const [worker, callOff] of this.#idle) {
      if (worker.script !== script) continue;
      callOff();
      this.#idle.delete(worker);
      if (worker.isAlive) return worker;
    }
    return undefined;
  }

  #keep(worker: TaskWorker): void {
    const { clock, idleMilliseconds } = this.#options;
    const callOff = clock.after(idleMilliseconds, () => {
      this.#drop(worker);
    });
    this.#idle.set(worker, callOff);
  }

  #drop(worker: TaskWorker): void {
    this.#idle.get(worker)?.();
    this.#idle.delete(worker);
    this.#close(worker);
  }

  #close(worker: TaskWorker): void {
    const ended = worker.close().then(() => {
      this.#ending.delete(ended);
    });
    this.#ending.add(ended);
  }
}
