import { setTimeout as delay } from 'node:timers/promises';

const STOP_GRACE_MILLISECONDS = 10_000;

/** What fires a function, other than an HTTP request. */
export interface TriggerListener {
  /** @throws StandInError when it cannot listen */
  start(): Promise<void>;
  /** Fires no more, and waits a bounded time for what is running. */
  stop(): Promise<void>;
}

/** Stops listeners. What still runs after ten seconds is cut off with the worker, and comes again at the next start. */
export async function stopInTime(listeners: readonly Pick<TriggerListener, 'stop'>[]): Promise<void> {
  const patience = new AbortController();
  await Promise.race([
    Promise.all(listeners.map((listener) => listener.stop())),
    delay(STOP_GRACE_MILLISECONDS, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
}
