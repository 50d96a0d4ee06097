import { type AggregationGuard } from '../../../../src/lib/live/windows/follow';
import { toHubGeneration } from '../../../../src/lib/event-log/positions';
import { HUB_CREATED_ON, HUB_GENERATION } from '../../../testing/fixtures/events';
import { LIVE_PARTITION, liveEvent, MINUTE, type Reading, setUp, VIEW } from './live-scene';
import { recompute, toPlain } from './recompute';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Readings of `from` to `to`, one for each event, all in the same window. */
const events = (from: number, to: number, more: Partial<Reading> = {}) =>
  Array.from({ length: to - from + 1 }, (_, index) => liveEvent(from + index, reading(from + index, more)));

const reading = (id: number | string, more: Partial<Reading> = {}): Reading => ({
  id: String(id),
  at: 0,
  site: 'HAM',
  status: 'ok',
  power: 1,
  ...more,
});

describe('WindowAggregator', () => {
  it('splits windows by time and keys, uses unknown for a missing key, and corrects windows after late events', async () => {
    const { aggregator, read } = setUp();
    const log = [
      reading('a', { power: 1.5 }),
      reading('b', { at: 10_000, power: null }),
      reading('c', { at: 70_000, site: null }),
      undefined,
      reading('d', { at: -60_000, status: 'fault', power: -2.25 }),
      reading('a', { power: 9 }),
      reading('a', { at: 1, power: 9 }),
    ];
    const result = await aggregator.aggregate(
      0,
      log.map((one, index) => liveEvent(index, one)),
    );
    expect(result).toEqual({ aggregated: 7, redelivered: 0, lost: [] });
    const windows = await read();
    expect(windows).toMatchObject({
      lastSequenceNumber: 6,
      wholeFrom: MINUTE - 2 * HOUR,
      outsideRetention: undefined,
    });
    expect(toPlain(windows)).toEqual(recompute(log, 6));
    expect(toPlain(windows)).toMatchObject({
      [`${new Date(MINUTE + 70_000).toISOString().replace('10.000', '10.000')} ["unknown","ok"]`]: {
        events: 1,
      },
    });
    await aggregator.aggregate(0, [liveEvent(7, reading('late', { at: -59_999, status: 'fault' }))]);
    expect(toPlain(await read())).toEqual(
      recompute([...log, reading('late', { at: -59_999, status: 'fault' })], 7),
    );
  });

  it('sends one request a batch once the minutes are in memory', async () => {
    const { aggregator, store } = setUp();
    await aggregator.aggregate(0, events(0, 9));
    const before = { ...store.requests };
    await aggregator.aggregate(0, events(10, 19));
    await aggregator.aggregate(0, events(20, 29));
    expect(store.requests).toEqual({ ...before, write: before.write + 2 });
  });

  // Azurite loses its last seconds when it is killed: the first registration, while the first write is repeated.
  it('registers a partition before its first write and after it, and no more', async () => {
    const { aggregator, store } = setUp();
    const calls: string[] = [];
    const { register, write } = store;
    store.register = (...args) => {
      calls.push('register');
      return register.apply(store, args);
    };
    store.write = (...args) => {
      calls.push('write');
      return write.apply(store, args);
    };
    await aggregator.aggregate(0, events(0, 4));
    await aggregator.aggregate(0, events(5, 9));
    expect(calls).toEqual(['register', 'write', 'register', 'write']);
  });

  it('continues at the position that another process of the same partition wrote', async () => {
    const { aggregator, open, read } = setUp();
    const other = open();
    await aggregator.aggregate(0, events(0, 4));
    await other.aggregate(0, events(3, 8));
    expect(await aggregator.aggregate(0, events(5, 12))).toEqual({ aggregated: 4, redelivered: 4, lost: [] });
    expect(Object.values(toPlain(await read()))[0]).toMatchObject({ events: 13 });
  });

  it('aggregates two concurrent batches of one partition one after the other', async () => {
    const { aggregator, read } = setUp();
    const results = await Promise.all([
      aggregator.aggregate(0, events(0, 5)),
      aggregator.aggregate(0, events(3, 9)),
    ]);
    expect(results).toEqual([
      { aggregated: 6, redelivered: 0, lost: [] },
      { aggregated: 4, redelivered: 3, lost: [] },
    ]);
    expect(Object.values(toPlain(await read()))[0]).toMatchObject({ events: 10 });
  });

  it('skips events of windows that are too old, and advances wholeFrom with the clock', async () => {
    const { aggregator, clock, read } = setUp();
    await aggregator.aggregate(0, [
      liveEvent(0, reading('a', { at: -2 * HOUR })),
      liveEvent(1, reading('b', { at: -2 * HOUR - 1 })),
    ]);
    clock.time += 90_000;
    await aggregator.aggregate(0, [liveEvent(2, reading('c', { at: -2 * HOUR + 59_999 }))]);
    const windows = await read();
    expect(windows).toMatchObject({
      wholeFrom: MINUTE - 2 * HOUR + 60_000,
      outsideRetention: { events: 2, lastSequenceNumber: 2, earliest: MINUTE - 2 * HOUR - 10_000 },
    });
    expect(toPlain(windows)).toEqual(recompute([reading('a', { at: -2 * HOUR })], 0));
    clock.time -= HOUR;
    await aggregator.aggregate(0, [liveEvent(3, reading('d'))]);
    expect(await read()).toHaveProperty('wholeFrom', MINUTE - 2 * HOUR + 60_000);
  });

  it('skips events a day or more in the future, and never marks their minute as complete', async () => {
    const { aggregator, clock, read } = setUp();
    await aggregator.aggregate(0, [
      liveEvent(0, reading('a', { at: DAY - 1 })),
      liveEvent(1, reading('b', { at: DAY })),
      liveEvent(2, reading('c', { at: 100 * DAY })),
    ]);
    const range = [MINUTE - DAY, MINUTE + 2 * DAY] as const;
    expect(await read(...range)).toMatchObject({
      minutes: [{ minute: MINUTE + DAY - 60_000, overflowed: false }],
      outsideRetention: { events: 2, earliest: MINUTE + DAY, latest: MINUTE + 100 * DAY },
      future: [MINUTE + DAY, MINUTE + 100 * DAY].map((minute) => ({ from: minute, to: minute })),
    });
    clock.time += DAY;
    await aggregator.aggregate(0, [
      liveEvent(3, reading('d', { at: DAY })),
      liveEvent(4, reading('e', { at: DAY + 60_000 })),
    ]);
    expect((await read(...range)).minutes.map(({ overflowed }) => overflowed)).toEqual([false, true, false]);
  });

  it('counts numbers that Bronze does not have as no loss', async () => {
    const { aggregator, read } = setUp();
    const batch = [liveEvent(5, reading('a')), liveEvent(8, reading('b'))];
    expect(await aggregator.aggregate(0, batch)).toMatchObject({ aggregated: 2, lost: [] });
    expect(await read()).toMatchObject({ lastSequenceNumber: 8, wholeFrom: MINUTE - 2 * HOUR });
  });

  it('marks windows as complete from the next minute on after slots are deleted before they are read', async () => {
    const { aggregator, bronze, read } = setUp();
    await aggregator.aggregate(0, [liveEvent(0, reading('a'))]);
    bronze.land(0, events(1, 2));
    bronze.deleted = 2;
    const batch = [liveEvent(3, reading('b', { at: 60_000 }), MINUTE + 1)];
    expect(await aggregator.aggregate(0, batch)).toMatchObject({ aggregated: 1, lost: [{ from: 1, to: 2 }] });
    expect(await read()).toMatchObject({ wholeFrom: MINUTE + 60_000, outsideRetention: undefined });
    await aggregator.aggregate(0, [liveEvent(4, reading('c'))]);
    expect(await read()).toMatchObject({ wholeFrom: MINUTE + 60_000, outsideRetention: { events: 1 } });
  });

  it('keeps the first groups of a window with too many, and marks it as incomplete', async () => {
    const { aggregator, read } = setUp({ maxGroups: 2 });
    const sites = ['A', 'B', 'A', 'C', 'B'];
    await aggregator.aggregate(
      0,
      sites.map((site, index) => liveEvent(index, reading(index, { site }))),
    );
    const [minute] = (await read()).minutes;
    expect(minute).toMatchObject({ overflowed: true, lastSequenceNumber: 4 });
    expect(minute?.windows[0]?.groups.map(({ keys, events: count }) => [keys[0], count])).toEqual([
      ['A', 2],
      ['B', 2],
    ]);
  });

  it('splits a batch with many minutes', async () => {
    const { aggregator, store, read } = setUp();
    const log = Array.from({ length: 60 }, (_, index) => reading(index, { at: -index * 60_000 }));
    await aggregator.aggregate(
      0,
      log.map((one, index) => liveEvent(index, one)),
    );
    expect(store.requests.write).toBe(3);
    expect(toPlain(await read())).toEqual(recompute(log, 59));
  });

  it('splits a batch that is too large for one write, and drops only the minute that is too large', async () => {
    const { aggregator, store, read } = setUp();
    store.most.minutes = 2;
    const log = Array.from({ length: 9 }, (_, index) => reading(index, { at: index * 60_000 }));
    await aggregator.aggregate(
      0,
      log.map((one, index) => liveEvent(index, one)),
    );
    expect(toPlain(await read())).toEqual(recompute(log, 8));
    store.most.groups = 1;
    await aggregator.aggregate(0, [liveEvent(9, reading(9, { site: 'MUC' })), liveEvent(10, reading(10))]);
    const windows = await read();
    expect(windows.lastSequenceNumber).toBe(10);
    expect(windows.minutes.map(({ overflowed }) => overflowed)).toEqual([
      true,
      ...Array.from({ length: 8 }, () => false),
    ]);
    expect(windows.minutes[0]?.windows[0]?.groups).toMatchObject([{ keys: ['HAM', 'ok'], events: 2 }]);
  });

  it('drops unused minutes from memory', async () => {
    const { aggregator, store, read } = setUp();
    const log = Array.from({ length: 100 }, (_, index) => reading(index, { at: -index * 60_000 }));
    await aggregator.aggregate(
      0,
      log.map((one, index) => liveEvent(index, one)),
    );
    const { readMinute } = store.requests;
    await aggregator.aggregate(0, [liveEvent(100, reading('again', { at: -99 * 60_000 }))]);
    expect(store.requests.readMinute).toBe(readMinute);
    await aggregator.aggregate(0, [liveEvent(101, reading('again'))]);
    expect(store.requests.readMinute).toBe(readMinute + 1);
    expect((await read()).minutes).toHaveLength(100);
  });

  it('begins again when the hub was created again', async () => {
    const { aggregator, store, bronze } = setUp();
    await aggregator.aggregate(0, events(0, 4));
    bronze.hubGeneration = toHubGeneration(new Date(HUB_CREATED_ON.getTime() + HOUR));
    const later = [0, 1].map((index) => liveEvent(index, reading(index), MINUTE + HOUR + index));
    expect(await aggregator.aggregate(0, later)).toEqual({ aggregated: 2, redelivered: 0, lost: [] });
    const found = await store.readWindows({
      source: 'iot',
      view: VIEW.name,
      from: MINUTE,
      to: MINUTE + 60_000,
    });
    expect(found.map(({ hubGeneration, lastSequenceNumber }) => [hubGeneration, lastSequenceNumber])).toEqual(
      [
        [HUB_GENERATION, 4],
        [bronze.hubGeneration, 1],
      ],
    );
  });

  it('skips the poison event of its guard without reading it, and marks its minute as incomplete', async () => {
    const survived: number[] = [];
    const guard: AggregationGuard = {
      isSearching: () => Promise.resolve(false),
      begin: (_, [first]) => Promise.resolve({ take: 1, poison: first?.sequenceNumber === 1 }),
      survived: (_, taken) => {
        survived.push(...taken.map(({ sequenceNumber }) => sequenceNumber));
        return Promise.resolve();
      },
      leave: () => undefined,
    };
    const { aggregator, read } = setUp({ guard });
    // The reader of windows would throw for it.
    const poison = { ...liveEvent(1, reading(1)), body: Buffer.from('{"data":') };
    expect(await aggregator.aggregate(0, [...events(0, 0), poison, ...events(2, 2)])).toMatchObject({
      aggregated: 3,
      lost: [{ from: 1, to: 1 }],
    });
    expect(survived).toEqual([0, 1, 2]);
    expect(await read()).toMatchObject({ lastSequenceNumber: 2, wholeFrom: MINUTE + 60_000 });
  });

  it('throws a transient fault if every write conflicts with another owner', async () => {
    const { aggregator, store } = setUp({ writeAttempts: 3 });
    store.write = () => Promise.resolve({ outcome: 'conflict', cause: new Error('412') });
    await expect(aggregator.aggregate(0, events(0, 0))).rejects.toMatchObject({
      code: 'live_conflict',
      kind: 'transient',
    });
  });

  it('keeps changes until they are delivered, and records none without sinks', async () => {
    const { aggregator, open, store, clock } = setUp();
    await aggregator.aggregate(0, [liveEvent(0, reading('a')), liveEvent(1, reading('b', { at: 60_000 }))]);
    await aggregator.aggregate(0, [liveEvent(2, reading('c')), liveEvent(3, reading('a'))]);
    const changesOf = async () => (await store.readPosition(LIVE_PARTITION))?.position.changes;
    const [first, second] = [MINUTE, MINUTE + 60_000];
    expect(await changesOf()).toEqual({
      [VIEW.name]: [
        { from: second, to: second, version: 1 },
        { from: first, to: first, version: 2 },
      ],
    });
    await store.writeDelivered(LIVE_PARTITION, 1);
    clock.time += 60_000;
    await aggregator.aggregate(0, [liveEvent(4, undefined)]);
    expect(await changesOf()).toEqual({ [VIEW.name]: [{ from: first, to: first, version: 2 }] });
    const silent = open({ tracksChanges: false });
    await silent.aggregate(1, events(0, 3));
    expect((await store.readPosition({ ...LIVE_PARTITION, partition: 1 }))?.position.changes).toEqual({});
  });
});
