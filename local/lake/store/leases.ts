import { LakeRefusal } from '../wire/lake-refusal';

/** State of the lease of a path, as in the header `x-ms-lease-state`. */
export type LeaseState = 'available' | 'leased' | 'expired' | 'breaking' | 'broken';

interface Lease {
  readonly id: string;
  /** `Infinity` for a lease without an end. */
  readonly durationMs: number;
  /** Milliseconds since 1970; `Infinity` for a lease without an end. */
  readonly until: number;
  /** Milliseconds since 1970; only for a lease that was broken. */
  readonly brokenAt?: number;
}

/** Leases of blobs, directories and containers ("Lease Blob"). They are in memory: a restart ends them. */
export class Leases {
  readonly #now: () => Date;
  readonly #leases = new Map<string, Lease>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  stateOf(path: string): LeaseState {
    const lease = this.#leases.get(path);
    const now = this.#now().getTime();
    if (lease === undefined) return 'available';
    if (lease.brokenAt !== undefined) return lease.brokenAt > now ? 'breaking' : 'broken';
    return lease.until > now ? 'leased' : 'expired';
  }

  isInfinite(path: string): boolean {
    return this.#leases.get(path)?.durationMs === Infinity;
  }

  /**
   * Checks a write. Without an id it is refused while the path is leased.
   *
   * @throws LakeRefusal `lease_id_missing`, `lease_mismatch`, `lease_not_present`
   */
  requireForWrite(path: string, id: string | undefined): void {
    if (id === undefined && this.#isHeld(path)) throw new LakeRefusal('lease_id_missing');
    this.requireForRead(path, id);
  }

  /** Checks a read, which needs no id; one that is given must be that of the lease. */
  requireForRead(path: string, id: string | undefined): void {
    if (id === undefined) return;
    if (!this.#isHeld(path)) throw new LakeRefusal('lease_not_present');
    if (!this.#has(path, id)) throw new LakeRefusal('lease_mismatch');
  }

  /** @throws LakeRefusal `lease_already_present`, `lease_is_breaking` */
  acquire(path: string, id: string, durationMs: number): void {
    const state = this.stateOf(path);
    if (state === 'breaking') throw new LakeRefusal('lease_is_breaking');
    if (state === 'leased' && !this.#has(path, id)) throw new LakeRefusal('lease_already_present');
    this.#set(path, { id, durationMs, until: this.#now().getTime() + durationMs });
  }

  /** Also renews an expired lease, which nobody else has taken. */
  renew(path: string, id: string): void {
    const { durationMs } = this.#require(path, id);
    if (this.#leases.get(path)?.brokenAt !== undefined) throw new LakeRefusal('lease_is_broken');
    this.#set(path, { id, durationMs, until: this.#now().getTime() + durationMs });
  }

  change(path: string, id: string, proposed: string): void {
    const lease = this.#leases.get(path);
    if (lease === undefined || this.stateOf(path) !== 'leased') throw new LakeRefusal('lease_absent');
    if (!this.#has(path, id) && !this.#has(path, proposed)) throw new LakeRefusal('lease_other');
    this.#set(path, { ...lease, id: proposed });
  }

  release(path: string, id: string): void {
    this.#require(path, id);
    this.#leases.delete(path);
  }

  /**
   * Ends the lease without its id, after at most `periodMs`.
   *
   * @returns milliseconds until the lease is broken
   */
  break(path: string, periodMs: number | undefined): number {
    const lease = this.#leases.get(path);
    if (lease === undefined) throw new LakeRefusal('lease_absent');
    const now = this.#now().getTime();
    const end = lease.brokenAt ?? lease.until;
    const wanted = periodMs === undefined ? end : now + periodMs;
    // A lease without an end breaks at once if the request sets no period.
    const brokenAt = Math.max(now, Math.min(end, wanted === Infinity ? now : wanted));
    this.#set(path, { ...lease, brokenAt });
    return brokenAt - now;
  }

  /** Ends the leases of a path that is removed or moved, and of those below it. */
  forget(path: string): void {
    for (const leased of [...this.#leases.keys()])
      if (leased === path || leased.startsWith(`${path}/`)) this.#leases.delete(leased);
  }

  #isHeld(path: string): boolean {
    const state = this.stateOf(path);
    return state === 'leased' || state === 'breaking';
  }

  #require(path: string, id: string): Lease {
    const lease = this.#leases.get(path);
    if (lease === undefined) throw new LakeRefusal('lease_absent');
    if (!this.#has(path, id)) throw new LakeRefusal('lease_other');
    return lease;
  }

  #has(path: string, id: string): boolean {
    return this.#leases.get(path)?.id.toLowerCase() === id.toLowerCase();
  }

  #set(path: string, lease: Lease): void {
    this.#leases.set(path, lease);
  }
}
