/** Times beyond this after a pause are not made up for: a simulator that slept does not flood the hub. */
const MAX_SECONDS = 60;

/** Seconds of one window at most: a piece of work that a call of a timer does not leave half done. */
const WINDOW_SECONDS = 10;

export interface TickerWindow {
  readonly from: Date;
  readonly to: Date;
}

/** Cuts the time into windows without overlap or hole, whatever the timer's schedule. */
export class Ticker {
  #last: number | undefined;

  /**
   * The next window, in whole seconds: from the end of the last one (at first: a second ago) on towards `now`. Ask again
   * until there is none; where a call stops before that, the next call goes on.
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
