import fc from 'fast-check';
import {
  isRefreshId,
  nextRefreshNumber,
  numbersOf,
  toJobToken,
  toPipelineRunId,
  toRefreshId,
  toRefreshNumber,
} from '../../../src/lib/refresh/refresh-id';

it('makes an id from the second of the start and a suffix', () => {
  expect(toRefreshId(toRefreshNumber(Date.parse('2026-11-21T06:10:00.123Z')), '3f9a1c2b')).toBe(
    '20261121T061000Z-3f9a1c2b',
  );
});

it('finds the number of an id among those of its second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4_102_444_800_000 }), (value) => {
      const number = toRefreshNumber(value);
      const { first, last } = numbersOf(toRefreshId(number, '00000000'));
      expect(number).toBeGreaterThanOrEqual(first);
      expect(number).toBeLessThanOrEqual(last);
    }),
  );
});

it('increases numbers at any time of the clock', () => {
  const before = toRefreshNumber(1000);
  expect(nextRefreshNumber(new Date(5000), before)).toBe(5000);
  expect(nextRefreshNumber(new Date(1000), before)).toBe(1001);
  expect(nextRefreshNumber(new Date(10), before)).toBe(1001);
  expect(nextRefreshNumber(new Date(10), undefined)).toBe(10);
});

it.each(['', 'current', '20261121T061000Z', '20261121T061000Z-3F9A1C2B', "20261121T061000Z-3f9a1c2b' or 1"])(
  'refuses %j as an id',
  (text) => {
    expect(isRefreshId(text)).toBe(false);
  },
);

it.each([0, -1, 1.5, NaN])('refuses the number %s', (value) => {
  expect(() => toRefreshNumber(value)).toThrow(RangeError);
});

it('derives ids for services that are the same for every attempt of one generation', () => {
  const id = toRefreshId(toRefreshNumber(1763700000000), '3f9a1c2b');
  expect(toJobToken(id, 2)).toBe(`${id}-2`);
  expect(toJobToken(id, 999).length).toBeLessThanOrEqual(64);
  expect(toPipelineRunId(id, 'ingest_erp', 1)).toBe(`${id}-ingest_erp-1`);
});
