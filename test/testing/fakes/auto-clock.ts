import { type HostClock } from '../../../local/functions-host/host/host-clock';

/** A clock that jumps to what is due next whenever nothing else is left to do. */
export class AutoClock implements HostClock {
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
    return () => this.#waiting.delete(entry);
  }

  /**
   * Lets time pass until `isDone`.
   *
   * @param isBusy whether something is at work that needs no time of this clock
   */
  async run({ isDone, isBusy }: { isDone: () => boolean; isBusy: () => boolean }): Promise<void> {
    while (!isDone()) {
      await settle();
      if (isBusy() || isDone()) continue;
      const [next] = [...this.#waiting].sort((a, b) => a.at - b.at);
      if (next === undefined) throw new Error('nothing is due, and nothing is done');
      this.#waiting.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
  }
}

/** Promises that wait for nothing but each other have ended after a few turns of the event loop. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
}
