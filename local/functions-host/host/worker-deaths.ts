/** Delays after the death of a worker or of the host. */
export interface RestartWaits {
  /** Between two restarts of a worker. The first restart is immediate. */
  readonly workerMilliseconds: number;
  /** From the end of a recycled host to the start of the next one. */
  readonly hostMilliseconds: number;
}

/**
 * Values of the platform: `ProcessRestartInterval` of Azure/azure-functions-host, WorkerProcessCountOptions.
 * The time until another host starts in Azure is not documented, and varies. Ten seconds is the minimum of a
 * restart.
 */
export const PLATFORM_RESTART_WAITS: RestartWaits = { workerMilliseconds: 10_000, hostMilliseconds: 10_000 };

/** For tests with the real clock. */
export const QUICK_RESTART_WAITS: RestartWaits = { workerMilliseconds: 100, hostMilliseconds: 100 };

/** Two deaths within this time are counted together. */
const COUNTED_TOGETHER_MILLISECONDS = 30 * 60_000;
/** Three for each worker; this host has one worker. */
const DEATHS_BEFORE_RECYCLING = 3;

/**
 * Counts deaths of the worker. After the first two the worker is restarted; after the third the host is
 * recycled. Source: Azure/azure-functions-host, RpcFunctionInvocationDispatcher (`ErrorEventsThreshold`,
 * `AddOrUpdateErrorBucket`).
 */
export class WorkerDeaths {
  #times: number[] = [];

  /** @returns what the host does after this death */
  add(time: Date): 'restart' | 'recycle' {
    const last = this.#times.at(-1);
    if (last !== undefined && time.getTime() - last > COUNTED_TOGETHER_MILLISECONDS) this.#times = [];
    this.#times.push(time.getTime());
    return this.#times.length < DEATHS_BEFORE_RECYCLING ? 'restart' : 'recycle';
  }

  /** Resets the count for a new host. */
  clear(): void {
    this.#times = [];
  }
}
