import { type ReceivedEvent } from './received-event';

/** The events of a partition that were received and not yet taken, in order. */
export class EventBuffer {
  #events: ReceivedEvent[] = [];
  #wake: () => void = () => undefined;

  push(event: ReceivedEvent): void {
    this.#events.push(event);
    this.#wake();
  }

  clear(): void {
    this.#events = [];
  }

  /**
   * What is there, as soon as there is any.
   * @returns nothing when `signal` ends the wait
   */
  async take({
    maximum,
    signal,
  }: {
    maximum: number;
    signal: AbortSignal;
  }): Promise<readonly ReceivedEvent[]> {
    while (!signal.aborted) {
      if (this.#events.length > 0) return this.#events.splice(0, maximum);
      await this.#changed(signal);
    }
    return [];
  }

  #changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#wake = done;
      signal.addEventListener('abort', done);
    });
  }
}
