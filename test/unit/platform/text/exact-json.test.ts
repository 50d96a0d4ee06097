import fc from 'fast-check';
import {
  exactNumber,
  isSameJson,
  numberText,
  parseExactJson,
  writeExactJson,
} from '../../../../src/lib/platform/text/exact-json';

describe('exact JSON', () => {
  it.each([
    '9007199254740993',
    '1.10',
    '1.0',
    '-0',
    '-0.0',
    '1e400',
    '1E+2',
    '1e-400',
    '0.1000000000000000055',
    '{"a":[1.50,{"b":12345678901234567890}],"c":"1.50","d":"say \\"1.10\\" 1.10","1.10":2}',
  ])('writes %s unchanged', (text) => {
    expect(writeExactJson(parseExactJson(text))).toBe(text);
  });

  it('returns plain values if JavaScript keeps the numbers', () => {
    expect(parseExactJson('{"a":[1,0.1,-5,1e+21],"b":null}')).toEqual({ a: [1, 0.1, -5, 1e21], b: null });
  });

  it.each(['{1.10:2}', '[01.10]', '[1.10.1]', '[-]', '1.10x', '', '[1.10,]'])(
    'refuses %j as JSON.parse does',
    (text) => {
      expect(() => parseExactJson(text)).toThrow(SyntaxError);
    },
  );

  it('returns the text of a number', () => {
    const { a, b, c } = parseExactJson('{"a":9007199254740993,"b":7,"c":"7"}') as Record<string, unknown>;
    expect([numberText(a), numberText(b), numberText(c), numberText(null)]).toEqual([
      '9007199254740993',
      '7',
      undefined,
      undefined,
    ]);
    expect(writeExactJson([exactNumber('21.50'), exactNumber('3')])).toBe('[21.50,3]');
  });

  it.each([
    ['1.10', '1.1', true],
    ['-0', '0', true],
    ['100', '1e2', true],
    ['9007199254740993', '9007199254740992', false],
    ['9007199254740993', '9007199254740993.0', true],
    ['1e400', '1e401', false],
    ['"1.10"', '1.10', false],
    ['{"a":[1.0],"b":1}', '{"b":1.00,"a":[1]}', true],
    ['{"a":1}', '{"a":1,"b":1}', false],
    ['[1]', '{"0":1}', false],
  ])('compares %s and %s by value', (one, other, expected) => {
    expect(isSameJson(parseExactJson(one), parseExactJson(other))).toBe(expected);
  });

  it('reads and writes any JSON, with any digits', () => {
    const number = fc
      .tuple(
        fc.constantFrom('', '-'),
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        fc.constantFrom('', '.0', '.10', '.123456789012345678'),
        fc.constantFrom('', 'e5', 'E-30', 'e+400'),
      )
      .map((parts) => parts.join(''));
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        number,
        fc.string().map((text) => JSON.stringify(text)),
        tie('array'),
        tie('object'),
      ),
      array: fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
      object: fc
        .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z][a-z0-9.]{0,4}$/), tie('json')), {
          selector: ([name]) => name,
          maxLength: 4,
        })
        .map(
          (members) =>
            `{${members.map(([name, value]) => `${JSON.stringify(name)}:${String(value)}`).join(',')}}`,
        ),
    }));
    fc.assert(
      fc.property(json, (text) => {
        expect(writeExactJson(parseExactJson(text as string))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});
