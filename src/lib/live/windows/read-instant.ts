/**
 * Reads a time (RFC 3339, in the contracts' stricter form, see contracts/formats.ts) to the microsecond, as the timestamps of
 * Silver have it: further digits of the fraction are cut off.
 *
 * @returns microseconds since the epoch, an exact whole number; undefined for anything that is not a time
 */
export function readInstant(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const milliseconds = Date.parse(value);
  if (Number.isNaN(milliseconds)) return undefined;
  // Date.parse cuts the fraction after three digits; the next three stand behind them.
  return milliseconds * 1000 + digitsAfterMilliseconds(value);
}

const DOT = 0x2e;
const ZERO = 0x30;
/** Where the fraction's fourth digit stands: `2026-11-21T08:15:30.123456Z`. */
const FOURTH_DIGIT = 23;

function digitsAfterMilliseconds(text: string): number {
  if (text.charCodeAt(19) !== DOT) return 0;
  let micros = 0;
  for (let place = 100, index = FOURTH_DIGIT; place >= 1; place /= 10, index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) break;
    micros += digit * place;
  }
  return micros;
}
