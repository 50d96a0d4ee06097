import { type HubPartition } from '../../../src/lib/event-log/hub-reader';
import { partitionOfKey } from '../../../src/lib/publish/partition-of-key';
import { type HubBatch, type HubPort } from '../../../src/lib/event-log/hub-port';
import { Publisher } from '../../../src/lib/publish/publisher';
import { type OutgoingEvent } from '../../../src/lib/event-log/outgoing-event';
import { type HubGeneration } from '../../../src/lib/event-log/positions';

export interface HubHarness {
  readonly hub: HubPort & {
    readHubGeneration(): Promise<HubGeneration>;
    readPartitions(): Promise<readonly HubPartition[]>;
  };
  /** Reads up to `count` bodies of a partition in order, from a sequence number on. */
  readBodies(partitionId: string, fromSequenceNumber: number, count: number): Promise<readonly Buffer[]>;
  close(): Promise<void>;
}

/** Behaviour of every implementation of `HubPort`. The hub has two partitions or more, and may already hold events. */
export function describeHub(name: string, open: () => Promise<HubHarness>): void {
  describe(`HubPort: ${name}`, () => {
    let harness: HubHarness;
    let hub: HubHarness['hub'];

    beforeAll(async () => {
      harness = await open();
      ({ hub } = harness);
    });
    afterAll(() => harness.close());

    const lastOf = async (partitionId: string): Promise<number> => {
      const partitions = await hub.readPartitions();
      return partitions.find(({ partition }) => String(partition) === partitionId)?.lastSequenceNumber ?? NaN;
    };

    it('lists its partitions in order, from 0 on', async () => {
      const ids = await hub.partitionIds();
      expect(ids.length).toBeGreaterThan(1);
      expect(ids).toEqual(ids.map((_, index) => String(index)));
      expect((await hub.readPartitions()).map(({ partition }) => String(partition))).toEqual(ids);
    });

    it('returns the same generation for each request', async () => {
      const hubGeneration = await hub.readHubGeneration();
      expect(hubGeneration).toMatch(/^\d{8}T\d{9}Z$/);
      expect(await hub.readHubGeneration()).toBe(hubGeneration);
    });

    it('appends a batch to its partition, in order and unchanged', async () => {
      const bodies = [Buffer.from('{"a":"ü🎉"}'), Buffer.from([0, 255, 10, 195]), Buffer.from('x')];
      const [before, beside] = [await lastOf('1'), await lastOf('0')];
      const batch = await hub.createBatch('1');
      expect(batch.count).toBe(0);
      for (const body of bodies) expect(batch.tryAdd(toEvent(body))).toBe(true);
      expect(batch.count).toBe(3);
      await hub.send(batch);
      expect([await lastOf('1'), await lastOf('0')]).toEqual([before + 3, beside]);
      const read = await harness.readBodies('1', before + 1, 3);
      expect(read.map((body) => body.toString('hex'))).toEqual(bodies.map((body) => body.toString('hex')));
    });

    it('refuses an event that no longer fits, and keeps the batch', async () => {
      const batch = await hub.createBatch('0');
      const half = toEvent(Buffer.alloc(600_000, 'a'));
      expect(batch.tryAdd(half)).toBe(true);
      expect(batch.tryAdd(half)).toBe(false);
      expect(batch.count).toBe(1);
      expect(batch.tryAdd(toEvent(Buffer.from('small')))).toBe(true);
      const before = await lastOf('0');
      await hub.send(batch);
      expect(await lastOf('0')).toBe(before + 2);
    });

    it('refuses an event that is larger than a batch', async () => {
      const batch = await hub.createBatch('0');
      expect(batch.tryAdd(toEvent(Buffer.alloc(1_100_000)))).toBe(false);
      expect(batch.count).toBe(0);
    });

    it('refuses a batch that another hub made', async () => {
      const foreign: HubBatch = { count: 1, tryAdd: () => true };
      await expect(hub.send(foreign)).rejects.toThrow('send a batch to the hub that created it');
    });

    it('receives each event of a publisher in the partition of its key, in order', async () => {
      const partitionIds = await hub.partitionIds();
      const before = new Map(
        await Promise.all(partitionIds.map(async (id) => [id, await lastOf(id)] as const)),
      );
      const events = Array.from({ length: 200 }, (_, n) => ({
        partitionKey: `device-${n % 17}`,
        body: Buffer.from(`{"n":${n}}`),
      }));
      const publisher = new Publisher({ hub });
      const reports = await Promise.all([
        publisher.publish(events.slice(0, 50)),
        publisher.publish(events.slice(50)),
      ]);
      expect(reports).toEqual([
        { published: 50, failures: [] },
        { published: 150, failures: [] },
      ]);
      for (const id of partitionIds) {
        const mine = events.filter(
          ({ partitionKey }) => String(partitionOfKey(partitionKey, partitionIds.length)) === id,
        );
        const read = await harness.readBodies(id, (before.get(id) ?? NaN) + 1, mine.length);
        expect(read.map(String)).toEqual(mine.map(({ body }) => String(body)));
      }
    });
  });
}

const toEvent = (body: Buffer): OutgoingEvent => ({ partitionKey: undefined, body });
