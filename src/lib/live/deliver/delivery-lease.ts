import { type Clock } from '../../platform/clock';

/** Which process delivers, and until when, in milliseconds since the epoch. */
export interface Lease {
  readonly owner: string;
  readonly until: number;
}

/** All methods throw SluiceError `table_unavailable`. */
export interface LeaseStore {
  readLease(): Promise<(Lease & { readonly etag: string }) | undefined>;
  /**
   * Writes the lease if nobody has written it since.
   *
   * @param etag of the row that was read; undefined if there was none
   * @returns the new etag, or undefined after a conflict
   */
  writeLease(lease: Lease, etag: string | undefined): Promise<string | undefined>;
}

export interface DeliveryLeaseOptions {
  readonly store: LeaseStore;
  readonly clock: Clock;
  /** Names this process. */
  readonly owner: string;
  /** @default 15 */
  readonly seconds?: number;
}

/**
 * The right to deliver. One process has it at a time, because the limits of a sink are counted in the process.
 *
 * A lease ends by itself, so a killed process holds up no other for longer than its length. Clocks of two processes may
 * differ. The worst result is that both deliver for a moment: rows then arrive twice, and none is lost.
 */
export class DeliveryLease {
  readonly #options: Required<DeliveryLeaseOptions>;
  #held: { readonly etag: string; readonly until: number } | undefined;
  #holding: Promise<'held' | 'taken' | 'elsewhere'> | undefined;

  constructor(options: DeliveryLeaseOptions) {
    this.#options = { seconds: 15, ...options };
  }

  /** Whether this process had the lease at its last call and it has not ended. */
  get isHeld(): boolean {
    return this.#held !== undefined && this.#held.until > this.#now();
  }

  /**
   * Takes the lease, or renews it when half of its time is over.
   *
   * @returns `taken` if another process may have delivered since this one last held it
   * @throws SluiceError `table_unavailable`
   */
  hold(): Promise<'held' | 'taken' | 'elsewhere'> {
    this.#holding ??= this.#hold().finally(() => (this.#holding = undefined));
    return this.#holding;
  }

  /** Ends the lease early, so that another process need not wait for its end. */
  async release(): Promise<void> {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    // A conflict means that another process has taken it.
    await this.#options.store.writeLease({ owner: this.#options.owner, until: 0 }, held.etag);
  }

  async #hold(): Promise<'held' | 'taken' | 'elsewhere'> {
    const { store, owner, seconds } = this.#options;
    const before = this.#held;
    const now = this.#now();
    if (before !== undefined && before.until - now > 500 * seconds) return 'held';
    const row = before ?? (await store.readLease());
    if (row !== undefined && 'owner' in row && row.owner !== owner && row.until > now) return 'elsewhere';
    const until = now + 1000 * seconds;
    // Forgotten first: after an error nobody knows whether the row was written.
    this.#held = undefined;
    const etag = await store.writeLease({ owner, until }, row?.etag);
    if (etag === undefined) return 'elsewhere';
    this.#held = { etag, until };
    return before === undefined ? 'taken' : 'held';
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }
}
