import { type ColumnBatch } from '../table-reader';

/** A guess at what a value takes in memory, its share of the array included. */
const BYTES_PER_VALUE = 16;

/** Rows of data files that were read lately. Files never change, so what is kept stays right; the oldest used goes first. */
export class BatchCache {
  readonly #maxBytes: number;
  readonly #entries = new Map<string, { readonly batches: readonly ColumnBatch[]; readonly bytes: number }>();
  #bytes = 0;

  /** @param maxBytes about so much memory */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): readonly ColumnBatch[] | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.batches;
  }

  /** Keeps what is not too large: a quarter of all at most, so that one file does not push out all others. */
  put(key: string, batches: readonly ColumnBatch[]): void {
    const bytes = sizeOf(batches);
    if (bytes > this.#maxBytes / 4 || this.#entries.has(key)) return;
    this.#entries.set(key, { batches, bytes });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#entries.delete(oldest);
      this.#bytes -= entry.bytes;
    }
  }

  /** Whether rows of this number are worth being held together for the cache. */
  takes(values: number): boolean {
    return values * BYTES_PER_VALUE <= this.#maxBytes / 4;
  }
}

function sizeOf(batches: readonly ColumnBatch[]): number {
  const values = batches.reduce(
    (sum, { rowCount, columns }) => sum + rowCount * Object.keys(columns).length,
    0,
  );
  return values * BYTES_PER_VALUE;
}
