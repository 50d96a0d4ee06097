import { type InvocationContext } from '@azure/functions';
import { type HealedAggregationResult } from '../../../src/lib/live/windows/healing-aggregator';
import { type SinkOutcome } from '../../../src/lib/live/deliver/sink-runner';
import { type DeliveryLog } from '../../../src/lib/live/deliver/deliver-on-change';
import { type ChangeNotice } from '../../../src/lib/live/deliver/open-change-notice';
import { SluiceError } from '../../../src/lib/platform/errors';
import { createDeliverHandler } from '../../../src/lib/live/trigger/deliver-handler';
import { createLiveHandler } from '../../../src/lib/live/trigger/live-handler';

/** The log entries of a handler, by level. */
function createContext(partitionId = '3') {
  const logged: [level: string, text: string][] = [];
  const log = (level: string) => (text: unknown) => {
    logged.push([level, String(text)]);
  };
  const context = {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    triggerMetadata: {
      partitionContext: { partitionId },
      sequenceNumberArray: [7, 8],
      offsetArray: ['70', '80'],
      enqueuedTimeUtcArray: ['2026-11-21T08:15:30Z', '2026-11-21T08:15:31Z'],
    },
  };
  return { context: context as unknown as InvocationContext, logged };
}

const BODIES = [Buffer.from('{}'), Buffer.from('{}')];

describe('the live handler', () => {
  const handle = (
    aggregate: (
      partition: number,
      events: readonly { sequenceNumber: number }[],
    ) => Promise<HealedAggregationResult>,
    noticeChange: ChangeNotice = () => undefined,
  ) => createLiveHandler(() => ({ aggregate }), 'iot', noticeChange);

  it('aggregates the batch of its partition', async () => {
    const calls: unknown[] = [];
    const { context, logged } = createContext();
    await handle((partition, events) => {
      calls.push([partition, events.map(({ sequenceNumber }) => sequenceNumber)]);
      return Promise.resolve({ aggregated: 2, redelivered: 0, lost: [], healed: 0 });
    })(BODIES, context);
    expect(calls).toEqual([[3, [7, 8]]]);
    expect(logged).toEqual([['debug', 'partition 3: 2 events aggregated into live windows']]);
  });

  it('logs which events were lost, and how many were redelivered', async () => {
    const { context, logged } = createContext();
    await handle(() =>
      Promise.resolve({ aggregated: 1, redelivered: 1, lost: [{ from: 2, to: 6 }], healed: 0 }),
    )(BODIES, context);
    expect(logged.slice(1)).toEqual([
      ['error', expect.stringContaining('sequence numbers 2 to 6')],
      ['info', expect.stringContaining('1 redelivered')],
    ]);
  });

  it.each([
    ['events were aggregated', { aggregated: 2, healed: 0 }, 1],
    ['skipped events were healed', { aggregated: 0, healed: 3 }, 1],
    ['all events were redelivered', { aggregated: 0, healed: 0 }, 0],
  ])('notices a change when %s: %j', async (_, counts, times) => {
    const noticed: unknown[] = [];
    const { context } = createContext();
    await handle(
      () => Promise.resolve({ redelivered: 0, lost: [], ...counts }),
      (change) => noticed.push(change),
    )(BODIES, context);
    expect(noticed).toEqual(Array(times).fill({ source: 'iot', partition: 3, log: context }));
  });

  it('throws errors of the aggregation, so that the batch is delivered again', async () => {
    const fault = new SluiceError('table_unavailable', '503', { kind: 'transient' });
    await expect(handle(() => Promise.reject(fault))(BODIES, createContext().context)).rejects.toBe(fault);
  });
});

describe('the deliver handler', () => {
  it('delivers, logs failed sinks, and sweeps', async () => {
    const outcomes: SinkOutcome[] = [
      { sink: 'table', outcome: 'taken', rows: 3 },
      { sink: 'power-bi', outcome: 'failed', error: new Error('429') },
      { sink: 'eventstream', outcome: 'taken', rows: 0 },
    ];
    const sweeps: unknown[] = [];
    let time = 0;
    const delivering = {
      deliverer: {
        deliver: () => {
          time += 10_000;
          return Promise.resolve(outcomes);
        },
      },
      onChange: {
        report: (log: DeliveryLog) => {
          log.error('delivery after a change:', new Error('503'));
        },
      },
      sweeper: {
        sweepWhenDue: (until?: number) => {
          sweeps.push(until);
          return Promise.resolve(0);
        },
      },
    };
    const handle = createDeliverHandler(() => delivering, { now: () => new Date(time) });
    const { context, logged } = createContext();
    await handle(context);
    expect(logged).toEqual([
      ['error', 'delivery after a change:'],
      ['debug', 'sink table: 3 windows delivered'],
      ['error', 'sink power-bi:'],
    ]);
    // The time of the delivery is subtracted from that of the sweep.
    expect(sweeps).toEqual([45_000]);
  });
});
