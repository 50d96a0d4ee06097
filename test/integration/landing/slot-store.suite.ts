import { randomBytes, randomInt } from 'node:crypto';
import { BronzeWriter } from '../../../src/lib/landing/bronze-writer';
import { type SlotMetadata, slotPath } from '../../../src/lib/landing/slot-metadata';
import {
  type PartitionId,
  partitionPath,
  toHubGeneration,
  toSequenceNumber,
  toSlot,
} from '../../../src/lib/event-log/positions';
import { type SlotReader, type SlotStore } from '../../../src/lib/landing/ports';
import { reconcile } from '../../../src/lib/landing/reconcile';
import { type Source } from '../../../src/lib/contracts/source';
import { validateJson, receivedEvents } from '../../testing/fixtures/events';
import { MemoryLandingState } from '../../testing/fakes/memory-landing-state';
import { MemoryHubLog } from '../../testing/fakes/memory-hub-log';

export interface SlotStoreHarness {
  readonly store: SlotStore & SlotReader;
  /** Writes an object that is not a slot. */
  putForeign(path: string): Promise<void>;
  close(): Promise<void>;
}

/** Behaviour of every `SlotStore` and `SlotReader`. Each test uses its own hub generation. */
export function describeSlotStore(name: string, open: () => Promise<SlotStoreHarness>): void {
  describe(`SlotStore and SlotReader: ${name}`, () => {
    let harness: SlotStoreHarness;
    let store: SlotStore & SlotReader;
    let partition: PartitionId;

    beforeAll(async () => {
      harness = await open();
      ({ store } = harness);
    });
    afterAll(() => harness.close());
    beforeEach(() => {
      partition = {
        source: 'iot',
        hubGeneration: toHubGeneration(new Date(randomInt(2 ** 40))),
        partition: 3,
      };
    });

    const path = (slot: number): string => slotPath(partition, toSlot(slot));

    it('creates a slot, and returns its metadata and bytes unchanged', async () => {
      const body = randomBytes(70_000);
      const metadata = slotMetadata({ gaps: [gap(0, 4), gap(7, 9)] });
      expect(await store.create(path(0), body, metadata)).toEqual({ outcome: 'created' });
      expect(await store.readMetadata(path(0))).toEqual(metadata);
      const read = await store.read(path(0));
      expect(read.metadata).toEqual(metadata);
      expect(read.body.equals(body)).toBe(true);
    });

    it('returns no metadata for a free name', async () => {
      expect(await store.readMetadata(path(0))).toBeUndefined();
      await store.create(path(0), Buffer.from('a'), slotMetadata());
      expect(await store.readMetadata(path(1))).toBeUndefined();
    });

    it('returns `uncertain` for a name that another owner has taken, and keeps the slot', async () => {
      await store.create(path(0), Buffer.from('first'), slotMetadata({ accepted: 1 }));
      const again = await store.create(path(0), Buffer.from('second'), slotMetadata({ accepted: 2 }));
      expect(again).toMatchObject({ outcome: 'uncertain', cause: expect.anything() as unknown });
      const { body, metadata } = await store.read(path(0));
      expect(body.toString('utf8')).toBe('first');
      expect(metadata.accepted).toBe(1);
    });

    it('creates one slot when many owners compete for its name', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          store.create(path(0), Buffer.from(`owner ${n}`), slotMetadata({ accepted: n })),
        ),
      );
      const winners = outcomes.flatMap(({ outcome }, n) => (outcome === 'created' ? [n] : []));
      expect(winners).toHaveLength(1);
      const { body, metadata } = await store.read(path(0));
      expect(body.toString('utf8')).toBe(`owner ${winners[0]}`);
      expect(metadata.accepted).toBe(winners[0]);
    });

    it('stores slots of several megabytes', async () => {
      const body = randomBytes(9_000_000);
      expect(await store.create(path(0), body, slotMetadata())).toEqual({ outcome: 'created' });
      expect((await store.read(path(0))).body.equals(body)).toBe(true);
    });

    it('returns the lowest slot of a partition', async () => {
      expect(await store.firstSlot(partition)).toBeUndefined();
      for (const slot of [12, 7, 100]) await store.create(path(slot), Buffer.from('a'), slotMetadata());
      expect(await store.firstSlot(partition)).toBe(7);
    });

    it('ignores a foreign object when it looks for the first slot', async () => {
      await harness.putForeign(`${partitionPath(partition)}/000-notes.txt`);
      expect(await store.firstSlot(partition)).toBeUndefined();
      await store.create(path(5), Buffer.from('a'), slotMetadata());
      expect(await store.firstSlot(partition)).toBe(5);
    });

    it('refuses to read a foreign object that has the name of a slot', async () => {
      await harness.putForeign(path(0));
      const refusal = { code: 'landing_invariant', kind: 'permanent', data: { path: path(0) } };
      await expect(store.readMetadata(path(0))).rejects.toMatchObject(refusal);
      await expect(store.read(path(0))).rejects.toMatchObject(refusal);
    });

    it('throws `lake_unavailable` when the slot to read does not exist', async () => {
      await expect(store.read(path(0))).rejects.toMatchObject({
        code: 'lake_unavailable',
        kind: 'transient',
      });
    });

    it('lists every object of a partition by name, in order', async () => {
      const foreign = `${partitionPath(partition)}/_SUCCESS`;
      await harness.putForeign(foreign);
      for (const slot of [10, 2, 0]) await store.create(path(slot), Buffer.from('a'), slotMetadata());
      await store.create(
        slotPath({ ...partition, partition: 30 }, toSlot(0)),
        Buffer.from('a'),
        slotMetadata(),
      );
      const paths: string[] = [];
      for await (const one of store.listObjects(partition)) paths.push(one.path);
      expect(paths).toEqual([path(0), path(2), path(10), foreign]);
    });

    it('lists the partitions and hub generations that have slots', async () => {
      const other: Source = 'logistics';
      for (const number of [10, 2, 1023]) {
        await store.create(
          slotPath({ ...partition, partition: number }, toSlot(0)),
          Buffer.from('a'),
          slotMetadata(),
        );
      }
      await store.create(
        slotPath({ ...partition, source: other }, toSlot(0)),
        Buffer.from('a'),
        slotMetadata(),
      );
      expect(await store.listPartitions('iot', partition.hubGeneration)).toEqual([2, 10, 1023]);
      expect(await store.listPartitions('customers', partition.hubGeneration)).toEqual([]);
      expect(await store.listHubGenerations('iot')).toContain(partition.hubGeneration);
      expect(await store.listHubGenerations(other)).toContain(partition.hubGeneration);
      expect(await store.listHubGenerations('customers')).not.toContain(partition.hubGeneration);
    });

    it('lands each event once when two owners land the same partition', async () => {
      const events = receivedEvents(0, 59);
      const state = new MemoryLandingState();
      const hub = new MemoryHubLog(events);
      hub.hubGeneration = partition.hubGeneration;
      const bronzeWriters = Array.from(
        { length: 2 },
        () =>
          new BronzeWriter({
            source: 'iot',
            store,
            state,
            hub,
            validate: validateJson,
            clock: { now: () => new Date() },
            pause: () => Promise.resolve(),
            createAttempts: 50,
          }),
      );
      await Promise.all(
        bronzeWriters.map(async (bronzeWriter, owner) => {
          const size = 4 + 3 * owner;
          for (let next = 0; next < events.length; next += size) {
            await bronzeWriter.land(3, events.slice(next, next + size));
          }
        }),
      );
      const { accounts } = await reconcile({
        sources: ['iot'],
        slots: { ...bind(store), listHubGenerations: () => Promise.resolve([partition.hubGeneration]) },
        hub: {
          readHubGeneration: () => Promise.resolve(partition.hubGeneration),
          readPartitions: () =>
            Promise.resolve([{ partition: 3, beginSequenceNumber: 0, lastSequenceNumber: 59 }]),
        },
      });
      expect(accounts).toMatchObject([{ partition: 3, received: 60, accepted: 60, differences: [] }]);
    });
  });
}

function bind(reader: SlotReader): SlotReader {
  return {
    listHubGenerations: (source) => reader.listHubGenerations(source),
    listPartitions: (source, hubGeneration) => reader.listPartitions(source, hubGeneration),
    listObjects: (partition) => reader.listObjects(partition),
    readMetadata: (path) => reader.readMetadata(path),
    read: (path) => reader.read(path),
  };
}

const gap = (from: number, to: number) => ({
  from: toSequenceNumber(from),
  to: toSequenceNumber(to),
  reason: 'retention' as const,
});

function slotMetadata(given: Partial<SlotMetadata> = {}): SlotMetadata {
  return {
    firstSequenceNumber: toSequenceNumber(5),
    lastSequenceNumber: toSequenceNumber(2 ** 40),
    lastEnqueuedTime: '2026-11-21T03:00:00.123Z',
    accepted: 17,
    quarantined: 3,
    sha256: 'ab'.repeat(32),
    attempt: 2,
    gaps: [],
    readBy: 'trigger',
    ...given,
  };
}
