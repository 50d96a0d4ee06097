const TICKS_AT_1970 = 621_355_968_000_000_000n;
const TICKS_A_MILLISECOND = 10_000n;

/**
 * Makes ETags. Like the real service it writes the time in 100 ns ticks as hexadecimal, moved forward where needed, so that
 * no two writes share a tag, not even across restarts or with a clock that stands still.
 */
export class Tags {
  #last: bigint;

  constructor(last = 0n) {
    this.#last = last;
  }

  /** The newest tag as a number; what a restart begins from. */
  get last(): bigint {
    return this.#last;
  }

  /** @param now milliseconds since 1970 */
  next(now: number): string {
    const ticks = BigInt(now) * TICKS_A_MILLISECOND + TICKS_AT_1970;
    this.#last = ticks > this.#last ? ticks : this.#last + 1n;
    return `0x${this.#last.toString(16).toUpperCase()}`;
  }

  /** Takes note of a tag that the journal holds. */
  seen(tag: string): void {
    const value = BigInt(tag);
    if (value > this.#last) this.#last = value;
  }
}
