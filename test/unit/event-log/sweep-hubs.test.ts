import { type HubPartition } from '../../../src/lib/event-log/hub-reader';
import { sweepHubs, type SweepOptions } from '../../../src/lib/event-log/sweep-hubs';
import { SluiceError } from '../../../src/lib/platform/errors';
import { type Source } from '../../../src/lib/contracts/source';
import { HUB_CREATED_ON, HUB_GENERATION } from '../../testing/fixtures/events';

const partition = (number: number, lastSequenceNumber: number): HubPartition => ({
  partition: number,
  beginSequenceNumber: 0,
  lastSequenceNumber,
});
const OUTAGE = new SluiceError('hub_unavailable', 'down', { kind: 'transient' });

/** Hubs of which `broken` do not answer, and a sweep that records its calls. */
function scene({ broken = [] as readonly Source[], failing = [] as readonly number[] } = {}) {
  const calls: [Source, number, SweepOptions][] = [];
  const sweep = () =>
    sweepHubs({
      sources: ['iot', 'customers'],
      hub: {
        readHubGeneration: () => Promise.resolve(HUB_GENERATION),
        readPartitions: (source) =>
          broken.includes(source)
            ? Promise.reject(OUTAGE)
            : Promise.resolve([partition(0, 7), partition(1, -1), partition(2, 0)]),
      },
      sweep: (source, number, options) => {
        calls.push([source, number, options]);
        if (failing.includes(number)) return Promise.reject(OUTAGE);
        return Promise.resolve(`${source} ${number}`);
      },
      clock: { now: () => HUB_CREATED_ON },
      afterSeconds: 60,
    });
  return { calls, sweep };
}

describe('sweepHubs', () => {
  it('sweeps every partition that holds or held an event, until its time limit', async () => {
    const { calls, sweep } = scene();
    const outcomes = await sweep();
    expect(outcomes.map((one) => (one.outcome === 'swept' ? one.result : one))).toEqual([
      'iot 0',
      'iot 2',
      'customers 0',
      'customers 2',
    ]);
    const now = HUB_CREATED_ON.getTime();
    expect(calls.find(([source, number]) => source === 'iot' && number === 0)?.[2]).toEqual({
      hubGeneration: HUB_GENERATION,
      lastSequenceNumber: 7,
      settledBefore: now - 60_000,
      until: now + 45_000,
    });
  });

  it('continues with other partitions and other hubs when one fails', async () => {
    const { sweep } = scene({ broken: ['iot'], failing: [0] });
    expect(await sweep()).toEqual([
      { source: 'iot', outcome: 'failed', error: OUTAGE },
      { source: 'customers', outcome: 'failed', partition: 0, error: OUTAGE },
      { source: 'customers', outcome: 'swept', partition: 2, result: 'customers 2' },
    ]);
  });
});
