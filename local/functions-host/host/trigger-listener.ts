/** What fires a function, other than an HTTP request. */
export interface TriggerListener {
  /** @throws StandInError when it cannot listen */
  start(): Promise<void>;
  /** Fires no more, and waits a bounded time for what is running. */
  stop(): Promise<void>;
}
