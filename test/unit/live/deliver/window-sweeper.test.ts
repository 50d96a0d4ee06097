import { WindowSweeper } from '../../../../src/lib/live/deliver/window-sweeper';
import { LIVE_PARTITION, liveEvent, MINUTE, setUp as setUpAggregator, VIEW } from '../windows/live-scene';

const HOUR = 3_600_000;

function setUp(minutesATime = 2000) {
  const scene = setUpAggregator();
  const sweeper = new WindowSweeper({
    views: [VIEW],
    store: scene.store,
    retentionHours: 2,
    minutesATime,
    clock: { now: () => new Date(scene.clock.time) },
  });
  return { ...scene, sweeper };
}

const minutes = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) =>
    liveEvent(from + index, { id: 'a', at: (from + index) * 60_000, site: 'HAM', status: 'ok' }),
  );

describe('WindowSweeper', () => {
  it('deletes old windows, also of partitions without new events, and records them in outsideRetention', async () => {
    const { aggregator, store, clock, sweeper, read } = setUp();
    await aggregator.aggregate(0, minutes(0, 9));
    expect(await sweeper.sweep()).toBe(0);
    clock.time += 2 * HOUR + 4 * 60_000;
    expect(await sweeper.sweep()).toBe(4);
    const windows = await read();
    expect(windows.minutes.map(({ minute }) => (minute - MINUTE) / 60_000)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(windows).toMatchObject({
      wholeFrom: MINUTE + 4 * 60_000,
      outsideRetention: { events: 0, lastSequenceNumber: 3, earliest: MINUTE, latest: MINUTE + 3 * 60_000 },
    });
    expect(store.partitions.size).toBe(1);
  });

  it('keeps windows that were aggregated between its reads and its write', async () => {
    const { aggregator, store, clock, sweeper } = setUp();
    await aggregator.aggregate(0, minutes(0, 9));
    clock.time += 2 * HOUR + 4 * 60_000;
    const listBelow = store.listBelow.bind(store);
    store.listBelow = async (...args) => {
      const found = await listBelow(...args);
      await aggregator.aggregate(0, minutes(10, 10));
      return found;
    };
    expect(await sweeper.sweep()).toBe(0);
    store.listBelow = listBelow;
    expect(await sweeper.sweep()).toBe(4);
    expect(await aggregator.aggregate(0, minutes(11, 12))).toMatchObject({ aggregated: 2 });
    expect((await store.readPosition(LIVE_PARTITION))?.position.lastSequenceNumber).toBe(12);
  });

  it('stops when its time is up, and continues there in the next call', async () => {
    const { aggregator, store, clock, sweeper, read } = setUp(3);
    await aggregator.aggregate(0, minutes(0, 9));
    clock.time += 2 * HOUR + 8 * 60_000;
    const deleteBelow = store.deleteBelow.bind(store);
    store.deleteBelow = async (...args) => {
      clock.time += 20_000;
      await deleteBelow(...args);
    };
    const begun = clock.time;
    const left = async () => (await read()).minutes.length;
    // Three parts of three minutes, each twenty seconds: the third would begin after thirty.
    expect([await sweeper.sweepWhenDue(begun + 30_000), await left()]).toEqual([6, 4]);
    expect((await store.readPosition(LIVE_PARTITION))?.position.wholeFrom).toBe(MINUTE + 6 * 60_000);
    // Immediately, not when the next sweep is due.
    expect([await sweeper.sweepWhenDue(clock.time + 30_000), await left()]).toEqual([2, 2]);
    expect(await sweeper.sweepWhenDue(clock.time + 30_000)).toBe(0);
    expect(await read()).toMatchObject({
      wholeFrom: MINUTE + 8 * 60_000,
      outsideRetention: { lastSequenceNumber: 7, earliest: MINUTE, latest: MINUTE + 7 * 60_000 },
    });
  });

  it('starts with other partitions in the call after a failed one', async () => {
    const { aggregator, store, clock, sweeper } = setUp();
    await aggregator.aggregate(0, minutes(0, 9));
    clock.time += 3 * HOUR;
    const other = { ...LIVE_PARTITION, partition: 0 };
    store.listPartitions = () => Promise.resolve([other, LIVE_PARTITION]);
    const readPosition = store.readPosition.bind(store);
    const asked: number[] = [];
    store.readPosition = (partition) => {
      asked.push(partition.partition);
      return partition === other ? Promise.reject(new Error('503')) : readPosition(partition);
    };
    await expect(sweeper.sweepWhenDue()).rejects.toThrow('503');
    await expect(sweeper.sweepWhenDue()).rejects.toThrow('503');
    expect(asked).toEqual([0, LIVE_PARTITION.partition, 0]);
  });

  it('sweeps when it is due', async () => {
    const { aggregator, clock, sweeper, read } = setUp();
    await aggregator.aggregate(0, minutes(0, 9));
    await sweeper.sweepWhenDue();
    clock.time += 10 * 60_000 - 1;
    await sweeper.sweepWhenDue();
    clock.time += 2 * HOUR;
    await sweeper.sweepWhenDue();
    expect((await read()).minutes).toHaveLength(1);
  });
});
