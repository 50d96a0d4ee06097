/**
 * The string formats that a contract may name, checked by character code: a record holds several of them, and a
 * regular expression with captures costs more than the rest of the check together.
 *
 * Each is a little stricter than its standard, so that every reader behind Bronze can hold the value, and so that its
 * length is bounded:
 *
 * - `date-time` (RFC 3339): upper-case `T` and `Z`, at most 9 digits of a fraction, no leap second;
 * - `date` (RFC 3339 full-date);
 * - `uuid` (RFC 9562): 36 characters, without `urn:uuid:`;
 * - `email` (RFC 5321 without quoted local parts and address literals): at most 254 characters, 64 before the `@`, a
 *   domain of at least two labels.
 */
export const formats = {
  'date-time': isDateTime,
  date: isDate,
  uuid: isUuid,
  email: isEmail,
} as const satisfies Readonly<Record<string, (text: string) => boolean>>;

/** Longest text that each format accepts, in characters. */
export const FORMAT_MAX_LENGTH: Readonly<Record<keyof typeof formats, number>> = {
  'date-time': 35,
  date: 10,
  uuid: 36,
  email: 254,
};

const ZERO = 0x30;
const DASH = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const AT = 0x40;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The two digits at `at` as a number; out of every range when they are not digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 1000;
}

function startsWithDate(text: string): boolean {
  const century = twoDigits(text, 0);
  const yearOfCentury = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (century > 99 || yearOfCentury > 99 || text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH)
    return false;
  if (month < 1 || month > 12 || day < 1) return false;
  if (day <= 28) return true;
  const days = DAYS_IN_MONTH[month - 1] ?? 0;
  if (month !== 2) return day <= days;
  const leap = yearOfCentury % 4 === 0 && (yearOfCentury !== 0 || century % 4 === 0);
  return day === 29 && leap;
}

function isDate(text: string): boolean {
  return text.length === 10 && startsWithDate(text);
}

function isDateTime(text: string): boolean {
  const { length } = text;
  if (length < 20 || length > 35 || !startsWithDate(text) || text.charCodeAt(10) !== 0x54 /* T */)
    return false;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return false;
  if (twoDigits(text, 11) > 23 || twoDigits(text, 14) > 59 || twoDigits(text, 17) > 59) return false;
  let at = 19;
  if (text.charCodeAt(at) === DOT) {
    const first = ++at;
    while (at < length && isDigit(text.charCodeAt(at))) at++;
    if (at === first || at - first > 9) return false;
  }
  const zone = text.charCodeAt(at);
  if (zone === 0x5a /* Z */) return at === length - 1;
  if (zone !== DASH && zone !== 0x2b /* + */) return false;
  return (
    at === length - 6 &&
    text.charCodeAt(at + 3) === COLON &&
    twoDigits(text, at + 1) <= 23 &&
    twoDigits(text, at + 4) <= 59
  );
}

function isUuid(text: string): boolean {
  if (text.length !== 36) return false;
  for (let at = 0; at < 36; at++) {
    const code = text.charCodeAt(at);
    if (at === 8 || at === 13 || at === 18 || at === 23) {
      if (code !== DASH) return false;
    } else if (!isDigit(code) && !isLetterUpTo(code, 0x66 /* f */)) return false;
  }
  return true;
}

function isEmail(text: string): boolean {
  const { length } = text;
  const at = text.indexOf('@');
  if (at < 1 || at > 64 || length > 254) return false;
  for (let index = 0, before = DOT; index <= at; index++) {
    const code = text.charCodeAt(index);
    // A dot stands between two atoms: not first, not last, not doubled.
    if (code === DOT || code === AT) {
      if (before === DOT) return false;
    } else if (!isAtomCharacter(code)) return false;
    before = code;
  }
  let labels = 1;
  let before = DOT;
  for (let index = at + 1; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code === DOT) {
      if (before === DOT || before === DASH) return false;
      labels++;
    } else if (code === DASH) {
      if (before === DOT) return false;
    } else if (!isDigit(code) && !isLetterUpTo(code, 0x7a /* z */)) return false;
    before = code;
  }
  return labels > 1 && before !== DOT && before !== DASH;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= 0x39;
}

/** Whether `code` is an ASCII letter of either case, from a up to `last` (lower case). */
function isLetterUpTo(code: number, last: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= last && code >= 0x41;
}

/** `atext` of RFC 5322, section 3.2.3. */
function isAtomCharacter(code: number): boolean {
  if (isDigit(code) || isLetterUpTo(code, 0x7a /* z */)) return true;
  return code < 0x7f && ATOM_SIGNS.has(code);
}

const ATOM_SIGNS: ReadonlySet<number> = new Set(
  Array.from("!#$%&'*+-/=?^_`{|}~", (sign) => sign.charCodeAt(0)),
);
