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
