import { groupKey, type PartialValue } from '../../live/windows';
import { BUCKET_MILLISECONDS, type ServeQuery } from './serve-query';
import { TotalAggregate } from './total-aggregate';

/** One row of the answer, with values that can still be added to others. */
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

/** The events of one group in one minute that match the query's filters. */
export interface Contribution {
  /** Milliseconds since the epoch, within the requested range. */
  readonly minute: number;
  /** In the order of the query's keys. */
  readonly keys: readonly string[];
  readonly events: number;
  /** In the order of the view's values. */
  readonly values: readonly PartialValue[];
}

/** Maximum rows of one answer. A larger answer is refused with a remedy; the monitor page shows far fewer. */
export const MAX_ROWS = 50_000;

interface AnswerRowAggregate {
  readonly start: number;
  readonly end: number;
  readonly keys: readonly string[];
  source: AnswerRow['source'];
  events: number;
  readonly totals: readonly TotalAggregate[];
}

/** Adds minutes to the rows of the answer. Sums are whole millionths, so the order of additions does not matter. */
export class AnswerRows {
  readonly #query: ServeQuery;
  readonly #length: number;
  /** By start, then by keys. */
  readonly #buckets = new Map<number, Map<string, AnswerRowAggregate>>();
  #count = 0;

  constructor(query: ServeQuery) {
    this.#query = query;
    this.#length = BUCKET_MILLISECONDS[query.bucket];
  }

  /** @returns false if the answer would have more than {@link MAX_ROWS} rows; then nothing is added */
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
