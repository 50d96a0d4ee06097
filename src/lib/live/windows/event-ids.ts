import { hash } from 'node:crypto';

/** Bytes of a hash: among a billion events of one minute, two would share one with a chance of 1 in 37. */
export const EVENT_HASH_BYTES = 8;

/**
 * What tells an event from others of its view, as Silver's key does: its time to the microsecond and its id. Cut from a
 * SHA-256, so that nobody can make an event that looks like another.
 *
 * @param instant microseconds since the epoch
 * @returns 8 bytes, as a text of that many characters below U+0100
 */
export function hashEvent(instant: number, eventId: string): string {
  return hash('sha256', `${instant}|${eventId}`, 'binary').slice(0, EVENT_HASH_BYTES);
}

/** Hashes in one row of the store: below 64 KiB, the most that a property holds. */
export const IDS_PER_ROW = 7000;

/** The part of a minute's hashes that the store does not have yet, from the beginning of its newest row. */
export interface UnsavedIds {
  /** Number of the row that the bytes begin. */
  readonly row: number;
  /** Whole hashes; {@link IDS_PER_ROW} a row, the last one may have fewer. Empty where there is nothing new. */
  readonly bytes: Buffer;
  /** Rows that the minute has with them. */
  readonly rows: number;
}

const BYTES_PER_ROW = IDS_PER_ROW * EVENT_HASH_BYTES;

/**
 * The events that a minute has counted, by hash. Two arrays without an object an event: a minute may have tens of thousands.
 * Rows are only ever added to, so what the store has is never written again, but for the newest row.
 */
export class EventIds {
  /** Open addressing; two words a hash, of which 0, 0 is a free place. */
  #places: Uint32Array = new Uint32Array(2 * 64);
  #size = 0;
  /** The newest row in the store and all that came after. */
  #tail: Buffer = Buffer.alloc(64 * EVENT_HASH_BYTES);
  #tailLength = 0;
  #tailRow = 0;
  #savedLength = 0;

  /** @param rows as stored, in order */
  static of(rows: readonly Uint8Array[]): EventIds {
    const ids = new EventIds();
    for (const row of rows) {
      const text = Buffer.from(row.buffer, row.byteOffset, row.byteLength).toString('latin1');
      for (let at = 0; at < text.length; at += EVENT_HASH_BYTES)
        ids.add(text.slice(at, at + EVENT_HASH_BYTES));
    }
    ids.saved();
    return ids;
  }

  get size(): number {
    return this.#size;
  }

  /** @returns false where it was there already */
  add(hash: string): boolean {
    const high = wordOf(hash, 0);
    // A hash of nothing but zeros would look like a free place.
    const low = wordOf(hash, 4) || (high === 0 ? 1 : 0);
    if (!this.#insert(high, low)) return false;
    if (this.#tailLength === this.#tail.length) {
      const larger = Buffer.alloc(2 * this.#tail.length);
      this.#tail.copy(larger);
      this.#tail = larger;
    }
    this.#tail.write(hash, this.#tailLength, EVENT_HASH_BYTES, 'latin1');
    this.#tailLength += EVENT_HASH_BYTES;
    return true;
  }

  unsaved(): UnsavedIds {
    const isNew = this.#tailLength > this.#savedLength;
    return {
      row: this.#tailRow,
      rows: this.#tailRow + Math.ceil(this.#tailLength / BYTES_PER_ROW),
      bytes: isNew ? Buffer.from(this.#tail.subarray(0, this.#tailLength)) : Buffer.alloc(0),
    };
  }

  /** Call when the store has all. */
  saved(): void {
    const full = Math.floor(this.#tailLength / BYTES_PER_ROW);
    if (full > 0) {
      this.#tail = Buffer.from(this.#tail.subarray(full * BYTES_PER_ROW));
      if (this.#tail.length === 0) this.#tail = Buffer.alloc(64 * EVENT_HASH_BYTES);
      this.#tailLength -= full * BYTES_PER_ROW;
      this.#tailRow += full;
    }
    this.#savedLength = this.#tailLength;
  }

  #insert(high: number, low: number): boolean {
    if (4 * (this.#size + 1) > this.#places.length) this.#grow();
    const at = find(this.#places, high, low);
    if (this.#places[at] !== 0 || this.#places[at + 1] !== 0) return false;
    this.#places[at] = high;
    this.#places[at + 1] = low;
    this.#size += 1;
    return true;
  }

  #grow(): void {
    const before = this.#places;
    this.#places = new Uint32Array(2 * before.length);
    for (let at = 0; at < before.length; at += 2) {
      const high = before[at] ?? 0;
      const low = before[at + 1] ?? 0;
      if (high === 0 && low === 0) continue;
      const place = find(this.#places, high, low);
      this.#places[place] = high;
      this.#places[place + 1] = low;
    }
  }
}

/** Where this hash stands, or the free place where it would. */
function find(places: Uint32Array, high: number, low: number): number {
  const mask = places.length - 2;
  let at = (low << 1) & mask;
  for (;;) {
    const [a, b] = [places[at], places[at + 1]];
    if ((a === high && b === low) || (a === 0 && b === 0)) return at;
    at = (at + 2) & mask;
  }
}

function wordOf(hash: string, at: number): number {
  return (
    (hash.charCodeAt(at) |
      (hash.charCodeAt(at + 1) << 8) |
      (hash.charCodeAt(at + 2) << 16) |
      (hash.charCodeAt(at + 3) << 24)) >>>
    0
  );
}
