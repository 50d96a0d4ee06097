import fc from 'fast-check';

/** Bytes that break JSON, or nearly do. */
const TELLING = Buffer.from('"\\{}[]:,.-+eE0129 \n\tnulltrue\x00\x1f\x7f\x80\xc3\xed\xf4Z', 'latin1');
const bytesOf = fc.oneof(fc.constantFrom(...TELLING), fc.integer({ min: 0, max: 255 }));

/** One small change to a text: a byte changed, inserted or deleted, or a slice duplicated or moved. */
export type Mutation = (text: Buffer) => Buffer;

const at = (text: Buffer, share: number): number => Math.floor(share * text.length);
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.oneof(
    fc.tuple(share, bytesOf).map(([where, byte]): Mutation => (text) => {
      const changed = Buffer.from(text);
      changed[at(text, where)] = byte;
      return changed;
    }),
    fc.tuple(share, bytesOf).map(([where, byte]): Mutation => (text) => {
      const position = at(text, where);
      return Buffer.concat([text.subarray(0, position), Buffer.of(byte), text.subarray(position)]);
    }),
    fc.tuple(share, fc.integer({ min: 1, max: 12 })).map(([where, length]): Mutation => (text) => {
      const position = at(text, where);
      return Buffer.concat([text.subarray(0, position), text.subarray(position + length)]);
    }),
    // Duplicates whole members and items: slices that begin after one comma or bracket and end before another.
    fc.tuple(share, share).map(([first, second]): Mutation => (text) => {
      const cuts = [...text.keys()].filter((index) => text[index] === 0x2c || text[index] === 0x7b);
      const [from = 0, to = 0] = [first, second]
        .map((part) => cuts[Math.floor(part * cuts.length)] ?? 0)
        .sort((left, right) => left - right);
      const piece = text.subarray(from + 1, to);
      return piece.length === 0
        ? text
        : Buffer.concat([text.subarray(0, from + 1), piece, Buffer.from(','), text.subarray(from + 1)]);
    }),
  ),
  { maxLength: 3 },
);

export function mutate(text: Buffer, changes: readonly Mutation[]): Buffer {
  return changes.reduce((changed, change) => (changed.length === 0 ? changed : change(changed)), text);
}
