import { SluiceError } from '../../../../src/lib/platform/errors';
import { LIVE_PARTITION, liveEvent, MINUTE, type Reading, VIEW } from '../windows/live-scene';
import { KeepingSink, rowsOf, setUp } from './deliver-scene';

const reading = (id: number | string, more: Partial<Reading> = {}): Reading => ({
  id: String(id),
  at: 0,
  site: 'HAM',
  status: 'ok',
  power: 1,
  ...more,
});

const transient = (data: Record<string, unknown> = {}) =>
  new SluiceError('power_bi_unavailable', '429 too many rows', { kind: 'transient', data });

describe('WindowDeliverer', () => {
  it('delivers changed windows to every sink, merged over the partitions, and nothing twice', async () => {
    const { aggregator, deliverer, sinks, store } = setUp();
    await aggregator.aggregate(0, [
      liveEvent(0, reading('a', { power: 2 })),
      liveEvent(1, reading('b', { at: 60_000 })),
    ]);
    await aggregator.aggregate(1, [
      liveEvent(0, reading('c', { power: 4 })),
      liveEvent(1, reading('d', { status: 'fault' })),
    ]);
    expect(await deliverer.deliver()).toEqual([
      { sink: 'one', outcome: 'taken', rows: 3 },
      { sink: 'two', outcome: 'taken', rows: 3 },
    ]);
    const row = sinks[0].kept.get(
      JSON.stringify([new Date(MINUTE).toISOString(), { site_code: 'HAM', status: 'ok' }]),
    );
    expect(row).toEqual({
      view: VIEW.name,
      windowStart: new Date(MINUTE).toISOString(),
      windowEnd: new Date(MINUTE + 10_000).toISOString(),
      keys: { site_code: 'HAM', status: 'ok' },
      events: 2,
      values: { readings: 2, faults: 0, power: 6, power_minimum: 2, power_maximum: 4, power_average: 3 },
    });
    expect(await store.readDelivered(LIVE_PARTITION)).toBe(1);
    await deliverer.deliver();
    await aggregator.aggregate(0, [liveEvent(2, reading('e', { at: 60_000 }))]);
    await deliverer.deliver();
    for (const { writes, kept } of sinks) {
      expect(writes).toEqual([3, 1]);
      expect(kept).toEqual(await rowsOf(store));
    }
  });

  it('continues with one sink while another fails, and delivers the newest windows to that one after it recovers', async () => {
    const { aggregator, deliverer, sinks, store, clock } = setUp();
    const [one, two] = sinks;
    one.faults.push(transient());
    await aggregator.aggregate(0, [liveEvent(0, reading('a'))]);
    expect(await deliverer.deliver()).toMatchObject([
      { sink: 'one', outcome: 'failed', error: { code: 'power_bi_unavailable' } },
      { sink: 'two', outcome: 'taken' },
    ]);
    expect(deliverer.statuses()).toEqual([
      { name: 'one', state: 'down', lastDeliveredAt: null, message: '429 too many rows' },
      { name: 'two', state: 'up', lastDeliveredAt: new Date(MINUTE).toISOString(), message: null },
    ]);
    expect(await store.readSinkStatuses()).toEqual(deliverer.statuses());
    expect(await store.readDelivered(LIVE_PARTITION)).toBe(0);
    await aggregator.aggregate(0, [liveEvent(1, reading('b'))]);
    await deliverer.deliver();
    expect([one.writes, two.writes]).toEqual([[1], [1, 1]]);
    clock.time += 1000;
    await deliverer.deliver();
    expect([one.writes, two.writes]).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(one.kept).toEqual(await rowsOf(store));
    expect(deliverer.statuses()[0]).toMatchObject({ state: 'up', message: null });
    expect(await store.readDelivered(LIVE_PARTITION)).toBe(2);
  });

  it.each([
    ['as long as it requests', transient({ retryAfterSeconds: 90 }), 90],
    ['for a second after a transient fault without a time', transient(), 1],
    [
      'for five minutes after a permanent fault',
      new SluiceError('power_bi_refused', '403', { kind: 'permanent' }),
      300,
    ],
    ['for five minutes after a bug', new TypeError('no function'), 300],
  ])('pauses a sink %s', async (_, fault, seconds) => {
    const { aggregator, deliverer, sinks, clock } = setUp();
    sinks[0].faults.push(fault);
    await aggregator.aggregate(0, [liveEvent(0, reading('a'))]);
    await deliverer.deliver();
    clock.time += 1000 * seconds - 1;
    await deliverer.deliver();
    expect(sinks[0].writes).toHaveLength(1);
    clock.time += 1;
    await deliverer.deliver();
    expect(sinks[0].writes).toHaveLength(2);
  });

  it('waits longer after each failure of a sink, a minute at most', async () => {
    const { aggregator, deliverer, sinks, clock } = setUp();
    sinks[0].faults.push(...Array.from({ length: 9 }, () => transient()));
    await aggregator.aggregate(0, [liveEvent(0, reading('a'))]);
    const waits: number[] = [];
    let last = clock.time;
    while (sinks[0].writes.length < 10) {
      const { length } = sinks[0].writes;
      await deliverer.deliver();
      if (sinks[0].writes.length > length) waits.push((clock.time - last) / 1000);
      if (sinks[0].writes.length > length) last = clock.time;
      clock.time += 500;
    }
    expect(waits).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('stops waiting for a slow sink after its patience, and skips it until it is done', async () => {
    let giveUp: () => void = () => undefined;
    const { aggregator, deliverer, sinks, store, clock } = setUp({
      pause: () => new Promise((resolve) => (giveUp = resolve)),
    });
    const [one, two] = sinks;
    let open: () => void = () => undefined;
    one.gate = new Promise((resolve) => (open = resolve));
    await aggregator.aggregate(0, [liveEvent(0, reading('a'))]);
    const first = deliverer.deliver();
    while (two.writes.length === 0) await new Promise(setImmediate);
    giveUp();
    expect(await first).toEqual([{ sink: 'two', outcome: 'taken', rows: 1 }]);
    await aggregator.aggregate(0, [liveEvent(1, reading('b'))]);
    expect(await deliverer.deliver()).toEqual([{ sink: 'two', outcome: 'taken', rows: 1 }]);
    clock.time += 60_000;
    expect(deliverer.statuses()[0]).toMatchObject({
      state: 'down',
      message: 'has not answered for 60 seconds',
    });
    one.gate = undefined;
    open();
    while (one.writes.length === 0) await new Promise(setImmediate);
    await deliverer.deliver();
    expect(one.writes).toEqual([1, 1]);
    expect(one.kept).toEqual(await rowsOf(store));
  });

  it('begins after a restart at the version that every sink has', async () => {
    const { aggregator, deliverer, openDeliverer, sinks, store, clock } = setUp();
    await aggregator.aggregate(0, [liveEvent(0, reading('a'))]);
    await deliverer.deliver();
    sinks[1].faults.push(transient());
    await aggregator.aggregate(0, [liveEvent(1, reading('b', { at: 10_000 }))]);
    await deliverer.deliver();
    clock.time += 1000;
    const again = openDeliverer();
    await again.deliver();
    // The first sink receives the last minute again, but not the ones before it.
    expect(sinks.map(({ writes }) => writes)).toEqual([
      [1, 2, 2],
      [1, 2, 2],
    ]);
    for (const { kept } of sinks) expect(kept).toEqual(await rowsOf(store));
  });

  it('reads a minute again whose changes another process delivered', async () => {
    const { aggregator, deliverer, openDeliverer, sinks, store, clock } = setUp();
    await aggregator.aggregate(0, [liveEvent(0, reading('a'))]);
    await deliverer.deliver();
    await aggregator.aggregate(0, [liveEvent(1, reading('b'))]);
    await openDeliverer().deliver();
    clock.time += 20_000;
    // The aggregator now drops the change of the first minute from the position.
    await aggregator.aggregate(0, [liveEvent(2, reading('c', { at: 60_000 }))]);
    await aggregator.aggregate(1, [liveEvent(0, reading('d'))]);
    await deliverer.deliver();
    for (const { kept } of sinks) expect(kept).toEqual(await rowsOf(store));
  });

  it('delivers many minutes in several rounds, and loses none if too many have changed', async () => {
    const { aggregator, deliverer, sinks, store } = setUp({ maxMinutes: 50 });
    for (let from = 0; from < 600; from += 20) {
      const batch = Array.from({ length: 20 }, (_, index) =>
        liveEvent(
          from + index,
          reading(from + index, { at: (((from + index) * 7 * 60_000) % 86_400_000) - 3_600_000 }),
        ),
      );
      await aggregator.aggregate(0, batch);
    }
    const changes = (await store.readPosition(LIVE_PARTITION))?.position.changes[VIEW.name] ?? [];
    expect(changes.length).toBeLessThanOrEqual(200);
    for (let round = 0; round < 100; round++) await deliverer.deliver();
    expect(await store.readDelivered(LIVE_PARTITION)).toBe(30);
    for (const { kept } of sinks) expect(kept).toEqual(await rowsOf(store));
    expect(sinks[0].writes.length).toBeGreaterThan(1);
  });

  it('sends no request to the table while no sink is ready, and closes its sinks', async () => {
    const { aggregator, deliverer, sinks, store } = setUp();
    for (const { faults } of sinks) faults.push(transient());
    await aggregator.aggregate(0, [liveEvent(0, reading('a'))]);
    await deliverer.deliver();
    const { readPosition } = store.requests;
    expect(await deliverer.deliver()).toEqual([]);
    expect(store.requests.readPosition).toBe(readPosition);
    await deliverer.close();
    expect(sinks.map(({ closed }) => closed)).toEqual([true, true]);
  });

  it('fails as a whole without blaming a sink when the table is unavailable', async () => {
    const { aggregator, deliverer, sinks, store } = setUp();
    await aggregator.aggregate(0, [liveEvent(0, reading('a'))]);
    const { readMinuteState } = store;
    store.readMinuteState = () =>
      Promise.reject(new SluiceError('table_unavailable', '503', { kind: 'transient' }));
    await expect(deliverer.deliver()).rejects.toMatchObject({ code: 'table_unavailable' });
    expect(deliverer.statuses()).toMatchObject([{ state: 'idle' }, { state: 'idle' }]);
    store.readMinuteState = readMinuteState.bind(store);
    await deliverer.deliver();
    for (const sink of sinks) expect(sink.kept).toEqual(await rowsOf(store));
    expect(sinks[0]).toBeInstanceOf(KeepingSink);
  });
});
