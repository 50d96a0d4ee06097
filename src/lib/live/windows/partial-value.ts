import { type WindowValue } from '../../contracts/contract';
import { exactNumber } from '../../platform/text/exact-json';
import { toMicros } from './field-getter';
import { type PartialValue } from './window-state';

/** A {@link PartialValue} that still grows: one object a value, changed in place. */
export class ValueAggregate {
  readonly #aggregate: WindowValue['aggregate'];
  #count = 0;
  #value: number | null = null;
  /** A sum in two parts: whole numbers below 2⁵² are quick to add, what outgrows them goes into the other. */
  #low = 0;
  #high = 0n;

  constructor(aggregate: WindowValue['aggregate']) {
    this.#aggregate = aggregate;
  }

  static from(partial: PartialValue): ValueAggregate {
    const growth = new ValueAggregate(partial.aggregate);
    if ('count' in partial) growth.#count = partial.count;
    if ('value' in partial) growth.#value = partial.value;
    if ('sum' in partial) growth.#high = partial.sum;
    return growth;
  }

  /** @param number undefined where the event does not count */
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

/** What two parts of one value come to together. @throws TypeError for parts of different aggregates: a bug */
export function addPartials(a: PartialValue, b: PartialValue): PartialValue {
  if (a.aggregate === 'count' && b.aggregate === 'count') return { ...a, count: a.count + b.count };
  if (a.aggregate === 'sum' && b.aggregate === 'sum') return { ...a, sum: a.sum + b.sum };
  if (a.aggregate === 'average' && b.aggregate === 'average')
    return { ...a, sum: a.sum + b.sum, count: a.count + b.count };
  if (a.aggregate === 'minimum' && b.aggregate === 'minimum') return { ...a, value: pick(a, b, Math.min) };
  if (a.aggregate === 'maximum' && b.aggregate === 'maximum') return { ...a, value: pick(a, b, Math.max) };
  throw new TypeError(`a ${a.aggregate} and a ${b.aggregate} do not add up`);
}

/**
 * The number that a reader sees. Null where no event had one; a sum of nothing is 0, because a sum does not know how many
 * it has taken.
 */
export function toNumber(partial: PartialValue): number | null {
  switch (partial.aggregate) {
    case 'count':
      return partial.count;
    case 'sum':
      return fromMicros(partial.sum);
    case 'average':
      // Divided once: two quotients would be rounded twice.
      return partial.count === 0 ? null : Number(partial.sum) / (partial.count * 1e6);
    case 'minimum':
    case 'maximum':
      return partial.value;
  }
}

/**
 * The same for a JSON answer: a sum has all of its digits.
 *
 * @returns a number, or a stand-in of `exact-json`
 */
export function toJsonNumber(partial: PartialValue): number | string | null {
  return partial.aggregate === 'sum' ? exactNumber(toDecimalText(partial.sum)) : toNumber(partial);
}

/** Millionths as a decimal without zeros at its end. */
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
