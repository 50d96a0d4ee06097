import { type JobsClock } from '../../../../local/databricks/jobs/jobs-clock';

/** A clock that a test moves. */
export class ManualJobsClock implements JobsClock {
  #now: number;
  readonly #waiting = new Set<{ readonly at: number; readonly action: () => void }>();

  constructor(start = '2026-11-21T06:00:00Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  after(milliseconds: number, action: () => void): () => void {
    const entry = { at: this.#now + milliseconds, action };
    this.#waiting.add(entry);
    return () => this.#waiting.delete(entry);
  }

  /** Number of pending callbacks. */
  get pending(): number {
    return this.#waiting.size;
  }

  /** Runs the callbacks that become due, the earliest first. */
  advance(seconds: number): void {
    const until = this.#now + seconds * 1000;
    for (;;) {
      const [next] = [...this.#waiting].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#waiting.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.action();
    }
    this.#now = until;
  }
}
