/**
 * The string formats that a contract can name. A record has several of them, so they are on the hot path.
 *
 * Each is a little stricter than its standard. Every reader behind Bronze can then store the value, and its length is
 * limited:
 *
 * - `date-time` (RFC 3339): upper-case `T` and `Z`, at most 9 digits of a fraction, no leap second, no hour 24. The
 *   offset is within ±18:00 (the maximum of Java, and so of Spark). The instant is in the years 1 to 9999 in UTC.
 * - `date` (RFC 3339 full-date): in the years 1 to 9999.
 * - `uuid` (RFC 9562): 36 characters, without `urn:uuid:`.
 * - `email` (RFC 5321 without quoted local parts and address literals): at most 254 characters, 64 before the `@`, a
 *   domain of at least two labels.
 */
export const formats = {
  'date-time': isDateTime,
  date: isDate,
  uuid: isUuid,
  email: isEmail,
} as const satisfies Readonly<Record<string, (text: string) => boolean>>;

/** Maximum length of each format, in characters. */
export const FORMAT_MAX_LENGTH: Readonly<Record<keyof typeof formats, number>> = {
  'date-time': 35,
  date: 10,
  uuid: 36,
  email: 254,
};

/** A full-date whose day exists in its month. The year 0 and 29 February are checked separately. */
const DATE =
  /\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d))/;
const TIME = /(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:(?:0\d|1[0-7]):[0-5]\d|18:00))/;
/** The shape of a `date` as a regular expression without anchors, for readers that support nothing else. */
export const DATE_PATTERN = DATE.source;
/** The shape of a `date-time` as a regular expression without anchors. */
export const DATE_TIME_PATTERN = `${DATE.source}T${TIME.source}`;
const FULL_DATE = new RegExp(`^${DATE_PATTERN}$`);
const DATE_TIME = new RegExp(`^${DATE_TIME_PATTERN}$`);
const ZERO = 0x30;
const NINE = 0x39;
const MINUTES_OF_A_DAY = 1440;
const UUID = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

function isDate(text: string): boolean {
  return FULL_DATE.test(text) && !isMissingLeapDay(text) && !isYearZero(text);
}

function isDateTime(text: string): boolean {
  return DATE_TIME.test(text) && !isMissingLeapDay(text) && !isYearZero(text) && !leavesYears(text);
}

function isYearZero(text: string): boolean {
  return text.charCodeAt(0) === ZERO && text.startsWith('0000');
}

/**
 * Whether the offset moves the instant out of the years 1 to 9999. This is possible only on their first and last day.
 */
function leavesYears(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first !== ZERO && first !== NINE) return false;
  const sign = text.at(-6);
  // Times and offsets have the same shape, so they compare as texts.
  if (sign === '+') return text.startsWith('0001-01-01') && text.slice(11, 16) < text.slice(-5);
  if (sign !== '-' || !text.startsWith('9999-12-31')) return false;
  return minutesOf(text.slice(11, 16)) + minutesOf(text.slice(-5)) >= MINUTES_OF_A_DAY;
}

/** Returns `HH:MM` as minutes. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function isMissingLeapDay(text: string): boolean {
  // The second digit of the month rules out February for most dates without a call.
  if (text.charCodeAt(6) !== 0x32 /* 2 */ || !text.startsWith('02-29', 5)) return false;
  const year = Number(text.slice(0, 4));
  return year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0);
}

function isUuid(text: string): boolean {
  return UUID.test(text);
}

const DASH = 0x2d;
const DOT = 0x2e;
const AT = 0x40;

/** By character code, because a regular expression for these rules would backtrack. */
function isEmail(text: string): boolean {
  const { length } = text;
  const at = text.indexOf('@');
  if (at < 1 || at > 64 || length > 254) return false;
  for (let index = 0, before = DOT; index <= at; index++) {
    const code = text.charCodeAt(index);
    // A dot is only allowed between two atoms: not first, not last, not doubled.
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
    } else if (!isDigit(code) && !isLetter(code)) return false;
    before = code;
  }
  return labels > 1 && before !== DOT && before !== DASH;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a && code >= 0x41;
}

/** `atext` of RFC 5322, section 3.2.3. */
function isAtomCharacter(code: number): boolean {
  if (isDigit(code) || isLetter(code)) return true;
  return code < 0x7f && ATOM_SIGNS.has(code);
}

const ATOM_SIGNS: ReadonlySet<number> = new Set(
  Array.from("!#$%&'*+-/=?^_`{|}~", (sign) => sign.charCodeAt(0)),
);
