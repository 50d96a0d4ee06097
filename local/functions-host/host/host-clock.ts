/** The clock of the host. Tests use a clock that they move themselves. */
export interface HostClock {
  now(): Date;
  /**
   * Calls `callback` once, at `time`, or immediately if that has passed.
   * @returns a function that cancels the call
   */
  at(time: Date, callback: () => void): () => void;
}

/** Node's timers allow at most 2^31 ms. One day at a time also follows a clock that is changed. */
const LONGEST_WAIT_MILLISECONDS = 24 * 60 * 60_000;

export const systemHostClock: HostClock = {
  now: () => new Date(),
  at(time, callback) {
    let handle: NodeJS.Timeout;
    const wait = (): void => {
      const remaining = time.getTime() - Date.now();
      handle =
        remaining > LONGEST_WAIT_MILLISECONDS
          ? setTimeout(wait, LONGEST_WAIT_MILLISECONDS)
          : setTimeout(callback, Math.max(0, remaining));
    };
    wait();
    return () => {
      clearTimeout(handle);
    };
  },
};

/** Resolves when the time has passed on the clock, or when `signal` ends the wait. */
export function waitOn(clock: HostClock, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  // Yields first: a loop of retries without a wait would block all other work.
  if (milliseconds <= 0) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.at(new Date(clock.now().getTime() + milliseconds), end);
    signal.addEventListener('abort', end);
  });
}
