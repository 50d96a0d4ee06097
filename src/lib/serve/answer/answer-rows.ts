import { groupKey } from '../windows/growing-minute';
import { addPartials } from '../windows/partial-value';
import { type PartialValue } from '../windows/window-state';
import { BUCKET_MILLISECONDS, type ServeQuery } from './serve-query';

/** One row of the answer, still in parts that add up. */
export interface AnswerRow {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  /** In the order of the query's keys. */
  readonly keys: readonly string[];
  source: 'batch' | 'live' | 'both';
  events: number;
  /** In the order of the view's values. */
  values: readonly PartialValue[];
}

/** What one minute has of one group. */
export interface Contribution {
  /** Milliseconds since the epoch, within the asked range. */
  readonly minute: number;
  /** By name: at least the keys of the query and its filters. */
  readonly keys: Readonly<Record<string, string>>;
  readonly events: number;
  /** In the order of the view's values. */
  readonly values: readonly PartialValue[];
}

/** Rows of one answer. More are refused with the remedy; the page shows far fewer. */
export const MOST_ROWS = 50_000;

/** Adds up minutes into the rows that were asked for. Sums are whole millionths, so their order plays no part. */
export class AnswerRows {
  readonly #query: ServeQuery;
  readonly #filters: readonly (readonly [key: string, value: string])[];
  readonly #rows = new Map<string, AnswerRow>();

  constructor(query: ServeQuery) {
    this.#query = query;
    this.#filters = Object.entries(query.filters);
  }

  /** @returns false where the answer would have more rows than {@link MOST_ROWS}; it is not added then */
  add({ minute, keys, events, values }: Contribution, source: 'batch' | 'live'): boolean {
    for (const [key, value] of this.#filters) if (keys[key] !== value) return true;
    const { from, to, bucket } = this.#query;
    const length = BUCKET_MILLISECONDS[bucket];
    const bucketStart = Math.floor(minute / length) * length;
    const asked = this.#query.keys.map((name) => keys[name] ?? '');
    const id = `${bucketStart} ${groupKey(asked)}`;
    const row = this.#rows.get(id);
    if (row === undefined) {
      if (this.#rows.size >= MOST_ROWS) return false;
      this.#rows.set(id, {
        start: Math.max(from, bucketStart),
        end: Math.min(to, bucketStart + length),
        keys: asked,
        ...{ source, events, values },
      });
      return true;
    }
    row.events += events;
    row.values = row.values.map((value, index) => addPartials(value, values[index] ?? value));
    if (row.source !== source) row.source = 'both';
    return true;
  }

  /** By time, then by keys. */
  toRows(): AnswerRow[] {
    return [...this.#rows.values()].sort((a, b) => a.start - b.start || compareKeys(a.keys, b.keys));
  }
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
