/** How long the host waits after its worker or itself has died. */
export interface RestartWaits {
  /** From a worker that was started again to the next one that may be. The first one starts at once. */
  readonly workerMilliseconds: number;
  /** From the end of a host that gave up to the start of the next one. */
  readonly hostMilliseconds: number;
}

/**
 * Those of the platform: `ProcessRestartInterval` of Azure/azure-functions-host, WorkerProcessCountOptions. How long
 * Azure takes for another host is not documented, and varies; ten seconds is what a restart waits at least.
 */
export const PLATFORM_RESTART_WAITS: RestartWaits = { workerMilliseconds: 10_000, hostMilliseconds: 10_000 };

/** For tests that run in real time. */
export const QUICK_RESTART_WAITS: RestartWaits = { workerMilliseconds: 100, hostMilliseconds: 100 };

/** A death is counted with the one before it when they lie no further apart. */
const COUNTED_TOGETHER_MILLISECONDS = 30 * 60_000;
/** Three for each worker, and there is one worker here. */
const DEATHS_BEFORE_RECYCLING = 3;

/**
 * Counts deaths of the worker: after two of them a worker is started again, after the third the host gives up.
 * Source: Azure/azure-functions-host, RpcFunctionInvocationDispatcher (`ErrorEventsThreshold`, `AddOrUpdateErrorBucket`).
 */
export class WorkerDeaths {
  #times: number[] = [];

  /** @returns what follows this death */
  add(time: Date): 'restart' | 'recycle' {
    const last = this.#times.at(-1);
    if (last !== undefined && time.getTime() - last > COUNTED_TOGETHER_MILLISECONDS) this.#times = [];
    this.#times.push(time.getTime());
    return this.#times.length < DEATHS_BEFORE_RECYCLING ? 'restart' : 'recycle';
  }

  /** A new host has counted none. */
  clear(): void {
    this.#times = [];
  }
}
