import fc from 'fast-check';
import { findMembers, setMember } from '../../../src/lib/quarantine/apply-fix';

it('changes one member of any object and no other byte', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.string(),
      fc.string(),
      fc.constantFrom(undefined, 1, '\t'),
      (object, name, value, indent) => {
        const text = JSON.stringify(object, undefined, indent);
        const changed = setMember(text, name, value);
        // As in the text: JSON does not write -0.
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
