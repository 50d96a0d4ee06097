import { type HostClock } from '../../../local/functions-host/host/host-clock';

/** A clock that a test moves. */
export class ManualClock implements HostClock {
  #now: number;
  readonly #waiting = new Set<{ readonly at: number; readonly callback: () => void }>();

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  at(time: Date, callback: () => void): () => void {
    const entry = { at: time.getTime(), callback };
    this.#waiting.add(entry);
    if (entry.at <= this.#now)
      queueMicrotask(() => {
        this.#fire(entry);
      });
    return () => this.#waiting.delete(entry);
  }

  /** Due times as ISO 8601. */
  get due(): string[] {
    return [...this.#waiting].map(({ at }) => new Date(at).toISOString()).sort();
  }

  moveTo(time: string): void {
    this.#now = Date.parse(time);
    for (const entry of [...this.#waiting].sort((a, b) => a.at - b.at)) {
      if (entry.at <= this.#now) this.#fire(entry);
    }
  }

  #fire(entry: { readonly at: number; readonly callback: () => void }): void {
    if (this.#waiting.delete(entry)) entry.callback();
  }
}
