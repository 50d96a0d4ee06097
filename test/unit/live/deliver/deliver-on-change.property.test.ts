import * as fc from 'fast-check';
import { deliverWithLease } from '../../../../src/lib/live/deliver/deliver-with-lease';
import { SluiceError } from '../../../../src/lib/platform/errors';
import { liveEvent, type Reading } from '../windows/live-scene';
import { runs } from '../../../testing/runs';
import { setUpChanges } from './change-scene';
import { rowsOf } from './deliver-scene';

const reading: fc.Arbitrary<Reading> = fc.record({
  id: fc.nat(30).map(String),
  at: fc.nat(40).map((index) => index * 5000),
  site: fc.constantFrom('HAM', 'MUC'),
  status: fc.constantFrom('ok', 'fault'),
  power: fc.integer({ min: -99, max: 99 }),
});

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      /** A partition belongs to one process; the last one tells nobody of its changes. */
      partition: fc.nat(2),
      batch: fc.array(reading, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), milliseconds: fc.nat(4000) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fail' as const), sink: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('timer' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('table' as const), reads: fc.nat(6) }) },
);

describe('delivery after a change', () => {
  it('brings the newest windows to every sink, with several processes, a timer and faults', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { aggregator, store, sinks, openProcess, wait } = setUpChanges();
        const processes = [
          openProcess('a', (partition) => partition === 0),
          openProcess('b', (partition) => partition === 1),
        ];
        const timer = openProcess('timer');
        const next = [0, 0, 0];
        let failingReads = 0;
        const { readMinuteState } = store;
        store.readMinuteState = (...args) => {
          if (failingReads-- > 0)
            return Promise.reject(new SluiceError('table_unavailable', '503', { kind: 'transient' }));
          return readMinuteState.apply(store, args);
        };
        const deliverByTimer = () => deliverWithLease(timer.deliverer, timer.lease).catch(() => []);
        for (const action of steps) {
          switch (action.do) {
            case 'change': {
              const { partition, batch } = action;
              const from = next[partition] ?? 0;
              next[partition] = from + batch.length;
              await aggregator.aggregate(
                partition,
                batch.map((one, index) => liveEvent(from + index, one)),
              );
              processes[partition]?.changed(partition);
              break;
            }
            case 'wait':
              await wait(action.milliseconds);
              break;
            case 'fail':
              sinks[action.sink === 0 ? 0 : 1].faults.push(
                new SluiceError('eventstream_unavailable', 'injected', { kind: 'transient' }),
              );
              break;
            case 'timer':
              await deliverByTimer();
              break;
            case 'table':
              failingReads = action.reads;
              break;
          }
        }
        failingReads = 0;
        for (let round = 0; round < 20; round++) {
          await wait(20_000);
          await deliverByTimer();
        }
        const expected = await rowsOf(store);
        for (const { kept } of sinks) expect(kept).toEqual(expected);
      }),
      { numRuns: runs(40, 150) },
    );
  });
});
