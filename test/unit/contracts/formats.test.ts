import addFormats from 'ajv-formats';
import Ajv from 'ajv';
import fc from 'fast-check';
import { FORMAT_MAX_LENGTH, formats } from '../../../src/lib/contracts/formats';
import { runs } from '../../testing/runs';

type Format = keyof typeof formats;

/** ajv-formats in full mode: independent code for the same standards. */
const reference = ((): ((format: Format, text: string) => boolean) => {
  const ajv = addFormats(new Ajv(), { mode: 'full', formats: ['date-time', 'date', 'uuid', 'email'] });
  const validators = new Map(
    Object.keys(formats).map((format) => [format, ajv.compile({ type: 'string', format })]),
  );
  return (format, text) => validators.get(format)?.(text) === true;
})();

/** Where Sluice is stricter than the reference on purpose; see the comment of `formats`. */
const stricter: Record<Format, (text: string) => boolean> = {
  'date-time': (text) =>
    !/^[^T]{10}T/.test(text) ||
    text.endsWith('z') ||
    /:60(\.|Z|[+-])/.test(text) ||
    /[+-](?:18:(?!00)|19|2\d)/.test(text.slice(19)) ||
    text.startsWith('0000') ||
    leavesYears(text) ||
    /\.\d{10}/.test(text) ||
    /[+-](\d\d|\d{4})$/.test(text.slice(19)),
  date: (text) => text.startsWith('0000'),
  uuid: (text) => text.startsWith('urn:') || text.startsWith('URN:'),
  email: (text) => text.length > 254 || text.indexOf('@') > 64,
};

/** By calendar arithmetic that supports years before 1 and after 9999. */
function leavesYears(text: string): boolean {
  const [, year = '', monthAndTime = '', sign = '+', hours = '0', minutes = '0'] =
    /^(\d{4})(-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text) ?? [];
  // A text without the shape is refused anyway.
  if (year === '') return false;
  const local = Date.parse(`+00${year}${monthAndTime}Z`);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const utc = new Date(local - offset).getUTCFullYear();
  return utc < 1 || utc > 9999;
}

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');
const dates = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
  .map(([year, month, day]) => `${pad(year, 4)}-${pad(month)}-${pad(day)}`);
const edges = fc.constantFrom('0000-12-31', '0001-01-01', '0001-01-02', '9999-12-30', '9999-12-31');
const leapDays = fc.integer({ min: 0, max: 9999 }).map((year) => `${pad(year, 4)}-02-29`);
const times = fc
  .tuple(
    fc.integer({ min: 0, max: 25 }),
    fc.integer({ min: 0, max: 61 }),
    fc.integer({ min: 0, max: 61 }),
    fc.constantFrom('', '.', '.0', '.123', '.123456789', '.1234567890'),
    fc.constantFrom(
      'Z',
      'z',
      '',
      '+00:00',
      '-00:00',
      '+18:00',
      '-18:00',
      '+18:01',
      '-18:01',
      '-23:59',
      '+24:00',
      '+01:60',
      '+0100',
      '+01',
      'Z ',
      '+00:01',
      '-00:01',
      '+12:30',
      '-12:30',
    ),
  )
  .map(
    ([hour, minute, second, fraction, zone]) =>
      `${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}${zone}`,
  );
const texts: Record<Format, fc.Arbitrary<string>> = {
  date: fc.oneof(dates, leapDays, edges, fc.string({ maxLength: 12 })),
  'date-time': fc
    .tuple(fc.oneof(dates, leapDays, edges), fc.constantFrom('T', 't', ' ', ''), times)
    .map(([date, separator, time]) => date + separator + time),
  uuid: fc.oneof(
    fc.uuid(),
    fc.uuid().map((uuid) => `urn:uuid:${uuid}`),
    fc.stringMatching(/^[0-9A-Ga-g-]{35,37}$/),
  ),
  email: fc.oneof(
    fc.emailAddress(),
    fc.stringMatching(/^[a-zA-Z0-9.!#+_-]{0,6}@[a-zA-Z0-9.-]{0,8}$/),
    fc.stringMatching(/^[a-z]{60,66}@[a-z]{60}\.[a-z]{60}\.[a-z]{60,70}$/),
    fc.string(),
  ),
};

/** One character replaced by any other, or the text unchanged. */
function nearly(arbitrary: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    arbitrary,
    fc
      .tuple(arbitrary, fc.nat(), fc.string({ unit: 'grapheme', maxLength: 1 }))
      .map(([text, at, character]) => {
        const index = at % (text.length + 1);
        return text.slice(0, index) + character + text.slice(index + 1);
      }),
  );
}

describe.each(Object.keys(formats) as Format[])('the format %s', (format) => {
  it('agrees with ajv-formats, except where it is stricter on purpose', () => {
    fc.assert(
      fc.property(nearly(texts[format]), (text) => {
        const ours = formats[format](text);
        expect(ours).toBe(reference(format, text) && !stricter[format](text));
        if (ours) expect(text.length).toBeLessThanOrEqual(FORMAT_MAX_LENGTH[format]);
      }),
      { numRuns: runs(600, 3000) },
    );
  });
});

it.each([
  ['date-time', '2026-03-02T08:15:30Z', true],
  ['date-time', '2024-02-29T23:59:59.999999999+18:00', true],
  ['date-time', '2024-02-29T23:59:59-18:00', true],
  ['date-time', '2024-02-29T23:59:59+18:01', false],
  ['date-time', '2024-02-29T23:59:59-23:59', false],
  ['date-time', '2026-03-02T08:15:30-00:00', true],
  ['date-time', '0001-01-01T00:00:00Z', true],
  ['date-time', '0001-01-01T01:00:00+01:00', true],
  ['date-time', '0001-01-01T00:59:59.999999999+01:00', false],
  ['date-time', '0001-01-01T00:00:00+01:00', false],
  ['date-time', '0000-12-31T23:59:59-05:00', false],
  ['date-time', '9999-12-31T23:59:59.999999999Z', true],
  ['date-time', '9999-12-31T18:59:59-05:00', true],
  ['date-time', '9999-12-31T19:00:00-05:00', false],
  ['date-time', '9999-12-31T23:59:59-05:00', false],
  ['date-time', '2026-03-02T24:00:00Z', false],
  ['date-time', '2026-03-02t08:15:30Z', false],
  ['date-time', '2026-03-02T08:15:30z', false],
  ['date-time', '2026-03-02T08:15:30.0123456789Z', false],
  ['date', '0001-01-01', true],
  ['date', '9999-12-31', true],
  ['date', '0000-01-01', false],
  ['date-time', '2026-02-29T00:00:00Z', false],
  ['date-time', '1900-02-29T00:00:00Z', false],
  ['date-time', '2000-02-29T00:00:00Z', true],
  ['date-time', '2026-04-31T00:00:00Z', false],
  ['date-time', '2016-12-31T23:59:60Z', false],
  ['date-time', '2026-03-02T08:15:30Z\n', false],
  ['date', '2026-12-31', true],
  ['date', '2026-13-01', false],
  ['uuid', '7D0A1C1E-6a53-4c8e-9a55-0f4f0a1f5b21', true],
  ['uuid', '7d0a1c1e6a534c8e9a550f4f0a1f5b21', false],
  ['email', 'first.last+tag@sub.example.com', true],
  ['email', 'a..b@example.com', false],
  ['email', '.a@example.com', false],
  ['email', 'a@localhost', false],
  ['email', 'a@-example.com', false],
  ['email', 'a@b@example.com', false],
] as const)('%s of %j is %s', (format, text, expected) => {
  expect(formats[format](text)).toBe(expected);
});
