import { setTimeout as delay } from 'node:timers/promises';

const STOP_GRACE_MILLISECONDS = 10_000;

/** Runs a function on events other than HTTP requests. */
export interface TriggerListener {
  /** @throws StandInError if it cannot listen */
  start(): Promise<void>;
  /** Starts no more runs, and waits a limited time for running ones. */
  stop(): Promise<void>;
}

/**
 * Stops listeners. After ten seconds, remaining invocations end with the worker and run again at the next
 * start.
 */
export async function stopInTime(listeners: readonly Pick<TriggerListener, 'stop'>[]): Promise<void> {
  const patience = new AbortController();
  await Promise.race([
    Promise.all(listeners.map((listener) => listener.stop())),
    delay(STOP_GRACE_MILLISECONDS, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
}
