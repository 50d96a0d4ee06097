import { createHash } from 'node:crypto';
import { type WindowRow } from '../../ports';
import { MAX_STRING_LENGTH } from './power-bi-limits';

/** One row as Power BI takes it: a value a column. */
export type PowerBiRow = Readonly<Record<string, string | number | null>>;

/** Of the hash that takes the place of what is cut. */
const HASH_LENGTH = 16;

/** A window as a flat row; its columns are those of `toPowerBiTable`. */
export function toPowerBiRow({ windowStart, windowEnd, keys, events, values }: WindowRow): PowerBiRow {
  return {
    windowStart,
    windowEnd,
    ...Object.fromEntries(Object.entries(keys).map(([name, text]) => [name, toPowerBiText(text)])),
    events,
    revision: events,
    ...values,
  };
}

/**
 * A text that fits into a column. A longer one is cut and ends in a hash of the whole: one long key cannot stop a table, and
 * two that begin alike stay two.
 */
export function toPowerBiText(text: string): string {
  if (text.length <= MAX_STRING_LENGTH) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
  const head = text.slice(0, MAX_STRING_LENGTH - HASH_LENGTH - 1);
  // Half of a surrogate pair is no character.
  return `${head.replace(/[\uD800-\uDBFF]$/, '')}…${hash}`;
}
