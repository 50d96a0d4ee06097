/**
 * Functions that read values of a JSON text from its bytes without building them. Each function starts at the first
 * byte of a value. It returns the position after the value, or -1 if it is not certain. So it can be stricter than
 * JSON, but never more lenient. For example, it leaves backslashes to the full parser.
 *
 * The generated readers of contracts consist of these functions. `test/unit/contracts/readers.property.test.ts`
 * compares them with full parsing and validation.
 */

const QUOTE = 0x22;
const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const UPPER_T = 0x54;
const UPPER_Z = 0x5a;
const LOWER_E = 0x65;
const CONTINUATION = 0x80;

/** The maximum offset of Java, and so of Spark: ±18:00. */
const MAX_OFFSET_HOURS = 18;

/** Any decimal number with this many digits is exact in a double. */
const SAFE_DIGITS = 15;
/** Ten to the power of the index, each exact. A quotient of two exact doubles is rounded as a parser rounds it. */
const POWERS = Float64Array.from({ length: SAFE_DIGITS + 1 }, (_, index) => Number(`1e${index}`));

/** 1 at each byte that represents itself in a JSON text: printable ASCII without quotation mark and backslash. */
export const PLAIN = toByteTable((code) => code >= 0x20 && code < 0x7f && code !== QUOTE && code !== 0x5c);

/** Returns a table with 1 at the code of each of the characters, which must be ASCII. */
export function toTable(characters: string): Uint8Array {
  const codes = new Set(Array.from(characters, (character) => character.charCodeAt(0)));
  return toByteTable((code) => codes.has(code) && PLAIN[code] === 1);
}

function toByteTable(holds: (code: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (holds(code) ? 1 : 0));
}

/**
 * Reads a string of `min` to `max` characters (code points). Backslashes, control characters and DEL are not accepted.
 */
export function readText(bytes: Uint8Array, at: number, min: number, max: number): number {
  if (bytes[at] !== QUOTE) return -1;
  let next = at + 1;
  while (PLAIN[bytes[next] ?? 0] === 1) next++;
  if (bytes[next] !== QUOTE) return readForeignText(bytes, at, next, min, max);
  const length = next - at - 1;
  return length < min || length > max ? -1 : next + 1;
}

/** Continues if a string has a character that is not ASCII. */
function readForeignText(bytes: Uint8Array, start: number, from: number, min: number, max: number): number {
  let at = from;
  let beside = 0;
  for (;;) {
    while (PLAIN[bytes[at] ?? 0] === 1) at++;
    if (bytes[at] === QUOTE) break;
    const next = skipCharacter(bytes, at);
    if (next < 0) return -1;
    beside += next - at - 1;
    at = next;
  }
  const length = at - start - 1 - beside;
  return length < min || length > max ? -1 : at + 1;
}

/** Skips one well-formed character of two to four bytes (RFC 3629, section 4). */
function skipCharacter(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  if (first < 0xc2 || first > 0xf4) return -1;
  // No overlong encoding, no half of a surrogate pair, nothing beyond U+10FFFF.
  const min = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : CONTINUATION;
  const max = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < min || second > max) return -1;
  if (first < 0xe0) return at + 2;
  if (!continues(bytes[at + 2])) return -1;
  if (first < 0xf0) return at + 3;
  return continues(bytes[at + 3]) ? at + 4 : -1;
}

function continues(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === CONTINUATION;
}

/** Reads a number from `min` to `max`. The value is exactly that of a parser. */
export function readNumber(bytes: Uint8Array, at: number, min: number, max: number): number {
  const negative = bytes[at] === MINUS;
  const start = negative ? at + 1 : at;
  let next = start;
  let mantissa = 0;
  let code = bytes[next] ?? 0;
  if (code === ZERO) {
    code = bytes[++next] ?? 0;
  } else {
    while (code >= ZERO && code <= NINE) {
      mantissa = mantissa * 10 + (code - ZERO);
      code = bytes[++next] ?? 0;
    }
  }
  let digits = next - start;
  if (digits === 0) return -1;
  let value = mantissa;
  if (code === DOT) {
    const fraction = ++next;
    code = bytes[next] ?? 0;
    while (code >= ZERO && code <= NINE) {
      mantissa = mantissa * 10 + (code - ZERO);
      code = bytes[++next] ?? 0;
    }
    const decimals = next - fraction;
    if (decimals === 0) return -1;
    digits += decimals;
    value = mantissa / (POWERS[decimals] ?? NaN);
  }
  if (digits > SAFE_DIGITS || (code | 0x20) === LOWER_E) return readLongNumber(bytes, at, next, min, max);
  if (negative) value = -value;
  return value >= min && value <= max ? next : -1;
}

/** Continues if a number has too many digits or an exponent. JavaScript parses its value. */
function readLongNumber(bytes: Uint8Array, start: number, from: number, min: number, max: number): number {
  let next = from;
  if (((bytes[next] ?? 0) | 0x20) === LOWER_E) {
    next++;
    if (bytes[next] === PLUS || bytes[next] === MINUS) next++;
    const exponent = next;
    while (isDigit(bytes[next])) next++;
    if (next === exponent) return -1;
  }
  const value = Number(toAscii(bytes, start, next));
  return Number.isFinite(value) && value >= min && value <= max ? next : -1;
}

/** Reads a number like {@link readNumber} that is whole and has neither fraction nor exponent. */
export function readInteger(bytes: Uint8Array, at: number, min: number, max: number): number {
  const next = readNumber(bytes, at, min, max);
  if (next < 0) return -1;
  for (let index = at; index < next; index++) {
    if (bytes[index] === DOT || ((bytes[index] ?? 0) | 0x20) === LOWER_E) return -1;
  }
  return next;
}

/** Reads `true` or `false`. */
export function readBoolean(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 0x74) {
    return bytes[at + 1] === 0x72 && bytes[at + 2] === 0x75 && bytes[at + 3] === 0x65 ? at + 4 : -1;
  }
  return bytes[at] === 0x66 &&
    bytes[at + 1] === 0x61 &&
    bytes[at + 2] === 0x6c &&
    bytes[at + 3] === 0x73 &&
    bytes[at + 4] === 0x65
    ? at + 5
    : -1;
}

/** Reads `null`. */
export function readNull(bytes: Uint8Array, at: number): number {
  return bytes[at] === 0x6e && bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c
    ? at + 4
    : -1;
}

/** Reads a string of the format `date`; see formats.ts. */
export function readDate(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return -1;
  const next = fullDate(bytes, at + 1);
  return next > 0 && bytes[next] === QUOTE ? next + 1 : -1;
}

/** Reads a string of the format `date-time`; see formats.ts. */
export function readDateTime(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return -1;
  let next = fullDate(bytes, at + 1);
  if (next < 0 || bytes[next] !== UPPER_T) return -1;
  const minutes = minutesOf(bytes, next + 1, 23);
  if (minutes < 0 || bytes[next + 6] !== COLON) return -1;
  if (!inRange(twoDigits(bytes, next + 7), 0, 59)) return -1;
  next += 9;
  if (bytes[next] === DOT) {
    const fraction = ++next;
    while (isDigit(bytes[next])) next++;
    const digits = next - fraction;
    if (digits < 1 || digits > 9) return -1;
  }
  const zone = bytes[next];
  if (zone === UPPER_Z) return bytes[next + 1] === QUOTE ? next + 2 : -1;
  if (zone !== PLUS && zone !== MINUS) return -1;
  const offset = minutesOf(bytes, next + 1, MAX_OFFSET_HOURS);
  if (offset < 0 || offset > MAX_OFFSET_HOURS * 60 || bytes[next + 6] !== QUOTE) return -1;
  if (
    zone === PLUS
      ? minutes < offset && isFirstDay(bytes, at + 1)
      : minutes + offset >= 1440 && isLastDay(bytes, at + 1)
  )
    return -1;
  return next + 7;
}

/** Returns `HH:MM` as minutes, or -1 if it is not a time up to the given hour. */
function minutesOf(bytes: Uint8Array, at: number, maxHour: number): number {
  const hours = twoDigits(bytes, at);
  const minutes = twoDigits(bytes, at + 3);
  if (!inRange(hours, 0, maxHour) || bytes[at + 2] !== COLON || !inRange(minutes, 0, 59)) return -1;
  return hours * 60 + minutes;
}

/**
 * Whether a full-date is the first day that every reader supports, 0001-01-01. A time east of UTC can be before it.
 */
function isFirstDay(bytes: Uint8Array, at: number): boolean {
  return isDay(bytes, at, 0, 1, 1, 1);
}

/** Whether a full-date is the last day that every reader supports, 9999-12-31. A time west of UTC can be after it. */
function isLastDay(bytes: Uint8Array, at: number): boolean {
  return isDay(bytes, at, 99, 99, 12, 31);
}

function isDay(
  bytes: Uint8Array,
  at: number,
  century: number,
  yearInCentury: number,
  month: number,
  day: number,
): boolean {
  return (
    twoDigits(bytes, at) === century &&
    twoDigits(bytes, at + 2) === yearInCentury &&
    twoDigits(bytes, at + 5) === month &&
    twoDigits(bytes, at + 8) === day
  );
}

/** Reads `YYYY-MM-DD` of a day that exists, in the years 1 to 9999. */
function fullDate(bytes: Uint8Array, at: number): number {
  const century = twoDigits(bytes, at);
  const yearInCentury = twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  const day = twoDigits(bytes, at + 8);
  if (
    century < 0 ||
    yearInCentury < 0 ||
    century + yearInCentury === 0 ||
    bytes[at + 4] !== MINUS ||
    bytes[at + 7] !== MINUS
  )
    return -1;
  if (!inRange(month, 1, 12) || day < 1) return -1;
  if (day > 28 && day > daysOf(month, century * 100 + yearInCentury)) return -1;
  return at + 10;
}

function daysOf(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Returns the value of two digits, or -1 if the bytes are not digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - ZERO;
  const ones = (bytes[at + 1] ?? 0) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function inRange(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

/**
 * Reads a plain string that a function accepts, for formats and patterns without a reader.
 *
 * @param max maximum length, in characters
 */
export function readMatching(
  bytes: Uint8Array,
  at: number,
  max: number,
  matches: (text: string) => boolean,
): number {
  if (bytes[at] !== QUOTE) return -1;
  let next = at + 1;
  while (PLAIN[bytes[next] ?? 0] === 1) next++;
  if (bytes[next] !== QUOTE || next - at - 1 > max) return -1;
  return matches(toAscii(bytes, at + 1, next)) ? next + 1 : -1;
}

function toAscii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
