/** An exact decimal number: `coefficient × 10^-places`. */
export interface Decimal {
  readonly coefficient: bigint;
  /** Decimal places, from 0. */
  readonly places: number;
}

/** JSON's form of a number without an exponent (RFC 8259 section 6). */
const PLAIN = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

export function isPlainNumber(text: string): boolean {
  return PLAIN.test(text);
}

/** A number with or without an exponent. */
export function isJsonNumber(text: string): boolean {
  return JSON_NUMBER.test(text);
}

/** Parses `12.50`, `+.5`, `1e-3`; returns `undefined` for a text that is not a number. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const coefficient = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const places = fraction.length - Number(exponent);
  return places < 0
    ? { coefficient: coefficient * 10n ** BigInt(-places), places: 0 }
    : { coefficient, places };
}

export function multiply(one: Decimal, other: Decimal): Decimal {
  return { coefficient: one.coefficient * other.coefficient, places: one.places + other.places };
}

/** Rounds half away from zero. A number with fewer decimal places is unchanged. */
export function round({ coefficient, places }: Decimal, digits: number): Decimal {
  if (places <= digits) return { coefficient, places };
  const unit = 10n ** BigInt(places - digits);
  const half = coefficient < 0n ? -unit / 2n : unit / 2n;
  return { coefficient: (coefficient + half) / unit, places: digits };
}

/** Removes trailing zeros of the fraction, of which products of scales have many. */
export function trim({ coefficient, places }: Decimal): Decimal {
  let [rest, left] = [coefficient, places];
  while (left > 0 && rest % 10n === 0n) {
    rest /= 10n;
    left -= 1;
  }
  return { coefficient: rest, places: left };
}

/** Formats a number as in JSON: `-0.05`, `12`. */
export function toNumberText({ coefficient, places }: Decimal): string {
  if (places === 0) return coefficient.toString();
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString().padStart(places + 1, '0');
  return `${coefficient < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
