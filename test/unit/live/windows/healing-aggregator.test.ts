import {
  HealingAggregator,
  type HealingAggregatorOptions,
} from '../../../../src/lib/live/windows/healing-aggregator';
import { HUB_GENERATION } from '../../../testing/fixtures/events';
import { MemoryHubLog } from '../../../testing/fakes/memory-hub-log';
import { liveEvent, MINUTE, setUp } from './live-scene';
import { recompute, toPlain } from './recompute';

const readings = Array.from({ length: 20 }, (_, index) => ({
  id: String(index),
  at: index * 100,
  site: 'HAM',
  status: 'ok',
  power: index,
}));
const events = (from: number, to: number) =>
  readings.slice(from, to + 1).map((reading, index) => liveEvent(from + index, reading));

function scene(options: Partial<HealingAggregatorOptions> = {}) {
  const live = setUp();
  live.store.now = () => live.clock.time;
  const hub = new MemoryHubLog(events(0, 19));
  const open = (): HealingAggregator =>
    new HealingAggregator({
      source: 'iot',
      aggregator: live.open(),
      store: live.store,
      hub,
      clock: { now: () => new Date(live.clock.time) },
      ...options,
    });
  return { ...live, hub, open, healing: open() };
}

describe('HealingAggregator.aggregate', () => {
  it('aggregates events that the trigger skipped, before a batch and within it', async () => {
    const { healing, read } = scene();
    await healing.aggregate(0, events(2, 4));
    const result = await healing.aggregate(0, [...events(4, 6), ...events(11, 19)]);
    expect(result).toEqual({ aggregated: 11, redelivered: 1, lost: [], healed: 4 });
    expect(toPlain(await read())).toEqual(recompute(readings, 19));
  });

  it('reports events that the hub does not have any more, and aggregates the rest', async () => {
    const { healing, hub } = scene();
    hub.begin = 5;
    const result = await healing.aggregate(0, events(10, 12));
    expect(result).toEqual({ aggregated: 3, redelivered: 0, lost: [{ from: 0, to: 4 }], healed: 5 });
  });

  it('sends no request to the hub while nothing is skipped', async () => {
    const { healing, hub } = scene();
    await healing.aggregate(0, events(0, 9));
    await healing.aggregate(0, events(5, 12));
    expect(hub.requests).toEqual({ hubGeneration: 0, partition: 0, receive: 0 });
  });

  it('aggregates a long gap in several calls', async () => {
    const { healing, clock, hub, read } = scene({ healMilliseconds: 10 });
    hub.turn = () => Promise.resolve(void (clock.time += 4));
    let calls = 0;
    for (let done = false; !done; calls++) {
      try {
        await healing.aggregate(0, events(19, 19));
        done = true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'live_unfinished', kind: 'transient' });
      }
    }
    expect(calls).toBeGreaterThan(2);
    expect(toPlain(await read())).toEqual(recompute(readings, 19));
  });
});

describe('HealingAggregator.sweep', () => {
  const options = { hubGeneration: HUB_GENERATION, lastSequenceNumber: 19, until: Infinity };

  it('aggregates events that the trigger left behind', async () => {
    const { healing, read } = scene();
    await healing.aggregate(0, events(0, 4));
    expect(await healing.sweep(0, { ...options, settledBefore: MINUTE + 1000 })).toBe(15);
    expect(toPlain(await read())).toEqual(recompute(readings, 19));
  });

  it('leaves events that have not waited long enough to the trigger, and those it is processing', async () => {
    const { healing, hub } = scene();
    expect(await healing.sweep(0, { ...options, settledBefore: MINUTE + 9 })).toBe(10);
    expect(await healing.sweep(0, { ...options, settledBefore: MINUTE - 1 })).toBe(0);
    expect(hub.requests.receive).toBe(1);
  });

  it('counts nothing twice besides a trigger in another process', async () => {
    const { healing, open, read } = scene();
    await Promise.all([
      healing.sweep(0, { ...options, settledBefore: MINUTE + 1000 }),
      open().aggregate(0, events(0, 11)),
    ]);
    await open().aggregate(0, events(12, 19));
    expect(toPlain(await read())).toEqual(recompute(readings, 19));
  });
});
