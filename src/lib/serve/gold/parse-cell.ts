import { type CellValue, type ColumnType } from './table-reader';

const DAY_MILLISECONDS = 86_400_000;

/**
 * Parses the text of a partition value or a statistic, without loss. Returns undefined if the text does not
 * fit the type (PROTOCOL.md "Partition Value Serialization").
 */
export function parseCell(type: ColumnType, text: string): CellValue | undefined {
  switch (type) {
    case 'string':
      return text;
    case 'integer':
      return /^-?\d{1,10}$/.test(text) ? Number(text) : undefined;
    case 'long':
      return /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
    case 'double':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'date':
      return parseDay(text);
    case 'timestamp':
      return parseMicroseconds(text);
    default:
      return parseDecimal(text, decimalScale(type) ?? 0);
  }
}

/** Decimal places of a decimal type; undefined for another type. */
export function decimalScale(type: ColumnType): number | undefined {
  const scale = /^decimal\(\d+,(\d+)\)$/.exec(type)?.[1];
  return scale === undefined ? undefined : Number(scale);
}

/** Parses `2026-11-21` to days since 1970. */
function parseDay(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / DAY_MILLISECONDS;
}

/**
 * Parses `2026-11-21 06:10:00[.123456]`, or ISO 8601 with a zone, to microseconds since 1970. Without a zone
 * it is UTC.
 */
function parseMicroseconds(text: string): bigint | undefined {
  const [, day, time, fraction = '', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  if (day === undefined || time === undefined) return undefined;
  const milliseconds = Date.parse(`${day}T${time}${zone}`);
  return Number.isNaN(milliseconds)
    ? undefined
    : BigInt(milliseconds) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

/** Parses `21.5` of scale 2 to 2150n. More decimal places than the type has must be zeros. */
function parseDecimal(text: string, scale: number): bigint | undefined {
  const [, sign, whole, fraction = ''] = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === undefined || /[1-9]/.test(fraction.slice(scale))) return undefined;
  const units = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return sign === '-' ? -units : units;
}
