import { type InvocationContext } from '@azure/functions';
import { type HealedAggregationResult } from '../../../src/lib/live/windows/healing-aggregator';
import { type SinkOutcome } from '../../../src/lib/live/deliver/sink-runner';
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
  ) => createLiveHandler(() => ({ aggregate }), 'iot');

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
      ['debug', 'sink table: 3 windows delivered'],
      ['error', 'sink power-bi:'],
    ]);
    // The time of the delivery is subtracted from that of the sweep.
    expect(sweeps).toEqual([45_000]);
  });
});
