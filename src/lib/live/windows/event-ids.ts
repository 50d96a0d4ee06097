import { hash } from 'node:crypto';

/** Bytes of a hash. Among a billion events of one minute, the chance that two share a hash is 1 in 37. */
export const EVENT_HASH_BYTES = 8;

/**
 * Identifies an event among others of its view as the key of Silver does: by its time to the microsecond and
 * its id. It is part of a SHA-256, so that nobody can construct an event with the hash of another.
 *
 * @param instant microseconds since the epoch
 * @returns 8 bytes, as a text of that many characters below U+0100
 */
export function hashEvent(instant: number, eventId: string): string {
  return hash('sha256', `${instant}|${eventId}`, 'binary').slice(0, EVENT_HASH_BYTES);
}

/** Hashes in one row of the store: fewer bytes than 64 KiB, the limit of a property. */
export const IDS_PER_ROW = 7000;

/** The hashes of a minute that the store does not have yet, from the beginning of its newest row on. */
export interface UnsavedIds {
  /** Number of the row where the bytes begin. */
  readonly row: number;
  /** Whole hashes, {@link IDS_PER_ROW} a row; the last row may have fewer. Empty if there is nothing new. */
  readonly bytes: Buffer;
  /** Rows of the minute after these are written. */
  readonly rows: number;
}

const BYTES_PER_ROW = IDS_PER_ROW * EVENT_HASH_BYTES;

/**
 * Hashes of the events that a minute has counted. It uses two arrays without an object for each event,
 * because a minute may have tens of thousands. Rows are only appended to, so only the newest row in the store
 * is written again.
 */
export class EventIds {
  /** Open addressing with two words a hash; 0, 0 is a free place. */
  #places: Uint32Array = new Uint32Array(2 * 64);
  #size = 0;
  /** The newest row in the store and all hashes after it. */
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

  /** @returns false if the hash was already there */
  add(hash: string): boolean {
    const high = wordOf(hash, 0);
    // A hash of zeros would look like a free place.
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

  /** Call after the store has written all hashes. */
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

/** The place of this hash, or the free place for it. */
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
