import { type ColumnType } from './types';

/** A value in the form in which `compare` orders values of one column as Delta does. */
export type Comparable = number | bigint | Buffer;

/**
 * Converts a value of statistics, of a partition or of a condition to that form; undefined if its order is
 * not certain.
 *
 * Texts compare by their UTF-8 bytes, times by microseconds since 1970.
 */
export function toComparable(
  type: ColumnType,
  value: string | number | bigint | boolean,
): Comparable | undefined {
  switch (type) {
    case 'string':
      return Buffer.from(String(value));
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(String(value)) ? Buffer.from(String(value)) : undefined;
    case 'timestamp':
      return toMicroseconds(String(value));
    case 'boolean':
      return Number(value === true || value === 'true');
    case 'integer':
    case 'long':
      return toWhole(value);
    case 'double':
    default: {
      const number = Number(value);
      return Number.isFinite(number) ? number : undefined;
    }
  }
}

/** Returns a negative number, 0 or a positive number. Both values are of one column. */
export function compare(left: Comparable, right: Comparable): number {
  if (Buffer.isBuffer(left) || Buffer.isBuffer(right)) return Buffer.compare(left as Buffer, right as Buffer);
  return left < right ? -1 : Number(left > right);
}

/** A number in JSON beyond 2^53 has lost its last digits, so it is not a safe bound. */
function toWhole(value: string | number | bigint | boolean): Comparable | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return /^-?\d+$/.test(String(value)) ? BigInt(value) : undefined;
}

/** `2026-11-21T06:10:00[.123456](Z|+02:00)`, or with a space and without a zone, which means UTC. */
function toMicroseconds(text: string): bigint | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(
    text,
  );
  if (parts === null) return undefined;
  const [, day = '', time = '', fraction = '', zone = 'Z'] = parts;
  const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const seconds = Date.parse(`${day}T${time}${offset}`);
  return Number.isNaN(seconds) ? undefined : BigInt(seconds) * 1000n + BigInt(fraction.padEnd(6, '0'));
}
