import { randomInt } from 'node:crypto';
import { type DeliveryStore } from '../../../src/lib/live/deliver/delivery-store';
import { type WindowReader } from '../../../src/lib/live/ports';
import { EventIds, hashEvent } from '../../../src/lib/live/windows/event-ids';
import { type LivePosition, START } from '../../../src/lib/live/windows/live-position';
import { type LiveStateStore, type MinuteWrite } from '../../../src/lib/live/windows/live-state-store';
import { type PartitionId, toHubGeneration, toSequenceNumber } from '../../../src/lib/event-log/positions';
import { type View } from '../../../src/lib/live/windows/view';
import { type MinuteState } from '../../../src/lib/live/windows/window-state';
import { MINUTE, VIEW } from '../../unit/live/windows/live-scene';

export interface LiveStateHarness {
  readonly store: LiveStateStore & DeliveryStore & WindowReader;
  close(): Promise<void>;
}

const NO_IDS = { row: 0, rows: 0, bytes: Buffer.alloc(0) };

/** Behaviour of every store of the live state. Each test uses its own hub generation. */
export function describeLiveState(name: string, open: () => Promise<LiveStateHarness>): void {
  describe(`LiveStateStore: ${name}`, () => {
    let harness: LiveStateHarness;
    let store: LiveStateHarness['store'];
    let partition: PartitionId;

    beforeAll(async () => {
      harness = await open();
      ({ store } = harness);
    });
    afterAll(() => harness.close());
    beforeEach(async () => {
      partition = {
        source: 'iot',
        hubGeneration: toHubGeneration(new Date(randomInt(2 ** 40))),
        partition: 3,
      };
      await store.register(partition);
    });

    /** Writes a position and minutes. @returns the new ETag of the position */
    const written = async (
      position: LivePosition,
      etag: string | undefined,
      minutes: readonly MinuteWrite[] = [],
    ): Promise<string> => {
      const result = await store.write(partition, position, etag, minutes);
      if (result.outcome !== 'written') throw new Error(`The write's outcome is ${result.outcome}.`);
      return result.etag;
    };

    it('lists each partition of a source once when several callers register it together', async () => {
      const four = { ...partition, partition: 4 };
      await Promise.all([four, partition, four].map((one) => store.register(one)));
      const listed = (await store.listPartitions('iot')).filter(
        ({ hubGeneration }) => hubGeneration === partition.hubGeneration,
      );
      expect(listed).toHaveLength(2);
      expect(listed).toEqual(expect.arrayContaining([partition, four]));
      expect(await store.listPartitions('logistics')).toEqual([]);
    });

    it('returns no position, minute or delivery for a new partition', async () => {
      expect(await store.readPosition(partition)).toBeUndefined();
      expect(await store.readMinute(partition, VIEW, MINUTE)).toBeUndefined();
      expect(await store.readDelivered(partition)).toBe(0);
    });

    it('returns positions and minutes as written, with numbers beyond 32 bits and 2^53', async () => {
      const position = positionAt(2 ** 40, {
        changes: { [VIEW.name]: [{ from: MINUTE, to: MINUTE, version: 2 ** 33 }] },
        outsideRetention: {
          [VIEW.name]: {
            events: 3,
            lastSequenceNumber: toSequenceNumber(7),
            earliest: MINUTE,
            latest: MINUTE + 1,
          },
        },
        future: { [VIEW.name]: [{ from: MINUTE, to: MINUTE + 60_000 }] },
      });
      const etag = await written(position, undefined, [minuteWrite(VIEW, stateOf(MINUTE, 2 ** 40))]);
      expect(await store.readPosition(partition)).toMatchObject({ position, etag });
      expect(await store.readMinute(partition, VIEW, MINUTE)).toEqual({
        state: stateOf(MINUTE, 2 ** 40),
        ids: [],
      });
      expect(await store.readMinuteState(partition, VIEW, MINUTE)).toEqual(stateOf(MINUTE, 2 ** 40));
    });

    it('refuses a write and all its minutes when its ETag is not the newest', async () => {
      const first = await written(positionAt(1), undefined);
      const second = await written(positionAt(2), first, [minuteWrite(VIEW, stateOf(MINUTE, 2))]);
      expect(second).not.toBe(first);
      for (const etag of [undefined, first]) {
        const late = await store.write(partition, positionAt(9), etag, [
          minuteWrite(VIEW, stateOf(MINUTE, 9)),
          minuteWrite(VIEW, stateOf(MINUTE + 60_000, 9)),
        ]);
        expect(late).toHaveProperty('outcome', 'conflict');
      }
      expect(await store.readPosition(partition)).toMatchObject({ position: positionAt(2), etag: second });
      expect((await store.readMinute(partition, VIEW, MINUTE))?.state).toEqual(stateOf(MINUTE, 2));
      expect(await store.readMinute(partition, VIEW, MINUTE + 60_000)).toBeUndefined();
    });

    it('accepts one of several concurrent writes of a position', async () => {
      let etag: string | undefined;
      for (let round = 0; round < 5; round++) {
        const results = await Promise.all(
          [1, 2, 3, 4].map((writer) => store.write(partition, positionAt(10 * round + writer), etag, [])),
        );
        const winners = results.filter(({ outcome }) => outcome === 'written');
        expect(winners).toHaveLength(1);
        etag = winners[0]?.outcome === 'written' ? winners[0].etag : undefined;
        expect((await store.readPosition(partition))?.etag).toBe(etag);
      }
    });

    it('keeps event ids in rows that only grow', async () => {
      const ids = new EventIds();
      let next = 0;
      let etag: string | undefined;
      for (const count of [10, 6985, 5, 10, 9000, 0]) {
        for (let index = 0; index < count; index++) ids.add(hashEvent(MINUTE * 1000, String(next++)));
        const write = { view: VIEW, state: stateOf(MINUTE, next), ids: ids.unsaved() };
        etag = await written(positionAt(next), etag, [write]);
        ids.saved();
        const stored = await store.readMinute(partition, VIEW, MINUTE);
        const again = EventIds.of(stored?.ids ?? []);
        expect(again.size).toBe(next);
        expect(again.unsaved()).toEqual(ids.unsaved());
        expect(again.add(hashEvent(MINUTE * 1000, String(next - 1)))).toBe(false);
        expect(again.add(hashEvent(MINUTE * 1000, '0'))).toBe(false);
        expect(again.add(hashEvent(MINUTE * 1000, 'new'))).toBe(true);
      }
    });

    it('writes 25 minutes with two rows of ids each', async () => {
      const minutes = Array.from({ length: 25 }, (_, index) => {
        const ids = new EventIds();
        for (let id = 0; id < 7100; id++) ids.add(hashEvent(index, String(id)));
        return { view: VIEW, state: stateOf(MINUTE + index * 60_000, 1), ids: ids.unsaved() };
      });
      // 1.4 MiB of ids, as Azure counts it.
      await written(positionAt(1), undefined, minutes);
      expect((await store.readMinute(partition, VIEW, MINUTE + 24 * 60_000))?.ids).toHaveLength(2);
    });

    it('returns the minutes of a range in order, with the position that they include', async () => {
      const minutes = [0, 1, 2, 3].map((index) => stateOf(MINUTE + index * 60_000, index));
      await written(
        positionAt(8, { wholeFrom: MINUTE, future: { [VIEW.name]: [{ from: MINUTE, to: MINUTE }] } }),
        undefined,
        [...minutes].reverse().map((state) => minuteWrite(VIEW, state)),
      );
      const range = { from: MINUTE + 60_000, to: MINUTE + 180_000 };
      const windows = await store.readWindows({ source: 'iot', view: VIEW.name, ...range });
      expect(windows.filter(({ hubGeneration }) => hubGeneration === partition.hubGeneration)).toEqual([
        {
          hubGeneration: partition.hubGeneration,
          partition: 3,
          lastSequenceNumber: 8,
          wholeFrom: MINUTE,
          outsideRetention: undefined,
          future: [{ from: MINUTE, to: MINUTE }],
          minutes: minutes.slice(1, 3),
        },
      ]);
      await expect(
        store.readWindows({ source: 'logistics', view: VIEW.name, ...range }),
      ).rejects.toHaveProperty('code', 'serve_view_unknown');
    });

    it('returns no minute of before to a view that began later', async () => {
      const later: View = { ...VIEW, shape: `${VIEW.shape}.7` };
      await written(positionAt(1), undefined, [minuteWrite(VIEW, stateOf(MINUTE, 1))]);
      expect(await store.readMinute(partition, later, MINUTE)).toBeUndefined();
      expect(await store.readMinuteState(partition, later, MINUTE)).toBeUndefined();
      expect(await store.listMinutes(partition, later, MINUTE, MINUTE + 60_000)).toEqual([]);
    });

    it('returns the views of a position as written', async () => {
      const views = {
        whole: { shape: 'a', since: 0, wholeFrom: 0 },
        new: {
          shape: 'b',
          since: 2 ** 33,
          wholeFrom: MINUTE,
          backfill: { nextSlot: 3, lastSequenceNumber: -1 },
        },
      };
      await written({ ...positionAt(1), nextSlot: 2 ** 33, views }, undefined);
      expect((await store.readPosition(partition))?.position).toMatchObject({ nextSlot: 2 ** 33, views });
    });

    it('marks a minute as overflowed when it was written with another definition of the view', async () => {
      const before: View = { ...VIEW, shape: 'before' };
      await written(positionAt(1), undefined, [minuteWrite(before, stateOf(MINUTE, 1))]);
      expect((await store.readMinute(partition, VIEW, MINUTE))?.state).toEqual({
        minute: MINUTE,
        lastSequenceNumber: 1,
        windows: [],
        overflowed: true,
      });
    });

    it('writes the lease of delivery only on the row that was read', async () => {
      const before = await store.readLease();
      const first = await store.writeLease({ owner: 'a', until: 2 ** 41 }, before?.etag);
      expect(first).toEqual(expect.any(String));
      expect(await store.readLease()).toMatchObject({ owner: 'a', until: 2 ** 41, etag: first });
      expect(await store.writeLease({ owner: 'b', until: 1 }, undefined)).toBeUndefined();
      const second = await store.writeLease({ owner: 'b', until: 1 }, first);
      expect(await store.writeLease({ owner: 'a', until: 2 }, first)).toBeUndefined();
      expect(await store.readLease()).toMatchObject({ owner: 'b', until: 1, etag: second });
    });

    it('keeps the delivered version and the status of the sinks', async () => {
      await store.writeDelivered(partition, 2 ** 33);
      expect(await store.readDelivered(partition)).toBe(2 ** 33);
      const status = { name: 'table', state: 'up', lastDeliveredAt: null, message: null } as const;
      await store.writeSinkStatuses([status]);
      expect(await store.readSinkStatuses()).toEqual([status]);
    });

    it('deletes the minutes before `wholeFrom`, and no others', async () => {
      const ids = new EventIds();
      ids.add(hashEvent(1, 'a'));
      const minutes = Array.from({ length: 25 }, (_, index) => ({
        view: VIEW,
        state: stateOf(MINUTE + index * 60_000, index),
        ids: ids.unsaved(),
      }));
      const etag = await written(positionAt(1), undefined, minutes);
      const wholeFrom = MINUTE + 20 * 60_000;
      const first = await store.listBelow(partition, VIEW, wholeFrom, 3);
      expect(first.map(({ minute }) => minute)).toEqual([0, 1, 2].map((index) => MINUTE + index * 60_000));
      const below = await store.listBelow(partition, VIEW, wholeFrom, 1000);
      expect(below.map(({ minute, lastSequenceNumber }) => ({ minute, lastSequenceNumber }))).toEqual(
        minutes
          .slice(0, 20)
          .map(({ state: { minute, lastSequenceNumber } }) => ({ minute, lastSequenceNumber })),
      );
      expect(await store.writePosition(partition, positionAt(1, { wholeFrom }), etag)).toBe('written');
      expect(await store.writePosition(partition, positionAt(1), etag)).toBe('conflict');
      await store.deleteBelow(partition, VIEW, wholeFrom);
      await store.deleteBelow(partition, VIEW, wholeFrom);
      const left = await store.listMinutes(partition, VIEW, 0, MINUTE + 86_400_000);
      expect(left.map(({ minute }) => minute)).toEqual(
        minutes.slice(20).map(({ state: { minute } }) => minute),
      );
      expect((await store.readPosition(partition))?.position.wholeFrom).toBe(wholeFrom);
      expect((await store.readMinute(partition, VIEW, wholeFrom))?.ids).toHaveLength(1);
    });
  });
}

function positionAt(lastSequenceNumber: number, more: Partial<LivePosition> = {}): LivePosition {
  return { ...START, lastSequenceNumber, version: lastSequenceNumber, lastEnqueuedTime: MINUTE, ...more };
}

function minuteWrite(view: View, state: MinuteState): MinuteWrite {
  return { view, state, ids: NO_IDS };
}

function stateOf(minute: number, lastSequenceNumber: number): MinuteState {
  const groups = ['HAM', 'Zürich "#/\\?"'].map((site) => ({
    keys: [site, 'ok'],
    events: 3,
    values: [
      { aggregate: 'count', count: 3 },
      { aggregate: 'count', count: 0 },
      { aggregate: 'sum', sum: -(10n ** 25n) },
      { aggregate: 'minimum', value: null },
      { aggregate: 'maximum', value: 0.1 },
      { aggregate: 'average', sum: 2n ** 70n, count: 2 },
    ] as const,
  }));
  return {
    minute,
    lastSequenceNumber: toSequenceNumber(lastSequenceNumber),
    windows: [
      { start: minute, groups },
      { start: minute + 10_000, groups },
    ],
    overflowed: false,
  };
}
