import { join } from 'node:path';
import * as fc from 'fast-check';
import { partitionOfKey } from '../../../src/lib/publish/partition-of-key';
import { anyCharacter } from '../../testing/fixtures/any-character';

interface Mapper {
  mapPartitionKeyToId(partitionKey: string, partitionCount: number): number;
}

// The SDK does not export its mapper, so the test loads it by its path.
const { mapPartitionKeyToId } = jest.requireActual<Mapper>(
  join(__dirname, '../../../node_modules/@azure/event-hubs/dist/commonjs/impl/partitionKeyToIdMapper.js'),
);

const COUNTS = [1, 2, 3, 4, 5, 8, 16, 31, 32, 100, 1024];

/** The given keys for which the result differs from the SDK. */
function misplaced(keys: readonly string[]): string[] {
  return keys.filter((key, index) => {
    const count = COUNTS[index % COUNTS.length] ?? 1;
    return partitionOfKey(key, count) !== mapPartitionKeyToId(key, count);
  });
}

describe('partitionOfKey', () => {
  it("assigns 60,000 keys of all lengths and alphabets to the SDK's partitions", () => {
    const alphabets = [
      (n: number): string => `device-${n}`,
      (n: number): string => String(n).repeat(1 + (n % 9)),
      (n: number): string => String.fromCodePoint(0x61 + (n % 26)).repeat(n % 41),
      (n: number): string => `${'ü'.repeat(n % 14)}${n}`,
      (n: number): string => `${'漢字'.repeat(n % 9)}${n}`,
      (n: number): string => `${'🎉'.repeat(n % 7)}${n}`,
    ];
    const keys = alphabets.flatMap((toKey) => Array.from({ length: 10_000 }, (_, n) => toKey(n)));
    expect(new Set(keys.map((key) => Buffer.byteLength(key) % 12)).size).toBe(12);
    expect(keys).toHaveLength(60_000);
    expect(misplaced(keys)).toEqual([]);
  });

  it('agrees with the SDK on any text, including lone surrogates', () => {
    const text = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 60 }),
      fc.array(fc.nat({ max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...COUNTS), (key, count) => {
        const partition = partitionOfKey(key, count);
        expect(partition).toBe(mapPartitionKeyToId(key, count));
        expect(partition).toBeGreaterThanOrEqual(0);
        expect(partition).toBeLessThan(count);
      }),
      { numRuns: 1000 },
    );
  });

  it('distributes keys over all partitions', () => {
    const counts = new Map<number, number>();
    for (let n = 0; n < 32_000; n++) {
      const partition = partitionOfKey(`device-${n}`, 32);
      counts.set(partition, (counts.get(partition) ?? 0) + 1);
    }
    expect(counts.size).toBe(32);
    expect(Math.min(...counts.values())).toBeGreaterThan(500);
  });
});
