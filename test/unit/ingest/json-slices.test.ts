import fc from 'fast-check';
import { sliceArray, sliceObject } from '../../../src/lib/ingest/json-slices';
import { anyCharacter } from '../../testing/fixtures/any-character';

const MANY = 10_000;

/**
 * Texts that are difficult for scanners: quotes, backslashes, brackets and commas inside strings, and all of Unicode.
 */
const nastyText = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string({ unit: fc.constantFrom('"', '\\', '[', ']', '{', '}', ',', ':', '\n', '\\"', 'ą', '😀') }),
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 0, -1.5e300, 9007199254740991),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    nastyText,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(nastyText, tie('value'), { maxKeys: 4 }),
  ),
})).value;
const indent = fc.constantFrom(0, 1, '\t', '\r\n ' as const);

/** `indent` between tokens, as JSON.stringify writes it. CR and LF are white space too. */
function write(value: unknown, space: number | string): string {
  return typeof space === 'string' && space !== '\t'
    ? JSON.stringify(value, undefined, 1).replace(/\n */g, space)
    : JSON.stringify(value, undefined, space);
}

/** The value of JSON.parse, or that it refuses. */
function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

describe('sliceArray', () => {
  it('finds the elements that JSON.parse finds', () => {
    fc.assert(
      fc.property(fc.array(json, { maxLength: 8 }), indent, (elements, space) => {
        const text = ` ${write(elements, space)}\n`;
        const sliced = sliceArray(Buffer.from(text), MANY);
        if (sliced.kind !== 'slices') throw new Error(`not sliced: ${JSON.stringify(sliced)}`);
        expect(sliced.slices.map((slice) => JSON.parse(slice.toString('utf8')) as unknown)).toEqual(
          JSON.parse(text),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('never accepts a damaged array as a whole one', () => {
    fc.assert(
      fc.property(
        fc.array(json, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        fc.constantFrom('', '"', '\\', '[', ']', '{', '}', ',', ' ', 'x'),
        (elements, at, insert) => {
          const text = JSON.stringify(elements);
          const cut = at % (text.length + 1);
          const damaged = Buffer.from(text.slice(0, cut) + insert + text.slice(cut + 1));
          const sliced = sliceArray(damaged, MANY);
          const truth = parse(damaged.toString('utf8'));
          if (sliced.kind === 'slices') {
            const values = sliced.slices.map((slice) => parse(slice.toString('utf8')));
            // Either the array is sound, or the damage is inside an element, which validation rejects.
            if (truth === undefined) expect(values).toContain(undefined);
            else expect(values.map((value) => value?.value)).toEqual(truth.value);
          } else {
            expect(Array.isArray(truth?.value)).toBe(false);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('returns views, not copies, so that numbers keep all their digits', () => {
    const body = Buffer.from('[ 9007199254740993 , {"n":1.00} ]');
    const sliced = sliceArray(body, MANY);
    expect(sliced).toMatchObject({ kind: 'slices' });
    if (sliced.kind !== 'slices') return;
    expect(sliced.slices.map(String)).toEqual(['9007199254740993', '{"n":1.00}']);
    expect(sliced.slices[0]?.buffer).toBe(body.buffer);
  });

  it.each([
    ['[1,]', 3, 'a value is missing'],
    ['[1 2]', 3, 'an element must be followed by , or ]'],
    ['[{"a":1}', 8, 'an element must be followed by , or ]'],
    ['[{"a":[1}', 1, 'an object or array is not closed'],
    ['["abc]', 1, 'a string is not closed'],
    ['[1] x', 4, 'there is more text after the end of the JSON'],
    ['[', 1, 'a value is missing'],
    ['{}', 0, 'an array must start with ['],
  ])('returns where %s is no longer an array', (text, offset, message) => {
    expect(sliceArray(Buffer.from(text), MANY)).toEqual({ kind: 'malformed', message, offset });
  });

  it('counts offsets in bytes, not in characters', () => {
    expect(sliceArray(Buffer.from('["ąą😀" 1]'), MANY)).toMatchObject({ offset: 12 });
  });

  it('accepts as many elements as allowed and no more', () => {
    expect(sliceArray(Buffer.from('[1,2,3]'), 3)).toMatchObject({ kind: 'slices' });
    expect(sliceArray(Buffer.from('[1,2,3]'), 2)).toEqual({ kind: 'too_many' });
  });

  it('accepts nesting of any depth', () => {
    const depth = 100_000;
    const text = `[${'['.repeat(depth)}${']'.repeat(depth)}]`;
    expect(sliceArray(Buffer.from(text), MANY)).toMatchObject({ kind: 'slices' });
  });
});

describe('sliceObject', () => {
  it('finds the members that JSON.parse finds', () => {
    fc.assert(
      fc.property(fc.dictionary(nastyText, json, { maxKeys: 8 }), indent, (object, space) => {
        const text = `\t${write(object, space)} `;
        const sliced = sliceObject(Buffer.from(text));
        if (sliced.kind !== 'members') throw new Error(`not sliced: ${JSON.stringify(sliced)}`);
        const entries = [...sliced.members].map(
          ([name, slice]) => [name, JSON.parse(slice.toString('utf8'))] as const,
        );
        const truth = JSON.parse(text) as Record<string, unknown>;
        expect(new Map(entries)).toEqual(new Map(Object.entries(truth)));
      }),
      { numRuns: 300 },
    );
  });

  it('reports a duplicate name, also if it is written in two ways', () => {
    expect(sliceObject(Buffer.from('{"a":1,"\\u0061":2}'))).toEqual({ kind: 'duplicate', name: 'a' });
  });

  it.each([
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['{"a":1,}', 7],
    ['{"a":}', 5],
    ['{"a":1}{', 7],
    ['{"a\u0001":1}', 1],
    ['[]', 0],
  ])('returns where %j is no longer an object', (text, offset) => {
    expect(sliceObject(Buffer.from(text))).toMatchObject({ kind: 'malformed', offset });
  });
});
