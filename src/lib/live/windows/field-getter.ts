/**
 * Reads a time (RFC 3339, in the stricter form of contracts/formats.ts) to the microsecond, like the
 * timestamps of Silver. Further digits of the fraction are dropped.
 *
 * @returns microseconds since the epoch, an exact whole number; undefined for anything that is not a time
 */
export function readInstant(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const milliseconds = Date.parse(value);
  if (Number.isNaN(milliseconds)) return undefined;
  // Date.parse reads three digits of the fraction; the next three are added here.
  return milliseconds * 1000 + digitsAfterMilliseconds(value);
}

const DOT = 0x2e;
const ZERO = 0x30;
/** Index of the fraction's fourth digit, as in `2026-11-21T08:15:30.123456Z`. */
const FOURTH_DIGIT = 23;

function digitsAfterMilliseconds(text: string): number {
  if (text.charCodeAt(19) !== DOT) return 0;
  let micros = 0;
  let place = 100;
  for (let index = FOURTH_DIGIT; place >= 1; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) break;
    micros += digit * place;
    place /= 10;
  }
  return micros;
}

/** Below this, a product with a million is off by less than a hundredth, which is exact enough to round. */
const EXACT_ENOUGH = 2 ** 43;

/** DECIMAL(22,6), the decimal of whole numbers, holds less than this; contracts bound other numbers below 10¹². */
const LIMIT = 10 ** 16;

/**
 * Converts a number to a decimal of six places, in millionths, as `CAST(x AS DECIMAL(18,6))` does in Spark.
 * Spark reads the shortest decimal text of the number and rounds half away from zero.
 *
 * @returns undefined for values that such a decimal cannot hold (10¹⁶ and more, and NaN); a bigint from 2⁴³
 *   on
 */
export function toMicros(value: number): number | bigint | undefined {
  const size = Math.abs(value);
  if (!(size < LIMIT)) return undefined;
  const scaled = size * 1e6;
  if (scaled >= EXACT_ENOUGH) return fromText(value);
  const whole = Math.floor(scaled);
  const rest = scaled - whole;
  // Near a half, the error of the product could round to the wrong side.
  if (rest > 0.49 && rest < 0.51) return Number(fromText(value));
  const rounded = rest < 0.5 ? whole : whole + 1;
  return value < 0 ? -rounded : rounded;
}

/** Converts by the shortest decimal text of the number, as JavaScript and Java write it. */
function fromText(value: number): bigint {
  const [mantissa = '', exponent = '0'] = Math.abs(value).toString().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  // How many of the digits come before the end of the sixth place.
  const kept = whole.length + Number(exponent) + 6;
  const padded = kept <= digits.length ? digits : digits.padEnd(kept, '0');
  const micros =
    kept < 0 ? 0n : BigInt(padded.slice(0, kept) || '0') + ((padded[kept] ?? '0') >= '5' ? 1n : 0n);
  return value < 0 ? -micros : micros;
}
