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
