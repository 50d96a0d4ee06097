import { type InvocationContext } from '@azure/functions';
import { type SinkOutcome } from '../../../src/lib/live/deliver/sink-runner';
import { type DeliveryLog } from '../../../src/lib/live/deliver/deliver-on-change';
import { createDeliverHandler } from '../../../src/lib/live/trigger/deliver-handler';

/** The log entries of a handler, by level. */
function createContext() {
  const logged: [level: string, text: string][] = [];
  const log = (level: string) => (text: unknown) => {
    logged.push([level, String(text)]);
  };
  const context = {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
  };
  return { context: context as unknown as InvocationContext, logged };
}

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
