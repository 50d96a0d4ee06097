import { type HostClock } from '../../../local/functions-host/host/host-clock';

/** A clock that jumps to the next due time when the code under test is idle. */
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
   * Advances time until `isDone`.
   *
   * @param isBusy whether work is running that does not wait for this clock
   */
  async run({ isDone, isBusy }: { isDone: () => boolean; isBusy: () => boolean }): Promise<void> {
    while (!isDone()) {
      await settle();
      if (isBusy() || isDone()) continue;
      const [next] = [...this.#waiting].sort((a, b) => a.at - b.at);
      if (next === undefined) throw new Error('no timer is due, and the work is not done');
      this.#waiting.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
  }
}

/** Runs the event loop ten times, so that promises that wait for each other alone settle. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
}
