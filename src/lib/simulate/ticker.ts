/** Longer pauses are not simulated afterwards, so that a simulator that was stopped does not flood the hub. */
const MAX_SECONDS = 60;

/** Maximum seconds of one window, so that a timer's call can finish it. */
const WINDOW_SECONDS = 10;

export interface TickerWindow {
  readonly from: Date;
  readonly to: Date;
}

/** Divides the time into windows without overlap or gap, on any schedule of the timer. */
export class Ticker {
  #last: number | undefined;

  /**
   * The next window, in whole seconds, from the end of the last one (at first: a second ago) towards `now`.
   * Call it until it returns undefined; if a timer's call stops before that, the next call continues.
   */
  next(now: Date): TickerWindow | undefined {
    const end = Math.floor(now.getTime() / 1000) * 1000;
    const from = Math.max(this.#last ?? end - 1000, end - MAX_SECONDS * 1000);
    if (from >= end) return undefined;
    const to = Math.min(end, from + WINDOW_SECONDS * 1000);
    this.#last = to;
    return { from: new Date(from), to: new Date(to) };
  }
}
