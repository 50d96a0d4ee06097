const TICKS_AT_1970 = 621_355_968_000_000_000n;
const TICKS_A_MILLISECOND = 10_000n;

/**
 * Creates ETags. As in Azure, a tag is the time in 100 ns ticks as hexadecimal. It is increased if necessary,
 * so that no two writes share a tag, also after restarts or with a clock that does not advance.
 */
export class Tags {
  #last: bigint;

  constructor(last = 0n) {
    this.#last = last;
  }

  /** The newest tag as a number, from which a restart continues. */
  get last(): bigint {
    return this.#last;
  }

  /** @param now milliseconds since 1970 */
  next(now: number): string {
    const ticks = BigInt(now) * TICKS_A_MILLISECOND + TICKS_AT_1970;
    this.#last = ticks > this.#last ? ticks : this.#last + 1n;
    return `0x${this.#last.toString(16).toUpperCase()}`;
  }

  /** Registers a tag of the journal. */
  seen(tag: string): void {
    const value = BigInt(tag);
    if (value > this.#last) this.#last = value;
  }
}
