import fc from 'fast-check';
import { formats } from '../../../src/lib/contracts/formats';
import { generatedContracts } from '../../../src/lib/contracts/registry';
import { inlineRefs, type JsonSchema } from '../../../src/lib/contracts/catalog';
import { type Contract } from '../../../src/lib/contracts/contract';
import { createEventReader } from '../../../src/lib/contracts/read-event';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { envelopeText, exampleOf, registry } from './events';
import { runs } from '../../testing/runs';

type TimeFormat = 'date' | 'date-time';

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');
const twoDigits = fc.integer({ min: 0, max: 61 }).map((value) => pad(value));
const days = fc.oneof(
  fc.constantFrom('0000-12-31', '0001-01-01', '0001-01-02', '1582-10-10', '9999-12-30', '9999-12-31'),
  fc.constantFrom('1900-02-29', '2000-02-29', '2016-12-31', '2026-04-31', '10000-01-01', '-001-01-01'),
  fc
    .tuple(
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 31 }),
    )
    .map(([year, month, day]) => `${pad(year, 4)}-${pad(month)}-${pad(day)}`),
);
const clocks = fc.oneof(
  fc.constantFrom('00:00:00', '05:59:59', '06:00:00', '18:00:00', '23:59:59', '23:59:60', '24:00:00'),
  fc.tuple(twoDigits, twoDigits, twoDigits).map((parts) => parts.join(':')),
);
const offsets = fc.oneof(
  fc.constantFrom('Z', 'z', '', '-00:00', '+00:00', '+18:00', '-18:00', '+18:01', '-18:01', '+23:59', '+01'),
  fc.tuple(fc.constantFrom('+', '-'), twoDigits, twoDigits).map(([sign, h, m]) => `${sign}${h}:${m}`),
);
const fractions = fc.constantFrom('', '', '.', '.0', '.123456', '.1234567', '.999999999', '.9999999999');
const instants = fc
  .tuple(days, fc.constantFrom('T', 'T', 'T', 't', ' '), clocks, fractions, offsets)
  .map((parts) => parts.join(''));
const texts: Readonly<Record<TimeFormat, fc.Arbitrary<string>>> = { date: days, 'date-time': instants };

/** The fields of these formats: the names on the path to each. */
function timeFields(schema: JsonSchema, path: readonly string[] = []): [readonly string[], TimeFormat][] {
  const { format, properties = {} } = schema as { format?: string; properties?: Record<string, JsonSchema> };
  if (format === 'date' || format === 'date-time') return [[path, format]];
  return Object.entries(properties).flatMap(([name, shape]) => timeFields(shape, [...path, name]));
}

function replaced(record: unknown, [name, ...rest]: readonly string[], text: string): unknown {
  if (name === undefined) return text;
  const object = record as Record<string, unknown>;
  return { ...object, [name]: replaced(object[name], rest, text) };
}

/** The first example that has the field, with another text in it. */
function withText(contract: Contract, path: readonly string[], text: string): unknown {
  const examples = contract.schema['examples'] as readonly unknown[];
  const index = examples.findIndex(
    (example) =>
      path.reduce<unknown>(
        (value, name) => (value as Record<string, unknown> | undefined)?.[name],
        example,
      ) !== undefined,
  );
  return replaced(exampleOf(contract, Math.max(index, 0)), path, text);
}

const fields = registry
  .all()
  .flatMap((contract) =>
    timeFields(inlineRefs(contract.schema)).map(
      ([path, format]) => [contract.id, path.join('/'), { contract, path, format }] as const,
    ),
  );

it.each(fields)(
  'formats, Ajv and the generated reader give the same result on %s %s',
  (_id, _path, field) => {
    const { contract, path, format } = field;
    const answers = { yes: 0, no: 0 };
    fc.assert(
      fc.property(texts[format], (text) => {
        const record = withText(contract, path, text);
        const bytes = Buffer.from(JSON.stringify(record));
        const expected = formats[format](text);
        answers[expected ? 'yes' : 'no']++;
        expect(generatedContracts.validators[contract.id]?.(record)).toBe(expected);
        expect(contract.read(bytes, 0)).toBe(expected ? bytes.length : -1);
      }),
      { numRuns: runs(500, 1000) },
    );
    // Both outcomes are tried. The seed decides how often each occurs.
    expect(Math.min(answers.yes, answers.no)).toBeGreaterThan(10);
  },
);

it('the reader of events and the envelope check give the same result on time', () => {
  const [contract] = registry.ofSource('iot');
  if (contract === undefined) throw new Error('There is no contract of iot.');
  const read = createEventReader([contract]);
  const validate = createEventValidator({ registry, source: 'iot' });
  fc.assert(
    fc.property(instants, (time) => {
      const body = Buffer.from(envelopeText(contract, exampleOf(contract), { time }));
      const expected = formats['date-time'](time);
      expect(read(body)).toBe(expected ? contract : undefined);
      expect(validate({ body }).verdict).toBe(expected ? 'accepted' : 'quarantined');
    }),
    { numRuns: runs(500, 2000) },
  );
});
