import * as fc from 'fast-check';
import { SluiceError } from '../../../../src/lib/platform/errors';
import { WindowSweeper } from '../../../../src/lib/live/deliver/window-sweeper';
import { liveEvent, type Reading, VIEW } from '../windows/live-scene';
import { runs } from '../../../testing/runs';
import { rowsOf, setUp } from './deliver-scene';

const reading: fc.Arbitrary<Reading> = fc.record({
  id: fc.nat(30).map(String),
  at: fc.nat(40).map((index) => index * 5000),
  site: fc.constantFrom('HAM', 'MUC'),
  status: fc.constantFrom('ok', 'fault'),
  power: fc.integer({ min: -99, max: 99 }),
});

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('aggregate' as const),
      partition: fc.nat(2),
      batch: fc.array(reading, { minLength: 1, maxLength: 6 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('deliver' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      sink: fc.nat(1),
      seconds: fc.option(fc.nat(20), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
);

describe('delivery', () => {
  it('delivers the newest windows to every sink, with faults, restarts and concurrent aggregation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 30 }), async (scheduler, steps) => {
        const { store, sinks, clock, open, openDeliverer } = setUp({ maxMinutes: 2 });
        // Rows are delayed, so that aggregation runs between reading the position and the rows, and while a
        // sink writes.
        const { readMinuteState, listMinutes } = store;
        store.readMinuteState = (...args) =>
          scheduler.schedule(Promise.resolve(), 'minute').then(() => readMinuteState.apply(store, args));
        let [aggregator, deliverer] = [open(), openDeliverer()];
        const next = [0, 0, 0];
        const running: Promise<unknown>[] = [];
        for (const action of steps) {
          switch (action.do) {
            case 'aggregate': {
              const { partition, batch } = action;
              const from = next[partition] ?? 0;
              next[partition] = from + batch.length;
              const events = batch.map((one, index) => liveEvent(from + index, one));
              running.push(
                scheduler
                  .schedule(Promise.resolve(), 'aggregate')
                  .then(() => aggregator.aggregate(partition, events)),
              );
              await Promise.resolve();
              break;
            }
            case 'deliver':
              running.push(scheduler.schedule(Promise.resolve(), 'deliver').then(() => deliverer.deliver()));
              break;
            case 'fail': {
              const data = action.seconds === undefined ? {} : { retryAfterSeconds: action.seconds };
              const kind = action.seconds === 0 ? 'permanent' : 'transient';
              sinks[action.sink === 0 ? 0 : 1].faults.push(
                new SluiceError('eventstream_unavailable', 'injected', { kind, data }),
              );
              break;
            }
            case 'wait':
              clock.time += 1000 * action.seconds;
              break;
            case 'restart':
              [aggregator, deliverer] = [open(), openDeliverer()];
              break;
            case 'sweep': {
              const sweeper = new WindowSweeper({
                views: [VIEW],
                store,
                clock: { now: () => new Date(clock.time) },
                retentionHours: 2,
              });
              running.push(scheduler.schedule(Promise.resolve(), 'sweep').then(() => sweeper.sweep()));
              break;
            }
          }
          if (action.do === 'aggregate') {
            // The hub delivers the batches of a partition in order.
            await scheduler.waitFor(running.at(-1) ?? Promise.resolve());
          }
        }
        await scheduler.waitFor(Promise.all(running));
        store.readMinuteState = readMinuteState.bind(store);
        store.listMinutes = listMinutes.bind(store);
        for (let round = 0; round < 60; round++) {
          clock.time += 20_000;
          await deliverer.deliver();
        }
        const expected = await rowsOf(store);
        for (const { kept } of sinks) expect(kept).toEqual(expected);
      }),
      { numRuns: runs(40, 150) },
    );
  });
});
