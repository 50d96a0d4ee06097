/** Times beyond this after a pause are not made up for: a simulator that slept does not flood the hub. */
const MOST_SECONDS = 60;

/** Cuts the time into windows without overlap or hole, one a tick, whatever the timer's schedule. */
export class Ticker {
  #last: number | undefined;

  /** From the end of the last window (at first: a second ago) to `now`, in whole seconds; `from` equals `to` for none. */
  next(now: Date): { readonly from: Date; readonly to: Date } {
    const to = Math.floor(now.getTime() / 1000) * 1000;
    const from = Math.max(this.#last ?? to - 1000, to - MOST_SECONDS * 1000);
    this.#last = Math.max(to, this.#last ?? to);
    return { from: new Date(Math.min(from, to)), to: new Date(to) };
  }
}
