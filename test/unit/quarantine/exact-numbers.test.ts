import fc from 'fast-check';
import { hasInexactNumber, rewriteJson } from '../../../src/lib/quarantine/exact-numbers';
import { findMembers, setMember } from '../../../src/lib/quarantine/json-members';

it.each([
  '1',
  '1.0',
  '-0',
  '1e3',
  '0.1',
  '9007199254740991',
  '1e300',
  '"12345678901234567890"',
  '[1,{"a":0.30}]',
])('takes %s for exact', (text) => {
  expect(hasInexactNumber(text)).toBe(false);
});

it.each(['9007199254740993', '0.1000000000000000055', '1e400', '[1,{"a":12345678901234567890}]', '1e-400'])(
  'takes %s for inexact',
  (text) => {
    expect(hasInexactNumber(text)).toBe(true);
  },
);

it('writes numbers that it cannot hold as they were, and takes no text for one', () => {
  const text = '{"a":9007199254740993,"b":"9007199254740993","c":[1.50,0.1000000000000000055]}';
  expect(rewriteJson(text, (value) => ({ value }))).toEqual({
    text: '{"a":9007199254740993,"b":"9007199254740993","c":[1.5,0.1000000000000000055]}',
  });
});

it('changes one member of any object and no byte beside it', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.string(),
      fc.string(),
      fc.constantFrom(undefined, 1, '\t'),
      (object, name, value, indent) => {
        const text = JSON.stringify(object, undefined, indent);
        const changed = setMember(text, name, value);
        // As the text has it: JSON writes no -0.
        const expected = new Map<string, unknown>(Object.entries(JSON.parse(text) as object));
        expected.set(name, value);
        expect(new Map(Object.entries(JSON.parse(changed) as object))).toEqual(expected);
        for (const member of findMembers(text).filter((one) => one.name !== name)) {
          expect(changed).toContain(text.slice(member.valueStart, member.valueEnd));
        }
      },
    ),
  );
});
