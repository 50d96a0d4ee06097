import { listHeads } from '../../../src/lib/landing/heads/list-heads';
import { type SlotMetadata, slotPath, toObjectMetadata } from '../../../src/lib/landing/slot-metadata';
import {
  type HubGeneration,
  type PartitionId,
  toSequenceNumber,
  toSlot,
} from '../../../src/lib/event-log/positions';
import { type Source, SOURCES } from '../../../src/lib/contracts/source';
import { MemoryLake } from '../../testing/fakes/memory-lake';
import { MemoryLandingState } from '../../testing/fakes/memory-landing-state';

const FIRST = '20261120T000000000Z' as HubGeneration;
const SECOND = '20261121T000000000Z' as HubGeneration;

function fill(lake: MemoryLake, partition: PartitionId, slots: number): void {
  for (let slot = 0; slot < slots; slot++) {
    const metadata: SlotMetadata = {
      firstSequenceNumber: toSequenceNumber(slot * 10),
      lastSequenceNumber: toSequenceNumber(slot * 10 + 9),
      lastEnqueuedTime: '2026-11-21T06:00:00.000Z',
      accepted: 10,
      quarantined: 0,
      sha256: '',
      attempt: 1,
      gaps: [],
      readBy: 'trigger',
    };
    lake.put(slotPath(partition, toSlot(slot)), Buffer.alloc(0), toObjectMetadata(metadata));
  }
}

const partitionOf = (source: Source, hubGeneration: HubGeneration, partition: number): PartitionId => ({
  source,
  hubGeneration,
  partition,
});

describe('listing heads', () => {
  it('finds the head of every partition of every hub generation', async () => {
    const lake = new MemoryLake();
    const filled: [PartitionId, number][] = [
      [partitionOf('iot', FIRST, 0), 3],
      [partitionOf('iot', SECOND, 0), 1],
      [partitionOf('iot', SECOND, 11), 20],
      [partitionOf('logistics', SECOND, 2), 7],
    ];
    for (const [partition, slots] of filled) fill(lake, partition, slots);
    const heads = await listHeads({
      sources: SOURCES,
      store: lake,
      reader: lake,
      state: new MemoryLandingState(),
    });
    expect(heads.map(({ partition, slot }) => [partition, slot + 1])).toEqual(filled);
    expect(heads[0]?.metadata.lastSequenceNumber).toBe(29);
  });

  it('finds none in an empty lake', async () => {
    const lake = new MemoryLake();
    const heads = await listHeads({
      sources: SOURCES,
      store: lake,
      reader: lake,
      state: new MemoryLandingState(),
    });
    expect(heads).toEqual([]);
  });

  it('starts at the hint or at the known slot, whichever is newer', async () => {
    const lake = new MemoryLake();
    const partition = partitionOf('iot', FIRST, 0);
    fill(lake, partition, 500);
    const state = new MemoryLandingState();
    const options = { sources: ['iot'] as const, store: lake, reader: lake, state };
    const cost = async (known?: number): Promise<number> => {
      const before = lake.requests.readMetadata;
      const [head] = await listHeads({
        ...options,
        ...(known !== undefined && { known: () => toSlot(known) }),
      });
      expect(head?.slot).toBe(499);
      return lake.requests.readMetadata - before;
    };
    expect(await cost()).toBeGreaterThan(10);
    expect(await cost(499)).toBe(2);
    await state.advanceHeadHint(partition, toSlot(498));
    expect(await cost(400)).toBeLessThan(6);
  });
});
