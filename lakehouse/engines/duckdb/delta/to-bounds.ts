import { type ColumnType, type StatisticValue } from './types';

/** The smallest and the greatest value of a column in a file; undefined if there is none or it is unknown. */
export interface Bounds {
  readonly min: StatisticValue | undefined;
  readonly max: StatisticValue | undefined;
}

const UNKNOWN: Bounds = { min: undefined, max: undefined };

/** Characters of a text that the statistics keep, as in Delta's own writers. */
const TEXT_LENGTH = 32;

/** Digits of a decimal that survive a conversion to JSON and back. */
const EXACT_DIGITS = 15;

/**
 * Converts DuckDB's statistics of a Parquet column (keys `min`, `max`, `has_nan`) to bounds for `add.stats`.
 *
 * Bounds that JSON cannot represent exactly are omitted. Readers then read the file, which is always correct.
 */
export function toBounds(type: ColumnType, found: ReadonlyMap<string, string>): Bounds {
  const min = found.get('min');
  const max = found.get('max');
  if (min === undefined || max === undefined) return UNKNOWN;
  switch (type) {
    case 'string':
      return { min: characters(min).slice(0, TEXT_LENGTH).join(''), max: roundUpText(max) };
    case 'integer':
    case 'long':
      return both(min, max, (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : undefined));
    case 'double':
      // For Delta's readers NaN is greater than every number, and DuckDB omits it from min and max.
      if (found.get('has_nan') !== 'false') return UNKNOWN;
      return both(min, max, (text) => (Number.isFinite(Number(text)) ? Number(text) : undefined));
    case 'boolean':
      // Delta's own writers omit them, too: a file rarely has one value only.
      return UNKNOWN;
    case 'date':
      return both(min, max, (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined));
    case 'timestamp':
      return both(min, max, (text) => text, toMilliseconds);
    default:
      return both(min, max, (text) =>
        text.replace(/\D/g, '').replace(/^0+/, '').length <= EXACT_DIGITS ? Number(text) : undefined,
      );
  }
}

/** Keeps both bounds or neither: one alone helps little, and some readers expect both. */
function both(
  min: string,
  max: string,
  convert: (text: string) => StatisticValue | undefined,
  round: (text: StatisticValue, up: boolean) => StatisticValue | undefined = (value) => value,
): Bounds {
  const [low, high] = [convert(min), convert(max)];
  if (low === undefined || high === undefined) return UNKNOWN;
  const bounds = { min: round(low, false), max: round(high, true) };
  return bounds.min === undefined || bounds.max === undefined ? UNKNOWN : bounds;
}

/** Counts code points, so that no character is split. */
function characters(text: string): string[] {
  return Array.from(text);
}

/**
 * A short text that is not less than `text`: its first characters, with the last of them replaced by the next
 * code point.
 */
function roundUpText(text: string): string | undefined {
  const all = characters(text);
  if (all.length <= TEXT_LENGTH) return text;
  const kept = all.slice(0, TEXT_LENGTH);
  while (kept.length > 0) {
    const next = nextCharacter(kept.pop() ?? '');
    if (next !== undefined) return kept.join('') + next;
  }
  return undefined;
}

function nextCharacter(character: string): string | undefined {
  const code = (character.codePointAt(0) ?? 0) + 1;
  if (code > 0x10ffff) return undefined;
  // Surrogates are not characters.
  return String.fromCodePoint(code >= 0xd800 && code <= 0xdfff ? 0xe000 : code);
}

/**
 * Converts `2026-11-21 06:10:00.123456+00` to milliseconds: `2026-11-21T06:10:00.123Z`. Delta's own writers
 * truncate (PROTOCOL.md "Per-file Statistics"). Rounding the greatest value up keeps it a bound for readers
 * that rely on it.
 */
function toMilliseconds(value: StatisticValue, up: boolean): string | undefined {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(String(value));
  if (parts === null) return undefined;
  const [, day = '', time = '', fraction = ''] = parts;
  const digits = fraction.padEnd(6, '0');
  const cut = Date.parse(`${day}T${time}.${digits.slice(0, 3)}Z`);
  const rounded = new Date(up && digits.slice(3) !== '000' ? cut + 1 : cut).toISOString();
  // A year of more than four digits has another format.
  return rounded.length === 24 ? rounded : undefined;
}
