import { fromSlotPath, slotPath } from '../../../src/lib/landing/slot-metadata';
import { partitionPath, toSlot } from '../../../src/lib/event-log/positions';
import { HUB_GENERATION, PARTITION } from '../../testing/fixtures/events';

describe('paths of slots', () => {
  it('have the source, the hub generation and at least two digits of the partition', () => {
    expect(partitionPath(PARTITION)).toBe('iot/20261121T025044123Z/p=03');
    expect(partitionPath({ ...PARTITION, partition: 31 })).toBe('iot/20261121T025044123Z/p=31');
    expect(partitionPath({ ...PARTITION, partition: 1023 })).toBe('iot/20261121T025044123Z/p=1023');
  });

  it('have names that sort as their numbers do', () => {
    expect(slotPath(PARTITION, toSlot(42))).toBe(
      `iot/${HUB_GENERATION}/p=03/000000000/000000000042.ndjson.gz`,
    );
    const paths = [0, 9, 10, 99, 100, 123_456_789].map((slot) => slotPath(PARTITION, toSlot(slot)));
    expect([...paths].sort()).toEqual(paths);
  });

  it('return the number from the name', () => {
    for (const slot of [0, 42, 999_999_999_999]) {
      expect(fromSlotPath(slotPath(PARTITION, toSlot(slot)))).toBe(slot);
      expect(fromSlotPath(slotPath({ ...PARTITION, partition: 1023 }, toSlot(slot)))).toBe(slot);
    }
  });

  it.each([
    'copy-000000000001.ndjson.gz',
    '0000000000001.ndjson.gz',
    '00000000001.ndjson.gz',
    '000000000001.ndjson',
    '000000000001.ndjson.gz.tmp',
    'old/000000000001.ndjson.gz',
    '000000001/000000000001.ndjson.gz',
    '000000000/copy-000000000001.ndjson.gz',
    '000000000/000000000001.ndjson.gz.tmp',
    '000000000/old/000000000001.ndjson.gz',
    '_SUCCESS',
  ])('do not accept %s as a slot', (name) => {
    expect(fromSlotPath(`${partitionPath(PARTITION)}/${name}`)).toBeUndefined();
  });
});
