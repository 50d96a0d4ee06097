import { type ServeAnswer, type ServeRow } from '../data/api';
import { groupBy } from './group-by';

export interface Point {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: number | null;
}

export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

/** Further series are only in the table. */
export const MAX_SERIES = 6;

export interface SeriesOptions {
  readonly answer: ServeAnswer;
  /** `events`, or the name of a value. */
  readonly value: string;
  /** The key that splits the answer into series; undefined for one series. */
  readonly key?: string | undefined;
}

/**
 * Series of an answer, those with the most events first. A bucket without rows is a gap of a mean, and zero
 * of a count.
 */
export function toSeries({ answer, value, key }: SeriesOptions): readonly Series[] {
  const groups = groupBy(answer.rows, (row) => (key === undefined ? '' : (row.keys[key] ?? 'unknown')));
  const starts = toStarts(answer);
  return [...groups]
    .map(([name, rows]) => ({ name, rows, events: rows.reduce((sum, { events }) => sum + events, 0) }))
    .sort((one, other) => other.events - one.events || one.name.localeCompare(other.name))
    .map(({ name, rows }) => {
      const byStart = new Map(rows.map((row) => [Date.parse(row.start), row]));
      const points = starts.map((at) => ({ at, value: toValue(byStart.get(at), value) }));
      return { name, points };
    });
}

/** Starts of all buckets from the first row to the last. */
function toStarts(answer: ServeAnswer): readonly number[] {
  const first = answer.rows[0];
  if (first === undefined) return [];
  const length = Date.parse(first.end) - Date.parse(first.start);
  const starts = answer.rows.map(({ start }) => Date.parse(start));
  const [low, high] = [Math.min(...starts), Math.max(...starts)];
  if (length <= 0 || (high - low) / length > 5000) return [...new Set(starts)].sort((a, b) => a - b);
  return Array.from({ length: Math.round((high - low) / length) + 1 }, (_, index) => low + index * length);
}

function toValue(row: ServeRow | undefined, value: string): number | null {
  if (value === 'events') return row?.events ?? 0;
  return row?.values[value] ?? null;
}

/** A chart in words, for screen readers. */
export function toSummary(series: readonly Series[], toText: (value: number) => string): string {
  if (series.length === 0) return 'There is no data in this range.';
  return series
    .slice(0, MAX_SERIES)
    .map(({ name, points }) => {
      const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
      if (values.length === 0) return `${name === '' ? 'All' : name}: no values.`;
      const [low, high, last] = [Math.min(...values), Math.max(...values), values.at(-1) ?? 0];
      return `${name === '' ? 'All' : name}: from ${toText(low)} to ${toText(high)}, ${toText(last)} last.`;
    })
    .join(' ');
}
