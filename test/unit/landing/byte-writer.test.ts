import * as fc from 'fast-check';
import { ByteWriter } from '../../../src/lib/landing/byte-writer';
import { anyCharacter } from '../../testing/fixtures/any-character';

it('writes texts, bytes and numbers one after the other, with any initial capacity', () => {
  const piece = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), value: fc.string({ unit: anyCharacter }) }),
    fc.record({ kind: fc.constant('bytes' as const), value: fc.uint8Array() }),
    fc.record({ kind: fc.constant('number' as const), value: fc.maxSafeNat() }),
  );
  fc.assert(
    fc.property(fc.array(piece), fc.integer({ min: 1, max: 64 }), (pieces, capacity) => {
      const out = new ByteWriter(capacity);
      for (const { kind, value } of pieces) {
        if (kind === 'text') out.text(value);
        else if (kind === 'bytes') out.bytes(value);
        else out.wholeNumber(value);
      }
      const expected = pieces.map(({ kind, value }) =>
        kind === 'bytes' ? Buffer.from(value) : Buffer.from(String(value), 'utf8'),
      );
      expect(out.written.equals(Buffer.concat(expected))).toBe(true);
    }),
  );
});

it.each([0, 9, 10, 99, 100, 2 ** 31, 2 ** 53 - 1])('writes the number %d in decimal', (value) => {
  const out = new ByteWriter(1);
  out.wholeNumber(value);
  expect(out.written.toString()).toBe(String(value));
});

it.each([
  ['19328', true],
  ['2026-11-21T02:50:44.123Z', true],
  ['', true],
  ['a"b', false],
  ['12\n', false],
  ['1ü', false],
])('recognizes %j as plain text: %s', (text, plain) => {
  const out = new ByteWriter(1);
  out.byte(0x21);
  expect(out.plainText(text)).toBe(plain);
  expect(out.written.toString()).toBe(plain ? `!${text}` : '!');
});

it('starts from an empty buffer after a reset', () => {
  const out = new ByteWriter();
  out.text('before');
  out.reset();
  out.text('x');
  expect(out.written.toString()).toBe('x');
});
