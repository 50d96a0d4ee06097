import { createHash } from 'node:crypto';
import { type WindowRow } from '../../ports';
import { MAX_STRING_LENGTH } from './power-bi-limits';

/** A row of a Power BI table, by column. */
export type PowerBiRow = Readonly<Record<string, string | number | null>>;

/** Length of the hash that replaces the end of a long text. */
const HASH_LENGTH = 16;

/** Converts a window to a flat row with the columns of `toPowerBiTable`. */
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
 * Makes a text fit into a column. A longer text is shortened and ends in a hash of the whole text. So a long
 * key cannot block a table, and two keys with the same beginning stay different.
 */
export function toPowerBiText(text: string): string {
  if (text.length <= MAX_STRING_LENGTH) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
  const head = text.slice(0, MAX_STRING_LENGTH - HASH_LENGTH - 1);
  // Removes half of a surrogate pair, which is not a character.
  return `${head.replace(/[\uD800-\uDBFF]$/, '')}…${hash}`;
}
