import { InvocationContext } from '@azure/functions';
import { type Simulation } from '../../../src/lib/simulate/open-simulation';
import { createSimulateTimerHandler } from '../../../src/lib/simulate/trigger';

const START = Date.UTC(2026, 10, 21, 6, 10);
const context = (): InvocationContext =>
  new InvocationContext({ functionName: 'simulateIot', logHandler: () => undefined });

/** A simulator of one event for each window, and a slow hub. */
function scene({ secondsAWindow = 0, eventsPerSecond = 1, fails = false } = {}) {
  const clock = { now: START };
  const windows: [number, number][] = [];
  const simulation = {
    clock: { now: () => new Date(clock.now) },
    config: {
      eventsPerSecond: { iot: eventsPerSecond, ecommerce: 0 },
      faults: undefined,
    },
    simulator: {
      simulate: ({ from, to }: { readonly from: Date; readonly to: Date }) => {
        windows.push([(from.getTime() - START) / 1000, (to.getTime() - START) / 1000]);
        return [{}];
      },
    },
    publishers: {
      iot: {
        publish: () => {
          clock.now += secondsAWindow * 1000;
          const failures = fails ? [{ index: 0, error: new Error('the hub is away') }] : [];
          return Promise.resolve({ published: fails ? 0 : 1, failures });
        },
      },
    },
  } as unknown as Simulation;
  return { clock, windows, handle: createSimulateTimerHandler(() => simulation, 'iot') };
}

describe('the timer of a simulator', () => {
  it('stops when its time is up, and continues there in the next call', async () => {
    const { clock, windows, handle } = scene({ secondsAWindow: 20 });
    await handle(context());
    clock.now = START + 60_000;
    windows.length = 0;
    await handle(context());
    // Three windows begin within 45 seconds; the hub needs twenty seconds for each.
    expect(windows).toEqual([
      [0, 10],
      [10, 20],
      [20, 30],
    ]);
    clock.now = START + 70_000;
    windows.length = 0;
    await handle(context());
    expect(windows[0]).toEqual([30, 40]);
  });

  it('reports how many events could not be published', async () => {
    await expect(scene({ fails: true }).handle(context())).rejects.toMatchObject({
      code: 'hub_unavailable',
      message: '1 of 1 simulated events could not be published',
    });
  });

  it('makes nothing at a rate of 0', async () => {
    const { windows, handle } = scene({ eventsPerSecond: 0 });
    await handle(context());
    expect(windows).toEqual([]);
  });
});
