import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { formats } from '../../../src/lib/contracts/formats';
import {
  readBoolean,
  readDate,
  readDateTime,
  readInteger,
  readNull,
  readNumber,
  readText,
} from '../../../src/lib/contracts/read-bytes';
import { runs } from '../../testing/runs';
import { anyCharacter } from '../../testing/fixtures/any-character';

const quoted = (text: string): Buffer => Buffer.from(`"${text}"`);
const digits = (count: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((all) => all.join(''));

const TIMES = [
  '2024-02-29T23:59:59Z',
  '2023-02-29T00:00:00Z',
  '2000-02-29T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-12-31T24:00:00Z',
  '2026-12-31T23:60:00Z',
  '2026-12-31T23:59:60Z',
  '2026-12-31T23:59:59.123456789Z',
  '2026-12-31T23:59:59.1234567890Z',
  '2026-12-31T23:59:59.Z',
  '2026-12-31T23:59:59+23:59',
  '2026-12-31T23:59:59+24:00',
  '2026-12-31T23:59:59-00:60',
  '2026-12-31t23:59:59Z',
  '2026-12-31T23:59:59z',
  '2026-12-31 23:59:59Z',
  '2026-12-31T23:59:59',
  '0000-01-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-13-10T00:00:00Z',
  '2026-01-00T00:00:00Z',
  '2026-01-32T00:00:00Z',
];

describe('times and dates', () => {
  it.each(TIMES)('are accepted exactly if the format accepts them: %s', (text) => {
    expect(readDateTime(quoted(text), 0)).toBe(formats['date-time'](text) ? text.length + 2 : -1);
    const date = text.slice(0, 10);
    expect(readDate(quoted(date), 0)).toBe(formats.date(date) ? 12 : -1);
  });

  it('are accepted exactly if the format accepts them, for any text', () => {
    let sound = 0;
    const parts = fc.tuple(
      digits(4),
      digits(2),
      digits(2),
      digits(2),
      digits(2),
      digits(2),
      fc.constantFrom('', '.5', '.123456789', '.'),
      fc.constantFrom('Z', '+01:00', '-23:59', '+24:00', 'z', ''),
    );
    fc.assert(
      fc.property(parts, ([year, month, day, hour, minute, second, fraction, zone]) => {
        // Months and hours are limited to their range, so that half of all values are valid.
        const fold = (part: string, most: number): string =>
          Number(part) % 7 === 0 ? part : String(Number(part) % (most + 1)).padStart(2, '0');
        const date = `${year}-${fold(month, 12)}-${fold(day, 31)}`;
        const text = `${date}T${fold(hour, 23)}:${fold(minute, 59)}:${fold(second, 59)}${fraction}${zone}`;
        const expected = formats['date-time'](text);
        if (expected) sound++;
        expect(readDateTime(quoted(text), 0)).toBe(expected ? text.length + 2 : -1);
        expect(readDate(quoted(date), 0)).toBe(formats.date(date) ? 12 : -1);
      }),
      { numRuns: runs(2500, 5000) },
    );
    expect(sound).toBeGreaterThan(200);
  });
});

describe('numbers', () => {
  const literals = fc.oneof(
    fc.integer().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
    fc.tuple(fc.integer({ min: -1000, max: 1000 }), digits(3)).map(([whole, part]) => `${whole}.${part}`),
    fc.constantFrom(
      '-0',
      '-',
      '01',
      '1.',
      '.5',
      '1e5',
      '0.1',
      '0',
      '-0.0',
      '00',
      '1..2',
      '+1',
      '999999999999999',
    ),
  );

  it("have the parser's value if the reader is certain", () => {
    let sure = 0;
    fc.assert(
      fc.property(literals, fc.double({ noNaN: true }), fc.double({ noNaN: true }), (text, one, other) => {
        const [min, max] = one < other ? [one, other] : [other, one];
        const value = parse(text);
        const bytes = Buffer.from(`${text},`);
        for (const [low, high] of [
          [min, max],
          [value, value],
          [-Infinity, Infinity],
        ] as const) {
          const end = readNumber(bytes, 0, low ?? 0, high ?? 0);
          if (end !== text.length) continue;
          sure++;
          expect(value).toBeDefined();
          expect((value ?? NaN) >= (low ?? 0) && (value ?? NaN) <= (high ?? 0)).toBe(true);
        }
        if (readInteger(bytes, 0, -Infinity, Infinity) === text.length)
          expect(Number.isInteger(value)).toBe(true);
      }),
      { numRuns: runs(1500, 3000) },
    );
    expect(sure).toBeGreaterThan(500);
  });

  it('are exact at their limits', () => {
    expect(readNumber(Buffer.from('0.3'), 0, 0.3, 0.3)).toBe(3);
    expect(readNumber(Buffer.from('0.30000000000001'), 0, 0, 0.3)).toBe(-1);
    expect(readInteger(Buffer.from('10'), 0, 0, 10)).toBe(2);
    expect(readInteger(Buffer.from('11'), 0, 0, 10)).toBe(-1);
    expect(readInteger(Buffer.from('1.0'), 0, 0, 10)).toBe(-1);
    expect(readNumber(Buffer.from('21.400000000000002'), 0, 21.4, 21.400000000000002)).toBe(18);
    expect(readNumber(Buffer.from('21.400000000000002'), 0, 0, 21.4)).toBe(-1);
    expect(readNumber(Buffer.from('1e-7]'), 0, 0, 1)).toBe(4);
    expect(readNumber(Buffer.from('1e'), 0, 0, 1)).toBe(-1);
  });
});

describe('texts', () => {
  it('are well-formed and have the length that they report', () => {
    let sound = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: anyCharacter, maxLength: 12 }).map((text) => Buffer.from(text)),
          fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
        ),
        fc.nat(6),
        fc.nat(12),
        (text, min, max) => {
          const end = readText(Buffer.concat([Buffer.from('"'), text, Buffer.from('"')]), 0, min, max);
          if (end < 0) return;
          const value = text.subarray(0, end - 2);
          sound++;
          expect(isUtf8(value)).toBe(true);
          expect(JSON.parse(`"${value.toString()}"`)).toBe(value.toString());
          const length = Array.from(value.toString()).length;
          expect(length >= min && length <= max).toBe(true);
        },
      ),
      { numRuns: runs(2500, 5000) },
    );
    expect(sound).toBeGreaterThan(200);
  });

  it('can have any character', () => {
    for (const text of ['é', '€', '😀', '\u{10FFFF}', '\uD7FF', '\uE000', '\u0080']) {
      expect(readText(quoted(text), 0, 1, 1)).toBe(quoted(text).length);
    }
  });
});

it('reads the three words of JSON', () => {
  expect(readBoolean(Buffer.from('true'), 0)).toBe(4);
  expect(readBoolean(Buffer.from('false'), 0)).toBe(5);
  expect(readNull(Buffer.from('null'), 0)).toBe(4);
  for (const text of ['tru', 'True', 'fals', 'nul', 'NULL', '']) {
    expect([readBoolean(Buffer.from(text), 0), readNull(Buffer.from(text), 0)]).toEqual([-1, -1]);
  }
});

function parse(text: string): number | undefined {
  try {
    return JSON.parse(text) as number;
  } catch {
    return undefined;
  }
}
