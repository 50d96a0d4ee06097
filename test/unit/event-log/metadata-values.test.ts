import fc from 'fast-check';
import { toExactInteger } from '../../../src/lib/event-log/trigger/metadata-values';

/** The halves of a 64-bit integer as the package `long` keeps them: both signed. */
function toLong(value: bigint, unsigned = false): { low: number; high: number; unsigned: boolean } {
  return {
    low: Number(BigInt.asIntN(32, value)),
    high: Number(BigInt.asIntN(32, value >> 32n)),
    unsigned,
  };
}

it.each([
  ['a number', 2251, 2251],
  ['a text of digits', '2251', 2251],
  ['a BigInt', 2251n, 2251],
  ['a Long object', { low: 2251, high: 0, unsigned: false }, 2251],
  [
    'a Long object above 2^31, whose low word is negative',
    { low: -2147483648, high: 0, unsigned: false },
    2 ** 31,
  ],
  ['a Long object just below 2^32', { low: -1, high: 0, unsigned: false }, 2 ** 32 - 1],
  ['a Long object above 2^32', { low: 1, high: 1, unsigned: false }, 2 ** 32 + 1],
  [
    'a Long object above 2^32 with a negative low word',
    { low: -1, high: 7, unsigned: false },
    8 * 2 ** 32 - 1,
  ],
  [
    'a Long object whose low word is written unsigned',
    { low: 4294967295, high: 0, unsigned: false },
    2 ** 32 - 1,
  ],
  ['an unsigned Long object', { low: -1, high: 0, unsigned: true }, 2 ** 32 - 1],
  ['a Long object without its sign', { low: 5, high: 0 }, 5],
  ['the largest exact number', { low: -1, high: 2 ** 21 - 1, unsigned: false }, 2 ** 53 - 1],
  ['a negative Long object', { low: -5, high: -1, unsigned: false }, -5],
])('reads %s', (_name, value, expected) => {
  expect(toExactInteger(value)).toBe(expected);
});

it.each([
  ['a Long object from 2^53 on', { low: 0, high: 2 ** 21, unsigned: false }],
  ['a Long object that would be rounded to 2^53', { low: 1, high: 2 ** 21, unsigned: false }],
  ['the smallest 64-bit integer, which means "none"', { low: 0, high: -2147483648, unsigned: false }],
  ['the largest unsigned 64-bit integer', { low: -1, high: -1, unsigned: true }],
  ['a number that JSON rounded', 9007199254740992],
  ['a text beyond 2^53', '9007199254740993'],
  ['a BigInt beyond 2^53', 9007199254740993n],
  ['a fraction', 1.5],
  ['a value that is not a number', NaN],
  ['an empty text', ''],
  ['a text with a space', ' 7'],
  ['a text in hexadecimal', '0x10'],
  ['null', null],
  ['nothing', undefined],
  ['another object', { value: 7 }],
  ['halves that are not integers', { low: 1.5, high: 0, unsigned: false }],
  ['a half that is too large', { low: 2 ** 32, high: 0, unsigned: false }],
  ['a boolean', true],
])('refuses %s', (_name, value) => {
  expect(toExactInteger(value)).toBeUndefined();
});

it('reads every 64-bit integer to the same value from all forms, or refuses it in all', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.nat({ max: 40 }), (wide, shift) => {
      const value = wide >> BigInt(shift);
      const exact = value > -(2n ** 53n) && value < 2n ** 53n ? Number(value) : undefined;
      expect(toExactInteger(toLong(value))).toBe(exact);
      expect(toExactInteger(value)).toBe(exact);
      expect(toExactInteger(String(value))).toBe(exact);
      if (value >= 0n) expect(toExactInteger(toLong(value, true))).toBe(exact);
    }),
  );
});
