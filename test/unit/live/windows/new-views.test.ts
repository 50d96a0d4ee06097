import { type View } from '../../../../src/lib/live/windows/view';
import { readConsistently } from '../../../../src/lib/live/windows/read-consistently';
import { LIVE_PARTITION, liveEvent, MINUTE, type Reading, setUp, VIEW, WINDOWS } from './live-scene';
import { recompute, toPlain } from './recompute';

const log = Array.from({ length: 40 }, (_, index): Reading => ({
  id: String(index % 30),
  at: index * 700,
  site: 'HAM',
  status: 'ok',
  power: index,
}));
const events = (from: number, to: number) =>
  log.slice(from, to + 1).map((reading, index) => liveEvent(from + index, reading));

/** Another view, of a type without events here. */
const OTHER: View = { ...VIEW, name: 'iot_alarm', type: 'iot.alarm' };
/** The view with another definition, whose values are the same. */
const CHANGED: View = { ...VIEW, windows: { ...WINDOWS }, shape: 'changed' };

function scene() {
  const live = setUp({ views: [OTHER], maxChunkEvents: 3 });
  const start = (views: readonly View[]) => live.open({ views });
  const read = async (view: View = VIEW) => {
    const [windows] = await readConsistently({
      store: live.store,
      view,
      from: MINUTE,
      to: MINUTE + 3_600_000,
      pause: () => Promise.resolve(),
    });
    if (windows === undefined) throw new Error('There are no windows.');
    return windows;
  };
  const batch = () => live.bronze.batchOf(0, []);
  const needs = async (app: ReturnType<typeof start>): Promise<boolean> => {
    const stored = await live.store.readPosition(LIVE_PARTITION);
    return stored !== undefined && app.windows.needsBackfill(LIVE_PARTITION, stored.position);
  };
  return { ...live, start, read, batch, needs };
}

it('computes a new view from Bronze, while the others go on', async () => {
  const { aggregator, start, read, batch, needs } = scene();
  for (let slot = 0; slot < 5; slot++) await aggregator.aggregate(0, events(4 * slot, 4 * slot + 3));
  const next = start([OTHER, VIEW]);
  expect(await read()).toMatchObject({ lastSequenceNumber: -1, minutes: [], catchesUp: true });
  expect(await needs(next)).toBe(true);
  // Events that land before the view has caught up are not counted in it yet.
  await next.aggregate(0, events(20, 23));
  expect(await read()).toMatchObject({ lastSequenceNumber: -1, minutes: [] });
  expect(await read(OTHER)).toMatchObject({ lastSequenceNumber: 23 });

  expect(await next.windows.backfill(batch(), { until: Infinity })).toMatchObject({ state: 'level' });
  expect(toPlain(await read())).toEqual(recompute(log, 23));
  expect((await read()).catchesUp).toBeUndefined();
  expect(await needs(next)).toBe(false);
  await next.aggregate(0, events(24, 39));
  expect(await read()).toMatchObject({ lastSequenceNumber: 39 });
  expect(toPlain(await read())).toEqual(recompute(log, 39));
});

it('has exactly the events up to its position at every write of the computation', async () => {
  const { aggregator, start, read, batch, store } = scene();
  for (let slot = 0; slot < 5; slot++) await aggregator.aggregate(0, events(4 * slot, 4 * slot + 3));
  const next = start([OTHER, VIEW]);
  const { write } = store;
  const seen: number[] = [];
  store.write = async (...args) => {
    const result = await write.apply(store, args);
    const windows = await read();
    expect(toPlain(windows)).toEqual(recompute(log, windows.lastSequenceNumber));
    seen.push(windows.lastSequenceNumber);
    // Landing goes on after each write.
    if (seen.length === 2) void next.aggregate(0, events(20, 29));
    return result;
  };
  await next.windows.backfill(batch(), { until: Infinity });
  store.write = write.bind(store);
  await next.windows.backfill(batch(), { until: Infinity });
  expect(seen.length).toBeGreaterThan(4);
  expect(toPlain(await read())).toEqual(recompute(log, 29));
  expect(await read()).toMatchObject({ lastSequenceNumber: 29 });
});

it('continues in the next process where the time of a call was over', async () => {
  const { aggregator, start, read, batch, clock, store } = scene();
  for (let slot = 0; slot < 5; slot++) await aggregator.aggregate(0, events(4 * slot, 4 * slot + 3));
  const { write } = store;
  store.write = (...args) => {
    clock.time += 1;
    return write.apply(store, args);
  };
  const result = await start([OTHER, VIEW]).windows.backfill(batch(), { until: clock.time + 1 });
  expect(result).toMatchObject({ state: 'unfinished', first: 0 });
  const { lastSequenceNumber } = await read();
  expect(lastSequenceNumber).toBeLessThan(19);
  expect(toPlain(await read())).toEqual(recompute(log, lastSequenceNumber));
  const rest = await start([OTHER, VIEW]).windows.backfill(batch(), { until: Infinity });
  expect(rest).toMatchObject({ state: 'level', first: lastSequenceNumber + 1 });
  expect(toPlain(await read())).toEqual(recompute(log, 19));
});

it('treats a view with another definition as a new one, and does not read its old rows', async () => {
  const { start, read, batch } = scene();
  const before = start([VIEW]);
  await before.aggregate(0, events(0, 19));
  const next = start([CHANGED]);
  await next.windows.backfill(batch(), { until: Infinity });
  expect(toPlain(await read(CHANGED))).toEqual(recompute(log, 19));
  expect((await read(CHANGED)).minutes.every(({ overflowed }) => !overflowed)).toBe(true);
  expect(await read(VIEW)).toMatchObject({ lastSequenceNumber: -1, minutes: [] });
});

it('computes a view again after a process of an earlier version has dropped it', async () => {
  const { start, read, batch, needs } = scene();
  const [old, next] = [start([OTHER]), start([OTHER, VIEW])];
  await next.aggregate(0, events(0, 9));
  expect(toPlain(await read())).toEqual(recompute(log, 9));
  await old.aggregate(0, events(10, 14));
  expect(await read()).toMatchObject({ lastSequenceNumber: -1, minutes: [] });
  await next.aggregate(0, events(15, 19));
  expect(await needs(next)).toBe(true);
  await next.windows.backfill(batch(), { until: Infinity });
  expect(toPlain(await read())).toEqual(recompute(log, 19));
});

it('has no work for a new view without slots that it could hold', async () => {
  const { start, read, batch, needs, bronze, clock } = scene();
  const old = liveEvent(0, { id: 'a', at: 0 }, MINUTE);
  await start([OTHER]).aggregate(0, [old]);
  clock.time += 40 * 86_400_000;
  const next = start([OTHER, VIEW]);
  expect(await needs(next)).toBe(true);
  await next.windows.backfill(batch(), { until: Infinity });
  expect(await needs(next)).toBe(false);
  expect(await read()).toMatchObject({ lastSequenceNumber: 0, minutes: [] });
  expect(bronze.requests.readEvents).toBe(0);
});
