import { PoisonGuard, SearchTurns } from '../../../../src/lib/event-log/poison-guard';
import { toSlot } from '../../../../src/lib/event-log/positions';
import { MemoryLandingState } from '../../../testing/fakes/memory-landing-state';
import { LIVE_PARTITION, liveEvent, MINUTE, type Reading, setUp } from './live-scene';
import { recompute, toPlain } from './recompute';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const log = Array.from({ length: 40 }, (_, index): Reading => ({
  id: String(index),
  at: index * 100,
  site: 'HAM',
  status: 'ok',
  power: index,
}));
const events = (from: number, to: number) =>
  log.slice(from, to + 1).map((reading, index) => liveEvent(from + index, reading));

/** Lands slots of four events each, without a hand-over. */
function landed(count: number) {
  const scene = setUp();
  for (let slot = 0; slot < count; slot++) scene.bronze.land(0, events(slot * 4, slot * 4 + 3));
  const follow = (limits: object = {}, created: readonly number[] = []) =>
    scene.aggregator.windows.follow(scene.bronze.batchOf(0, created.map(toSlot)), {
      until: Infinity,
      ...limits,
    });
  return { ...scene, follow };
}

describe('windows that are behind Bronze', () => {
  it('read what they missed from Bronze, and the rest from memory', async () => {
    const { bronze, follow, read } = landed(5);
    expect(await follow({}, [3, 4])).toMatchObject({ state: 'level', aggregated: 20, first: 0 });
    expect(bronze.requests.readEvents).toBe(3);
    expect(toPlain(await read())).toEqual(recompute(log, 19));
  });

  it('read nothing while each batch follows the one before', async () => {
    const { aggregator, bronze, store } = setUp();
    await aggregator.aggregate(0, events(0, 3));
    const before = bronze.requests.readMetadata;
    await aggregator.aggregate(0, events(4, 7));
    await aggregator.aggregate(0, events(2, 7));
    expect(bronze.requests).toEqual({ readEvents: 0, readMetadata: before });
    expect((await store.readPosition(LIVE_PARTITION))?.position).toMatchObject({
      lastSequenceNumber: 7,
      nextSlot: 2,
    });
  });

  it('leave it to the timer if more is missing than a call may read', async () => {
    const { bronze, follow } = landed(5);
    expect(await follow({ maxUnread: 15 }, [4])).toMatchObject({ state: 'behind', aggregated: 0 });
    expect(bronze.requests.readEvents).toBe(0);
    expect(await follow({ maxUnread: 16 }, [4])).toMatchObject({ state: 'level', aggregated: 20 });
  });

  it('stop when the time of the call is over, and continue in the next', async () => {
    const { aggregator, bronze, clock, read, store } = landed(5);
    const { write } = store;
    store.write = (...args) => {
      clock.time += 10;
      return write.apply(store, args);
    };
    const batch = bronze.batchOf(0, []);
    const { windows } = aggregator;
    const small = { until: clock.time + 1 };
    store.most.minutes = 1;
    expect((await windows.follow(batch, { until: clock.time })).state).toBe('unfinished');
    expect((await windows.follow(batch, small)).state).toBe('level');
    expect(toPlain(await read())).toEqual(recompute(log, 19));
  });

  it('begin again at the start when the table is emptied', async () => {
    const { aggregator, store, read, bronze } = setUp();
    await aggregator.aggregate(0, events(0, 3));
    await aggregator.aggregate(0, events(4, 7));
    for (const partition of store.partitions.values()) {
      partition.stored = undefined;
      partition.minutes.clear();
    }
    // The call still knows its position, and has to give it up.
    expect(await aggregator.aggregate(0, events(8, 11))).toMatchObject({ aggregated: 12 });
    expect(bronze.requests.readEvents).toBe(2);
    expect(toPlain(await read())).toEqual(recompute(log, 11));
  });

  it('find their slot when an earlier version wrote the position', async () => {
    const { follow, store, read, open, bronze } = landed(3);
    await follow();
    const stored = await store.readPosition(LIVE_PARTITION);
    if (stored === undefined) throw new Error('no position');
    await store.writePosition(LIVE_PARTITION, { ...stored.position, nextSlot: undefined }, stored.etag);
    bronze.land(0, events(12, 15));
    await open().sweep(0);
    expect(toPlain(await read())).toEqual(recompute(log, 15));
  });

  it('wait for Bronze when an earlier version was ahead of it', async () => {
    const { follow, store, read, open, bronze } = landed(1);
    await follow();
    const stored = await store.readPosition(LIVE_PARTITION);
    if (stored === undefined) throw new Error('no position');
    const ahead = { ...stored.position, nextSlot: undefined, lastSequenceNumber: 5 };
    await store.writePosition(LIVE_PARTITION, ahead, stored.etag);
    const next = open();
    expect(await next.aggregate(0, events(4, 4))).toMatchObject({ aggregated: 0 });
    bronze.land(0, events(5, 7));
    await next.aggregate(0, events(8, 8));
    expect(await read()).toMatchObject({ lastSequenceNumber: 8 });
    const counted = [...log.slice(0, 4), undefined, undefined, ...log.slice(6)];
    expect(toPlain(await read())).toEqual(recompute(counted, 8));
  });
});

describe('windows without a position', () => {
  const old = (index: number, age: number) =>
    liveEvent(index, { id: String(index), at: -age, site: 'HAM', status: 'ok', power: 1 }, MINUTE - age);

  it('begin at the first slot with events of their retention', async () => {
    const { aggregator, bronze, read } = setUp();
    for (let slot = 0; slot < 50; slot++) bronze.land(0, [old(slot, (75 - slot) * HOUR)]);
    expect(await aggregator.sweep(0)).toMatchObject({ first: 49, aggregated: 1 });
    expect(bronze.requests.readMetadata).toBeLessThan(12);
    const windows = await read();
    expect(windows).toMatchObject({ lastSequenceNumber: 49, outsideRetention: { events: 1 } });
    // The newest event that was skipped came 27 hours ago, and counts at most a day before its time.
    expect(windows.wholeFrom).toBe(MINUTE - 2 * HOUR);
  });

  it('have the position of Bronze when every slot is too old', async () => {
    const { aggregator, bronze, store, read } = setUp();
    bronze.land(0, [old(0, 40 * DAY)]);
    bronze.land(0, [old(1, 39 * DAY)]);
    expect(await aggregator.sweep(0)).toMatchObject({ state: 'level', aggregated: 0 });
    expect((await store.readPosition(LIVE_PARTITION))?.position).toMatchObject({ nextSlot: 2 });
    expect(await read()).toMatchObject({ lastSequenceNumber: 1, minutes: [] });
    expect(await aggregator.aggregate(0, events(2, 2))).toMatchObject({ aggregated: 1 });
  });

  it('are complete from the next minute on when the slots before were deleted', async () => {
    const { aggregator, bronze, read } = setUp();
    for (let slot = 0; slot < 6; slot++) bronze.land(0, events(slot, slot));
    bronze.deleted = 4;
    expect(await aggregator.sweep(0)).toMatchObject({ aggregated: 2, first: 4 });
    expect(await read()).toMatchObject({ lastSequenceNumber: 5, wholeFrom: MINUTE + 60_000 });
  });
});

describe('windows after processes have died', () => {
  /** Each process dies while it reads event 6, as at a failure of memory. */
  function dying() {
    const scene = landed(3);
    const state = new MemoryLandingState();
    const open = () => {
      const guard = new PoisonGuard({ state, attempts: 2, turns: new SearchTurns() });
      const { begin, survived } = guard;
      guard.begin = async (partition, given) => {
        const chunk = await begin.call(guard, partition, given);
        const taken = given.slice(0, chunk.take);
        if (!chunk.poison && taken.some(({ sequenceNumber }) => sequenceNumber === 6))
          throw new Error('the process died');
        return chunk;
      };
      guard.survived = survived.bind(guard);
      return scene.open({ guard }).windows;
    };
    return { ...scene, batch: scene.bronze.batchOf(0, []), start: open };
  }

  it('leave the search to the timer, which passes over the event', async () => {
    const { start, batch, read } = dying();
    const landing = { until: Infinity, searches: false };
    for (let death = 0; death < 2; death++)
      await expect(start().follow(batch, landing)).rejects.toThrow('died');
    expect(await start().follow(batch, landing)).toMatchObject({ state: 'searching', aggregated: 0 });
    let deaths = 0;
    for (; deaths < 9; deaths++) {
      const timer = start().follow(batch, { until: Infinity });
      if (await timer.then(() => true).catch(() => false)) break;
    }
    // Twelve events are divided into chunks of one, and the event kills once more.
    expect(deaths).toBe(1);
    const windows = await read();
    expect(windows).toMatchObject({ lastSequenceNumber: 11, wholeFrom: MINUTE + 60_000 });
    expect(await start().follow(batch, landing)).toMatchObject({ state: 'level' });
  });
});
