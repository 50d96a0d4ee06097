import { PowerBiSink } from '../../../../../src/lib/live/sinks/power-bi/power-bi-sink';
import { PUSH_DATASET_LIMITS } from '../../../../../src/lib/live/sinks/power-bi/power-bi-limits';
import { ManualClock } from '../../../../testing/fakes/manual-clock';
import { windowRows } from '../../../../testing/fixtures/window-rows';

function setUp() {
  const clock = new ManualClock();
  const requests: number[] = [];
  const sink = new PowerBiSink({
    clock,
    pause: () => Promise.reject(new Error('a limit was reached')),
    targets: {
      limits: PUSH_DATASET_LIMITS,
      find: () =>
        Promise.resolve({
          dataset: 'one',
          post: () => {
            requests.push(clock.now().getTime());
            return Promise.resolve();
          },
        }),
    },
  });
  return { clock, requests, sink };
}

/** Delivers five rows of each view as often as the rests allow. Fails if a limit is reached. */
async function deliverFor(minutes: number, views: readonly string[]) {
  const { clock, requests, sink } = setUp();
  const rests: number[] = [];
  const end = clock.now().getTime() + minutes * 60_000;
  while (clock.now().getTime() < end) {
    await sink.write(views.flatMap((view) => windowRows(5, { view })));
    const rest = sink.restMilliseconds();
    rests.push(rest);
    clock.advance(Math.max(250, rest) / 1000);
  }
  return { rests, perMinute: requests.length / minutes };
}

describe('the rest after a delivery to Power BI', () => {
  it('is short while the limits are little used', async () => {
    const { rests } = await deliverFor(0.1, ['iot_telemetry']);
    expect(rests.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
  });

  it.each([
    ['one table', ['a'], 600],
    ['five tables', ['a', 'b', 'c', 'd', 'e'], 3000],
  ])('lets constant changes use most requests of a dataset, and never all: %s', async (_, views, most) => {
    const { perMinute, rests } = await deliverFor(10, views);
    expect(perMinute).toBeGreaterThan(95);
    expect(perMinute).toBeLessThan(120);
    expect(Math.max(...rests)).toBeLessThan(most);
  });

  it('is at most ten seconds, however many rows were sent', async () => {
    const { sink } = setUp();
    await sink.write(windowRows(90_000));
    expect(sink.restMilliseconds()).toBe(10_000);
  });
});
