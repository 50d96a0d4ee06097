/** A clock that the test advances. It is a `Clock` for the app, and `now` is the clock of stand-ins. */
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
