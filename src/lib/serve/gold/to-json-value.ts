import { type GoldCell } from './api';
import { exactNumber } from '../../platform/text/exact-json';
import { decimalScale } from './parse-cell';
import { type CellValue, type ColumnType } from './table-reader';

const DAY_MILLISECONDS = 86_400_000;

/**
 * Converts a value to JSON: decimals as numbers with all of their digits, days as `YYYY-MM-DD`, times as RFC
 * 3339 in UTC. A whole number beyond 2^53 becomes a text.
 */
export function toJsonValue(type: ColumnType, value: CellValue): GoldCell {
  if (value === null) return null;
  if (type === 'date') return new Date(Number(value) * DAY_MILLISECONDS).toISOString().slice(0, 10);
  if (type === 'timestamp') return toTime(BigInt(value));
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'bigint') return value;
  const scale = decimalScale(type);
  if (scale !== undefined) return exactNumber(toDecimalText(value, scale));
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

/** As `2026-11-21T06:10:00.123Z`, with microseconds if there are any. */
function toTime(microseconds: bigint): string {
  const rest = ((microseconds % 1000n) + 1000n) % 1000n;
  const text = new Date(Number((microseconds - rest) / 1000n)).toISOString();
  return rest === 0n ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}

/** As `21.50` for 2150 of scale 2. */
function toDecimalText(units: bigint, scale: number): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  if (scale === 0) return `${units}`;
  const at = digits.length - scale;
  return `${units < 0n ? '-' : ''}${digits.slice(0, at)}.${digits.slice(at)}`;
}
