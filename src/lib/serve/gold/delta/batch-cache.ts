import { type ColumnBatch } from '../table-reader';

/** Estimated memory of a value, with its share of the array. */
const BYTES_PER_VALUE = 16;

/**
 * Caches rows of data files. Files never change, so entries stay valid. The least recently used entry is
 * dropped first.
 */
export class BatchCache {
  readonly #maxBytes: number;
  readonly #entries = new Map<string, { readonly batches: readonly ColumnBatch[]; readonly bytes: number }>();
  #bytes = 0;

  /** @param maxBytes approximate maximum of memory */
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

  /** Caches a file of at most a quarter of the maximum, so that one file cannot displace all others. */
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

  /** Whether a file with so many values is small enough to be cached. */
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
