import { groupKey, type PartialValue } from '../../live/windows';
import { BUCKET_MILLISECONDS, type ServeQuery } from './serve-query';
import { TotalAggregate } from './total-aggregate';

/** One row of the answer, still in parts that add up. */
export interface AnswerRow {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  /** In the order of the query's keys. */
  readonly keys: readonly string[];
  readonly source: 'batch' | 'live' | 'both';
  readonly events: number;
  /** In the order of the view's values. */
  readonly values: readonly PartialValue[];
}

/** What one minute has of one group that the query's filters let through. */
export interface Contribution {
  /** Milliseconds since the epoch, within the asked range. */
  readonly minute: number;
  /** In the order of the query's keys. */
  readonly keys: readonly string[];
  readonly events: number;
  /** In the order of the view's values. */
  readonly values: readonly PartialValue[];
}

/** Rows of one answer. More are refused with the remedy; the page shows far fewer. */
export const MAX_ROWS = 50_000;

interface AnswerRowAggregate {
  readonly start: number;
  readonly end: number;
  readonly keys: readonly string[];
  source: AnswerRow['source'];
  events: number;
  readonly totals: readonly TotalAggregate[];
}

/** Adds up minutes into the rows that were asked for. Sums are whole millionths, so their order plays no part. */
export class AnswerRows {
  readonly #query: ServeQuery;
  readonly #length: number;
  /** By beginning, then by keys. */
  readonly #buckets = new Map<number, Map<string, AnswerRowAggregate>>();
  #count = 0;

  constructor(query: ServeQuery) {
    this.#query = query;
    this.#length = BUCKET_MILLISECONDS[query.bucket];
  }

  /** @returns false where the answer would have more rows than {@link MAX_ROWS}; it is not added then */
  add({ minute, keys, events, values }: Contribution, source: 'batch' | 'live'): boolean {
    const bucketStart = Math.floor(minute / this.#length) * this.#length;
    let bucket = this.#buckets.get(bucketStart);
    if (bucket === undefined)
      this.#buckets.set(bucketStart, (bucket = new Map<string, AnswerRowAggregate>()));
    const id = groupKey(keys);
    let row = bucket.get(id);
    if (row === undefined) {
      if (this.#count >= MAX_ROWS) return false;
      this.#count += 1;
      const { from, to } = this.#query;
      row = {
        start: Math.max(from, bucketStart),
        end: Math.min(to, bucketStart + this.#length),
        keys,
        source,
        events: 0,
        totals: values.map(({ aggregate }) => new TotalAggregate(aggregate)),
      };
      bucket.set(id, row);
    }
    row.events += events;
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (value !== undefined) row.totals[index]?.add(value);
    }
    if (row.source !== source) row.source = 'both';
    return true;
  }

  /** By time, then by keys. */
  toRows(): AnswerRow[] {
    return [...this.#buckets]
      .sort(([a], [b]) => a - b)
      .flatMap(([, rows]) => [...rows.values()].sort((a, b) => compareKeys(a.keys, b.keys)))
      .map(({ totals, ...row }) => ({ ...row, values: totals.map((total) => total.toPartial()) }));
  }
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
