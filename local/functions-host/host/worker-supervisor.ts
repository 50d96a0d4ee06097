import { type InvocationCause } from '../telemetry/invocation-span';
import { type InvocationTracer } from '../telemetry/invocation-tracer';
import { type InvocationMessage } from '../worker/protocol';
import { type HostClock, waitOn } from './host-clock';
import { type HostLog } from './host-log';
import { type RestartWaits, WorkerDeaths } from './worker-deaths';
import { type Caller } from './trace-context';
import { type InvocationOutcome, WorkerProcess, type WorkerProcessOptions } from './worker-process';

const CATEGORY = 'Host.Worker';
const TERMINATE_GRACE_MILLISECONDS = 5_000;

/** Interface of a worker; outside tests it is a {@link WorkerProcess}. */
export type Worker = Pick<
  WorkerProcess,
  'processId' | 'functions' | 'capabilities' | 'exited' | 'isAlive' | 'invoke' | 'terminate' | 'kill'
>;

export interface WorkerSupervisorOptions extends Omit<WorkerProcessOptions, 'onLog' | 'onOutput'> {
  /** Undefined: no limit. */
  readonly functionTimeoutMilliseconds: number | undefined;
  readonly restartWaits: RestartWaits;
  readonly clock: HostClock;
  readonly log: HostLog;
  readonly tracer: InvocationTracer;
  /** @default a process that runs the app */
  readonly startWorker?: (options: WorkerProcessOptions) => Promise<Worker>;
}

/** Data of an invocation except its id. */
export type InvocationRequest = Omit<InvocationMessage, 'type' | 'invocationId' | 'traceContext'> & {
  readonly invocationId?: string;
  /** Headers of W3C trace context from a caller. */
  readonly caller?: Caller;
  readonly segments: readonly Buffer[];
  /** Data for the host's span. */
  readonly cause?: InvocationCause;
};

/**
 * Keeps one worker running, as the platform's dispatcher does. It restarts a dead worker immediately the
 * first time, and then with ten seconds between two starts. At the third death within half an hour it stops
 * and calls `onExhausted`. A worker that exceeds `functionTimeout` is killed with all its invocations; this
 * does not count as a death.
 */
export class WorkerSupervisor {
  readonly #options: WorkerSupervisorOptions;
  readonly #deaths = new WorkerDeaths();
  readonly #timedOut = new WeakSet<Worker>();
  readonly #closing = new AbortController();
  #worker: Worker | undefined;
  readonly #waiting = new Set<() => void>();
  #restarting: Promise<void> = Promise.resolve();
  #nextStart = 0;
  /** Called when no worker is started until the next {@link start}. */
  onExhausted: () => void = () => undefined;

  constructor(options: WorkerSupervisorOptions) {
    this.#options = options;
  }

  /** Starts a worker, as a new host does. @throws StandInError `start_failed` if the app cannot be loaded */
  async start(): Promise<Worker> {
    this.#deaths.clear();
    this.#nextStart = 0;
    const worker = await this.#spawn();
    this.#adopt(worker);
    return worker;
  }

  /** True if no worker will be started. */
  get isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  /** The worker, if it is ready now. */
  get worker(): Worker | undefined {
    return this.#worker?.isAlive === true ? this.#worker : undefined;
  }

  /** @returns undefined if no worker is ready in time, `signal` ends the wait, or the host closes */
  async whenUp(withinMilliseconds: number, signal?: AbortSignal): Promise<Worker | undefined> {
    if (this.worker === undefined && !this.isClosing && signal?.aborted !== true) {
      await new Promise<void>((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(end);
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, withinMilliseconds);
        this.#waiting.add(end);
        signal?.addEventListener('abort', end);
      });
    }
    return this.worker;
  }

  /** Runs a function on `worker`; see {@link InvocationOutcome}. Never rejects. */
  async invoke(worker: Worker, request: InvocationRequest): Promise<InvocationOutcome> {
    const { segments, cause, caller, ...rest } = request;
    const { functionName, invocationId = crypto.randomUUID() } = rest;
    const traced = this.#options.tracer.begin({ functionName, invocationId, cause, caller });
    const { traceContext } = traced;
    const message: InvocationMessage = { ...rest, type: 'invoke', invocationId, traceContext };
    const outcome = await this.#run(worker, message, segments);
    traced.end(outcome);
    return outcome;
  }

  async #run(
    worker: Worker,
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
      this.#timedOut.add(worker);
      worker.kill();
    }, limit);
    const outcome = await worker.invoke(message, segments);
    clearTimeout(timer);
    return outcome.outcome === 'lost' && watch.hasTimedOut ? { ...outcome, hasTimedOut: true } : outcome;
  }

  /**
   * Waits for a worker without time limit, then runs a function on it.
   *
   * @param signal ends the wait
   * @returns `lost` if the host closes first, or if `signal` ends the wait
   */
  async invokeWhenUp(request: InvocationRequest, signal?: AbortSignal): Promise<InvocationOutcome> {
    while (!this.isClosing && signal?.aborted !== true) {
      const worker = await this.whenUp(60_000, signal);
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

  #spawn(): Promise<Worker> {
    const { log, startWorker = startWorkerProcess } = this.#options;
    return startWorker({
      ...this.#options,
      onLog: ({ level, category, message, functionName, invocationId }) => {
        const source =
          functionName === undefined
            ? CATEGORY
            : `Function.${functionName}${category === 'user' ? '.User' : ''}`;
        log.write(level, source, message, invocationId);
      },
      onOutput: (line, stream) => {
        log.write(toConsoleLevel(line, stream), 'Host.Function.Console', line);
      },
    });
  }

  #adopt(worker: Worker): void {
    this.#worker = worker;
    this.#wake();
    void worker.exited.then((reason) => {
      this.#worker = undefined;
      if (this.isClosing) return;
      this.#options.log.write('error', CATEGORY, `The worker process ${worker.processId} ended: ${reason}`);
      const isDeath = !this.#timedOut.has(worker);
      this.#restarting = this.#restart(isDeath);
    });
  }

  async #restart(isDeath: boolean): Promise<void> {
    const { clock, restartWaits, log } = this.#options;
    const isClosing = (): boolean => this.isClosing;
    for (let died = isDeath; !isClosing(); died = true) {
      if (died && this.#deaths.add(clock.now()) === 'recycle') {
        log.write(
          'error',
          CATEGORY,
          'The worker died three times within half an hour: the host is recycled.',
        );
        this.onExhausted();
        return;
      }
      await waitOn(clock, this.#nextStart - clock.now().getTime(), this.#closing.signal);
      if (isClosing()) return;
      try {
        const worker = await this.#spawn();
        this.#nextStart = clock.now().getTime() + restartWaits.workerMilliseconds;
        if (isClosing()) worker.kill();
        else this.#adopt(worker);
        return;
      } catch (error) {
        // The usual cause is a file that is just being rebuilt.
        this.#nextStart = clock.now().getTime() + restartWaits.workerMilliseconds;
        log.write('error', CATEGORY, error instanceof Error ? error.message : String(error));
      }
    }
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

function startWorkerProcess(options: WorkerProcessOptions): Promise<Worker> {
  return WorkerProcess.start(options);
}

/**
 * A line on standard error is an error, unless it mentions a warning. Source: Azure/azure-functions-host,
 * WorkerProcess.ParseErrorMessageAndLog.
 */
function toConsoleLevel(line: string, stream: 'stdout' | 'stderr'): 'information' | 'warning' | 'error' {
  if (stream === 'stdout') return 'information';
  return /warn/i.test(line) ? 'warning' : 'error';
}
