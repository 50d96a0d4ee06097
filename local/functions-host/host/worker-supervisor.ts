import { setTimeout as delay } from 'node:timers/promises';
import { type InvocationCause } from '../telemetry/invocation-span';
import { type InvocationTracer } from '../telemetry/invocation-tracer';
import { type InvocationMessage } from '../worker/protocol';
import { type HostLog } from './host-log';
import { type InvocationOutcome, WorkerProcess, type WorkerProcessOptions } from './worker-process';

const CATEGORY = 'Host.Worker';
const FIRST_BACKOFF_MILLISECONDS = 250;
const LONGEST_BACKOFF_MILLISECONDS = 10_000;
/** A worker that lived this long was well: the next restart is at once again. */
const HEALTHY_MILLISECONDS = 10_000;
const TERMINATE_GRACE_MILLISECONDS = 5_000;

export interface WorkerSupervisorOptions extends Omit<WorkerProcessOptions, 'onLog' | 'onOutput'> {
  /** Undefined: no limit. */
  readonly functionTimeoutMilliseconds: number | undefined;
  readonly log: HostLog;
  readonly tracer: InvocationTracer;
}

/** What an invocation needs, apart from its id. */
export type InvocationRequest = Omit<InvocationMessage, 'type' | 'invocationId'> & {
  readonly invocationId?: string;
  readonly segments: readonly Buffer[];
  /** For the host's span. */
  readonly cause?: InvocationCause;
};

/**
 * Keeps one worker alive: starts it again when it dies, the first time at once, then with growing pauses. A worker
 * that overstays `functionTimeout` is killed, as the platform does with it.
 */
export class WorkerSupervisor {
  readonly #options: WorkerSupervisorOptions;
  #worker: WorkerProcess | undefined;
  #waiting: (() => void)[] = [];
  readonly #closing = new AbortController();
  #restarting: Promise<void> = Promise.resolve();

  constructor(options: WorkerSupervisorOptions) {
    this.#options = options;
  }

  /** @throws StandInError `start_failed` when the app cannot be loaded */
  async start(): Promise<WorkerProcess> {
    const worker = await this.#spawn();
    this.#adopt(worker);
    return worker;
  }

  /** No worker will be started any more. */
  get isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  /** The worker, if it is up at this moment. */
  get worker(): WorkerProcess | undefined {
    return this.#worker?.isAlive === true ? this.#worker : undefined;
  }

  /** @returns undefined when it is not up within the time, or when the host closes */
  async whenUp(withinMilliseconds: number): Promise<WorkerProcess | undefined> {
    if (this.worker === undefined && !this.#closing.signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMilliseconds);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return this.worker;
  }

  /** Runs a function on `worker`; see {@link InvocationOutcome}. Never rejects. */
  async invoke(worker: WorkerProcess, request: InvocationRequest): Promise<InvocationOutcome> {
    const { segments, cause, traceContext: caller, ...rest } = request;
    const { functionName, invocationId = crypto.randomUUID() } = rest;
    const traced = this.#options.tracer.begin({ functionName, invocationId, cause, traceContext: caller });
    const { traceContext } = traced;
    const outcome = await this.#run(
      worker,
      { ...rest, type: 'invoke', invocationId, ...(traceContext === undefined ? {} : { traceContext }) },
      segments,
    );
    traced.end(outcome);
    return outcome;
  }

  async #run(
    worker: WorkerProcess,
    message: InvocationMessage,
    segments: readonly Buffer[],
  ): Promise<InvocationOutcome> {
    const { functionTimeoutMilliseconds: limit, log } = this.#options;
    if (limit === undefined) return worker.invoke(message, segments);
    const watch = { hasTimedOut: false };
    const timer = setTimeout(() => {
      watch.hasTimedOut = true;
      log.write(
        'error',
        CATEGORY,
        `Function "${message.functionName}" ran longer than ${limit} ms. Its worker is killed.`,
      );
      worker.kill();
    }, limit);
    const outcome = await worker.invoke(message, segments);
    clearTimeout(timer);
    return outcome.outcome === 'lost' && watch.hasTimedOut ? { ...outcome, hasTimedOut: true } : outcome;
  }

  /** Waits for a worker as long as it takes, then runs a function on it. `lost` when the host closes first. */
  async invokeWhenUp(request: InvocationRequest): Promise<InvocationOutcome> {
    while (!this.#closing.signal.aborted) {
      const worker = await this.whenUp(LONGEST_BACKOFF_MILLISECONDS);
      if (worker !== undefined) return this.invoke(worker, request);
    }
    return { outcome: 'lost', error: { message: 'The host is closing' } };
  }

  /** Runs the `appTerminate` hooks and ends the worker. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake();
    await this.#restarting;
    await this.#worker?.terminate({ graceMilliseconds: TERMINATE_GRACE_MILLISECONDS });
  }

  #spawn(): Promise<WorkerProcess> {
    const { log } = this.#options;
    return WorkerProcess.start({
      ...this.#options,
      onLog: ({ level, category, message, functionName, invocationId }) => {
        const source =
          functionName === undefined
            ? CATEGORY
            : `Function.${functionName}${category === 'user' ? '.User' : ''}`;
        log.write(level, source, message, invocationId);
      },
      onOutput: (line) => {
        log.write('information', 'Host.Function.Console', line);
      },
    });
  }

  #adopt(worker: WorkerProcess, lastRestarts = 0): void {
    const bornAt = Date.now();
    this.#worker = worker;
    this.#wake();
    void worker.exited.then((reason) => {
      this.#worker = undefined;
      if (this.#closing.signal.aborted) return;
      this.#options.log.write('error', CATEGORY, `The worker process ${worker.processId} ended: ${reason}`);
      this.#restarting = this.#restart(Date.now() - bornAt < HEALTHY_MILLISECONDS ? lastRestarts : 0);
    });
  }

  async #restart(attempt: number): Promise<void> {
    const isClosing = (): boolean => this.#closing.signal.aborted;
    for (let restarts = attempt; !isClosing(); restarts++) {
      const backoff = restarts === 0 ? 0 : FIRST_BACKOFF_MILLISECONDS * 2 ** (restarts - 1);
      await this.#pause(Math.min(backoff, LONGEST_BACKOFF_MILLISECONDS));
      if (isClosing()) return;
      try {
        const worker = await this.#spawn();
        if (isClosing()) worker.kill();
        else this.#adopt(worker, restarts + 1);
        return;
      } catch (error) {
        // Shown, then tried again: a file that is being rebuilt at this moment is the usual cause.
        this.#options.log.write('error', CATEGORY, error instanceof Error ? error.message : String(error));
      }
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
