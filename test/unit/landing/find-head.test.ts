import * as fc from 'fast-check';
import { findHead } from '../../../src/lib/landing/find-head';
import { type SlotMetadata, slotPath, toObjectMetadata } from '../../../src/lib/landing/slot-metadata';
import { toSequenceNumber, toSlot } from '../../../src/lib/event-log/positions';
import { PARTITION } from '../../testing/fixtures/events';
import { MemoryLake } from '../../testing/fakes/memory-lake';
import { runs } from '../../testing/runs';

/** A lake whose partition has the slots `from` to before `end`. Slot n holds the event n. */
function lakeWithSlots(from: number, end: number): MemoryLake {
  const lake = new MemoryLake();
  for (let slot = from; slot < end; slot++) {
    lake.put(slotPath(PARTITION, toSlot(slot)), Buffer.alloc(0), toObjectMetadata(metadataOf(slot)));
  }
  return lake;
}

function metadataOf(slot: number): SlotMetadata {
  return {
    firstSequenceNumber: toSequenceNumber(slot),
    lastSequenceNumber: toSequenceNumber(slot),
    lastEnqueuedTime: '2026-11-21T03:00:00.000Z',
    accepted: 1,
    quarantined: 0,
    sha256: '',
    attempt: 1,
    gaps: [],
    readBy: 'trigger',
  };
}

const find = (lake: MemoryLake, hint?: number) =>
  findHead({ store: lake, partition: PARTITION, hint: hint === undefined ? undefined : toSlot(hint) });

describe('findHead', () => {
  it('returns no head for an empty partition', async () => {
    expect(await find(new MemoryLake())).toEqual({ slot: -1, metadata: undefined });
    expect(await find(new MemoryLake(), 7)).toEqual({ slot: -1, metadata: undefined });
  });

  it('finds slot 0 if it is the only one', async () => {
    expect(await find(lakeWithSlots(0, 1))).toEqual({ slot: 0, metadata: metadataOf(0) });
  });

  it('makes two look-ups when the hint is the head: the head and the slot behind it', async () => {
    const lake = lakeWithSlots(0, 50);
    expect(await find(lake, 49)).toMatchObject({ slot: 49 });
    expect(lake.requests).toEqual({ create: 0, readMetadata: 2, firstSlot: 0 });
  });

  it('ignores a hint that names a free slot', async () => {
    for (const hint of [5, 4000]) {
      const lake = lakeWithSlots(0, 5);
      expect(await find(lake, hint)).toMatchObject({ slot: 4 });
      // Slot 0 exists, so nothing is listed.
      expect(lake.requests.firstSlot).toBe(0);
    }
  });

  it('finds the head of a partition whose first slots were removed, also with a hint to a removed slot', async () => {
    expect(await find(lakeWithSlots(90, 100))).toMatchObject({ slot: 99 });
    expect(await find(lakeWithSlots(90, 100), 16)).toMatchObject({ slot: 99 });
    expect(await find(lakeWithSlots(99, 100))).toMatchObject({ slot: 99 });
  });

  it('searches again when the first slot is removed between the listing and the look-up', async () => {
    const lake = lakeWithSlots(90, 100);
    const firstSlot = lake.firstSlot.bind(lake);
    lake.firstSlot = async (partition) => {
      const slot = await firstSlot(partition);
      lake.remove(slotPath(PARTITION, toSlot(90)));
      return slot;
    };
    expect(await find(lake)).toMatchObject({ slot: 99 });
  });

  it('finds the head from any hint, in two look-ups per doubling of the distance', async () => {
    const partition = fc
      .record({ removed: fc.nat({ max: 60 }), slots: fc.integer({ min: 0, max: 300 }) })
      .map(({ removed, slots }) => ({
        from: slots === 0 ? 0 : removed,
        end: slots === 0 ? 0 : removed + slots,
      }));
    await fc.assert(
      fc.asyncProperty(partition, fc.option(fc.nat({ max: 500 })), async ({ from, end }, hint) => {
        const lake = lakeWithSlots(from, end);
        const { slot } = await find(lake, hint ?? undefined);
        expect(slot).toBe(end - 1);

        const start = hint !== null && hint >= from && hint < end ? hint : from;
        const distance = Math.max(1, end - 1 - start);
        // Up to three more for a hint that is ignored.
        expect(lake.requests.readMetadata).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(distance + 1)) + 5);
        expect(lake.requests.firstSlot).toBeLessThanOrEqual(1);
      }),
      { numRuns: runs(100, 300) },
    );
  });
});
