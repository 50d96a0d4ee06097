import * as fc from 'fast-check';
import { EventIds, hashEvent } from '../../../../src/lib/live/windows/event-ids';
import { writeExactJson } from '../../../../src/lib/platform/text/exact-json';
import {
  ValueAggregate,
  addPartials,
  toJsonNumber,
  toMicros,
  toNumber,
} from '../../../../src/lib/live/windows/partial-value';
import { readInstant } from '../../../../src/lib/live/windows/view';
import { runs } from '../../../testing/runs';

describe('toMicros', () => {
  it.each([
    [21.5, 21_500_000],
    [0, 0],
    [-0.000001, -1],
    [0.0000005, 1],
    [-0.0000005, -1],
    [0.00000049999, 0],
    [1.0000025, 1_000_003],
    [-1.0000025, -1_000_003],
    [0.1 + 0.2, 300_000],
    [5e-324, 0],
    [1e-7, 0],
    [999_999_999_999.999, 999_999_999_999_999_000n],
    [999_999_999_999, 999_999_999_999_000_000n],
    [-9_007_199_254_740_991, -9_007_199_254_740_991_000_000n],
  ])('converts %d to %s millionths', (value, micros) => {
    expect(BigInt(toMicros(value) ?? NaN)).toBe(BigInt(micros));
  });

  it.each([1e16, -1e16, Infinity, NaN])('returns undefined for %d', (value) => {
    expect(toMicros(value)).toBeUndefined();
  });

  it('rounds the shortest text of a number half away from zero', () => {
    const decimal = fc.record({
      digits: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
      places: fc.integer({ min: 0, max: 15 }),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ min: -1e11, max: 1e11, noNaN: true }),
          decimal.map(({ digits, places }) => Number(`${digits}e-${places}`)),
        ),
        (value) => {
          fc.pre(Math.abs(value) < 1e16);
          expect(BigInt(toMicros(value) ?? NaN)).toBe(slowMicros(value));
        },
      ),
      { numRuns: runs(500, 2000) },
    );
  });
});

/** Computed with exact whole numbers, from the text with its exponent expanded. */
function slowMicros(value: number): bigint {
  const [mantissa = '', exponent = '0'] = String(Math.abs(value)).split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const numerator = BigInt(whole + fraction);
  const power = Number(exponent) - fraction.length + 6;
  if (power >= 0) return (value < 0 ? -1n : 1n) * numerator * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  const rounded = (2n * numerator + divisor) / (2n * divisor);
  return value < 0 ? -rounded : rounded;
}

describe('readInstant', () => {
  it.each([
    ['2026-11-21T08:15:30Z', 1_795_248_930_000_000],
    ['2026-11-21T08:15:30.1Z', 1_795_248_930_100_000],
    ['2026-11-21T08:15:30.123456Z', 1_795_248_930_123_456],
    ['2026-11-21T08:15:30.123456999Z', 1_795_248_930_123_456],
    ['2026-11-21T10:15:30.1234+02:00', 1_795_248_930_123_400],
    ['1960-11-21T08:15:30.1234565Z', -287_509_469_876_544],
  ])('reads %s', (text, micros) => {
    expect(readInstant(text)).toBe(micros);
  });

  it.each(['', 'yesterday', 5, null, undefined])('returns undefined for %p', (value) => {
    expect(readInstant(value)).toBeUndefined();
  });
});

describe('EventIds', () => {
  it('finds all added hashes, over any number of rows and after they were stored', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(40), { maxLength: 30 }), { maxLength: 6 }), (batches) => {
        const ids = new EventIds();
        const seen = new Set<number>();
        for (const batch of batches) {
          for (const id of batch) {
            expect(ids.add(hashEvent(7, String(id)))).toBe(!seen.has(id));
            seen.add(id);
          }
          ids.saved();
          expect(ids.unsaved().bytes).toHaveLength(0);
        }
        expect(ids.size).toBe(seen.size);
      }),
    );
  });

  it('stores a hash of zeros', () => {
    const ids = new EventIds();
    expect([ids.add('\0'.repeat(8)), ids.add('\0'.repeat(8))]).toEqual([true, false]);
  });
});

describe('sums', () => {
  it('do not depend on order, on how events are split, or on size', () => {
    const values = fc.array(fc.double({ min: -9e11, max: 9e11, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(values, fc.nat(40), (numbers, cut) => {
        const sumOf = (some: readonly number[]) => {
          const aggregate = new ValueAggregate('average');
          for (const number of some) aggregate.add(number);
          return aggregate.toPartial();
        };
        const whole = sumOf(numbers);
        const exact = numbers.reduce((sum, number) => sum + BigInt(toMicros(number) ?? 0), 0n);
        expect(whole).toEqual({ aggregate: 'average', sum: exact, count: numbers.length });
        expect(sumOf([...numbers].reverse())).toEqual(whole);
        expect(addPartials(sumOf(numbers.slice(cut)), sumOf(numbers.slice(0, cut)))).toEqual(whole);
        const stored = ValueAggregate.from(sumOf(numbers.slice(cut)));
        for (const number of numbers.slice(0, cut)) stored.add(number);
        expect(stored.toPartial()).toEqual(whole);
      }),
    );
  });

  it('are numbers, and null without a value', () => {
    expect(toNumber({ aggregate: 'average', sum: 0n, count: 0 })).toBeNull();
    expect(toNumber({ aggregate: 'average', sum: 5_000_000n, count: 2 })).toBe(2.5);
    expect(toNumber({ aggregate: 'sum', sum: -1n })).toBe(-0.000001);
    expect(toNumber({ aggregate: 'minimum', value: null })).toBeNull();
  });

  it.each([
    [12_345_678_901_234_567n, '12345678901.234567'],
    [9_007_199_254_740_993_000_000n, '9007199254740993'],
    [-1n, '-0.000001'],
    [-1_500_000n, '-1.5'],
    [0n, '0'],
  ])('writes a sum of %s millionths with all of its digits', (sum, text) => {
    expect(writeExactJson(toJsonNumber({ aggregate: 'sum', sum }))).toBe(text);
    expect(() => addPartials({ aggregate: 'count', count: 1 }, { aggregate: 'sum', sum: 1n })).toThrow(
      TypeError,
    );
  });
});
