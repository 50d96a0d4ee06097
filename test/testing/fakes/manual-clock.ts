/** A clock that a test moves: for the app as `Clock`, for stand-ins as a function. */
export class ManualClock {
  #now: number;

  constructor(start = '2026-11-21T06:00:00Z') {
    this.#now = Date.parse(start);
  }

  readonly now = (): Date => new Date(this.#now);

  advance(seconds: number): void {
    this.#now += seconds * 1000;
  }
}
