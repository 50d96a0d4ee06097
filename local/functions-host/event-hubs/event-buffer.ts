import { type ReceivedEvent } from './received-event';

/** The events of a partition that were received and not yet handed out, in order. */
export class EventBuffer {
  #events: ReceivedEvent[] = [];
  /** When the oldest of them came, in milliseconds of the monotonic clock. */
  #oldestAt = 0;
  #wake: () => void = () => undefined;

  push(event: ReceivedEvent): void {
    if (this.#events.length === 0) this.#oldestAt = performance.now();
    this.#events.push(event);
    this.#wake();
  }

  clear(): void {
    this.#events = [];
  }

  /**
   * The next batch: as soon as there are `minimum` events, or when the oldest has waited long enough.
   * @returns nothing when `signal` ends the wait
   */
  async take({
    minimum,
    maximum,
    maxWaitMilliseconds,
    signal,
  }: {
    minimum: number;
    maximum: number;
    maxWaitMilliseconds: number;
    signal: AbortSignal;
  }): Promise<readonly ReceivedEvent[]> {
    while (!signal.aborted) {
      const waited = performance.now() - this.#oldestAt;
      if (this.#events.length >= minimum || (this.#events.length > 0 && waited >= maxWaitMilliseconds)) {
        const batch = this.#events.splice(0, maximum);
        this.#oldestAt = performance.now();
        return batch;
      }
      await this.#changed(this.#events.length === 0 ? undefined : maxWaitMilliseconds - waited, signal);
    }
    return [];
  }

  #changed(withinMilliseconds: number | undefined, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer =
        withinMilliseconds === undefined ? undefined : setTimeout(done, Math.max(1, withinMilliseconds));
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      this.#wake = done;
      signal.addEventListener('abort', done);
    });
  }
}
