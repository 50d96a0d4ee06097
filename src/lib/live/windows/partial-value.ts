import { type WindowValue } from '../../contracts/contract';
import { exactNumber } from '../../platform/text/exact-json';
import { type PartialValue } from './window-state';

/** A mutable {@link PartialValue}. */
export class ValueAggregate {
  readonly #aggregate: WindowValue['aggregate'];
  #count = 0;
  #value: number | null = null;
  /** A sum in two parts: whole numbers below 2⁵² are fast to add; larger amounts go into the bigint. */
  #low = 0;
  #high = 0n;

  constructor(aggregate: WindowValue['aggregate']) {
    this.#aggregate = aggregate;
  }

  static from(partial: PartialValue): ValueAggregate {
    const value = new ValueAggregate(partial.aggregate);
    if ('count' in partial) value.#count = partial.count;
    if ('value' in partial) value.#value = partial.value;
    if ('sum' in partial) value.#high = partial.sum;
    return value;
  }

  /** @param number undefined if the event does not count */
  add(number: number | undefined): void {
    if (number === undefined) return;
    switch (this.#aggregate) {
      case 'count':
        this.#count += 1;
        return;
      case 'minimum':
        if (this.#value === null || number < this.#value) this.#value = number;
        return;
      case 'maximum':
        if (this.#value === null || number > this.#value) this.#value = number;
        return;
      case 'sum':
      case 'average': {
        const micros = toMicros(number);
        if (micros === undefined) return;
        this.#count += 1;
        this.#addMicros(micros);
      }
    }
  }

  toPartial(): PartialValue {
    const aggregate = this.#aggregate;
    switch (aggregate) {
      case 'count':
        return { aggregate, count: this.#count };
      case 'sum':
        return { aggregate, sum: this.#high + BigInt(this.#low) };
      case 'average':
        return { aggregate, sum: this.#high + BigInt(this.#low), count: this.#count };
      case 'minimum':
      case 'maximum':
        return { aggregate, value: this.#value };
    }
  }

  #addMicros(micros: number | bigint): void {
    if (typeof micros === 'bigint') {
      this.#high += micros;
      return;
    }
    this.#low += micros;
    if (Math.abs(this.#low) < 2 ** 52) return;
    this.#high += BigInt(this.#low);
    this.#low = 0;
  }
}

/** Adds two parts of one value. @throws TypeError if their aggregates differ, which is a bug */
export function addPartials(a: PartialValue, b: PartialValue): PartialValue {
  if (a.aggregate === 'count' && b.aggregate === 'count') return { ...a, count: a.count + b.count };
  if (a.aggregate === 'sum' && b.aggregate === 'sum') return { ...a, sum: a.sum + b.sum };
  if (a.aggregate === 'average' && b.aggregate === 'average')
    return { ...a, sum: a.sum + b.sum, count: a.count + b.count };
  if (a.aggregate === 'minimum' && b.aggregate === 'minimum') return { ...a, value: pick(a, b, Math.min) };
  if (a.aggregate === 'maximum' && b.aggregate === 'maximum') return { ...a, value: pick(a, b, Math.max) };
  throw new TypeError(`cannot add a ${a.aggregate} and a ${b.aggregate}`);
}

/**
 * The number that readers get. It is null if no event had one. A sum of nothing is 0, because a sum does not
 * store its number of events.
 */
export function toNumber(partial: PartialValue): number | null {
  switch (partial.aggregate) {
    case 'count':
      return partial.count;
    case 'sum':
      return fromMicros(partial.sum);
    case 'average':
      // One division, because two quotients would be rounded twice.
      return partial.count === 0 ? null : Number(partial.sum) / (partial.count * 1e6);
    case 'minimum':
    case 'maximum':
      return partial.value;
  }
}

/**
 * As {@link toNumber}, for a JSON answer: a sum keeps all of its digits.
 *
 * @returns a number, or a placeholder of `exact-json`
 */
export function toJsonNumber(partial: PartialValue): number | string | null {
  return partial.aggregate === 'sum' ? exactNumber(toDecimalText(partial.sum)) : toNumber(partial);
}

/** Millionths as a decimal without trailing zeros. */
function toDecimalText(micros: bigint): string {
  const digits = String(micros < 0n ? -micros : micros).padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${micros < 0n ? '-' : ''}${digits.slice(0, -6)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Millionths as a number. */
function fromMicros(micros: bigint): number {
  return Number(micros) / 1e6;
}

function pick(
  a: { readonly value: number | null },
  b: { readonly value: number | null },
  of: (a: number, b: number) => number,
): number | null {
  if (a.value === null) return b.value;
  return b.value === null ? a.value : of(a.value, b.value);
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
