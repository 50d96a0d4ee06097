import { type ReceivedEvent } from './received-event';

/** The received events of a partition that are not taken yet, in order. */
export class EventBuffer {
  #events: ReceivedEvent[] = [];
  #wake: () => void = nothing;

  push(event: ReceivedEvent): void {
    this.#events.push(event);
    this.#wake();
  }

  clear(): void {
    this.#events = [];
  }

  /**
   * Takes the buffered events as soon as there are any.
   * @returns no events if `signal` ends the wait
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
        this.#wake = nothing;
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#wake = done;
      signal.addEventListener('abort', done);
    });
  }
}

function nothing(): void {
  // Nobody waits for the next event.
}
