import fc from 'fast-check';
import { createFieldReader, createParsedFieldReader } from '../../../src/lib/contracts/read-fields';
import { envelopeText, recordsOf, registry } from './events';
import { runs } from '../../testing/runs';

/** Names that repeat, that need an escape in a pointer, that objects inherit, and that need an escape in JSON. */
const names = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a', 'b') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('aa', 'a/b', '~', 'constructor', '__proto__', 'é', '"', '0', 'length', ''),
  },
);

const scalars = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '\u0000', '€', '{', '}', ':', ','), maxLength: 8 }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

interface Tree {
  readonly value: unknown;
  readonly object: Readonly<Record<string, unknown>>;
}

const { object } = fc.letrec<Tree>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalars, tie('object'), fc.array(tie('value'), { maxLength: 3 })),
  object: fc
    .array(fc.tuple(names, tie('value')), { minLength: 1, maxLength: 8 })
    .map((entries) => Object.fromEntries(entries)),
}));

const pointers = fc.array(
  fc
    .array(names, { minLength: 1, maxLength: 3 })
    .map((path) => path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')),
  { minLength: 1, maxLength: 6 },
);

describe('createFieldReader', () => {
  it('gives the values of the parsed object, or none, for any object and any pointers', () => {
    let read = 0;
    let present = 0;
    fc.assert(
      fc.property(object, pointers, fc.constantFrom(undefined, 1, '\r\n\t'), (record, paths, space) => {
        const text = JSON.stringify(record, undefined, space);
        const values = createFieldReader(paths)(Buffer.from(text));
        if (values === undefined) return;
        read++;
        const expected = createParsedFieldReader(paths)(JSON.parse(text));
        if (expected.some((value) => value !== undefined)) present++;
        expect(values).toStrictEqual(expected);
      }),
      { numRuns: runs(4000, 40_000) },
    );
    // The reader was certain often, and found fields.
    expect(read).toBeGreaterThan(1000);
    expect(present).toBeGreaterThan(500);
  });

  it('reads numbers as a parser does, in each of their forms', () => {
    const read = createFieldReader(['/n']);
    const number = fc.oneof(
      fc.stringMatching(/^-?(0|[1-9]\d{0,25})(\.\d{1,25})?([eE][+-]?\d{1,3})?$/),
      fc.constantFrom('-0', '0', '999999999999999', '9999999999999999', '1e400', '-0.0', '1E5'),
    );
    fc.assert(
      fc.property(number, fc.constantFrom('}', ' }', ',"x":1}', '\n,"x":[]}'), (digits, rest) => {
        const bytes = Buffer.from(`{"n":${digits}${rest}`);
        expect(read(bytes)).toStrictEqual([JSON.parse(digits)]);
      }),
      { numRuns: runs(2000, 20_000) },
    );
  });

  it.each(registry.all().map((contract) => [contract.id, contract] as const))(
    'reads identity, time, key and window fields of every event of %s that its reader accepts',
    (_id, contract) => {
      const { eventId, eventTime, partitionKey, windows } = contract;
      const paths = [eventId, eventTime, partitionKey, ...(windows?.keys.map(({ path }) => path) ?? [])].map(
        (pointer) => `/data${pointer}`,
      );
      const read = createFieldReader(paths);
      const expected = createParsedFieldReader(paths);
      let accepted = 0;
      fc.assert(
        fc.property(recordsOf(contract), (record) => {
          const bytes = Buffer.from(JSON.stringify(record));
          if (contract.read(bytes, 0) !== bytes.length) return;
          accepted++;
          const text = envelopeText(contract, record);
          expect(read(Buffer.from(text))).toStrictEqual(expected(JSON.parse(text)));
        }),
        { numRuns: runs(500, 2000) },
      );
      expect(accepted).toBeGreaterThan(50);
    },
  );

  it.each([
    ['an empty text', ''],
    ['an array', '[1]'],
    ['a name with an escape', '{"\\u0061":1}'],
    ['an unfinished object', '{"b":1'],
    ['an unfinished string', '{"a":"x'],
    ['an unfinished nested value', '{"b":{"c":[1,"'],
    ['a pointer into an array', '{"a":[1],"c":{"d":[{"e":1}]}}'],
  ])('is not certain about %s', (_what, text) => {
    expect(createFieldReader(['/a', '/c/d/0/e'])(Buffer.from(text))).toBeUndefined();
  });

  it('stops after the last field', () => {
    expect(createFieldReader(['/a', '/b'])(Buffer.from('{"b":2,"a":1,not JSON'))).toStrictEqual([1, 2]);
  });
});

describe('createParsedFieldReader', () => {
  it('follows a pointer, and returns undefined if the place does not exist', () => {
    const record = { a: { 'b/c': { '~': 1 } }, text: 'abc', list: ['x'] };
    expect(createParsedFieldReader(['/a/b~1c/~0', '/list/0', '/list'])(record)).toStrictEqual([
      1,
      'x',
      undefined,
    ]);
    for (const pointer of ['/a/x', '/text/length', '/constructor', '/a/b~1c/~0/x', '/missing/x']) {
      expect(createParsedFieldReader([pointer])(record)).toStrictEqual([undefined]);
    }
    expect(createParsedFieldReader([''])('text')).toStrictEqual(['text']);
  });
});
