import { InvocationContext } from '@azure/functions';
import { type Refresh } from '../../../src/lib/refresh/open-refresh';
import { type RefreshInstances } from '../../../src/lib/refresh/ports';
import {
  createArrivalsHandler,
  createScheduleHandler,
  createWatchHandler,
} from '../../../src/lib/refresh/trigger/refresh-timer-handlers';

const NOW = new Date('2026-11-21T06:10:00.000Z');
const context = (): InvocationContext =>
  new InvocationContext({ functionName: 'refresh', logHandler: () => undefined });

function scene(arrived: number | undefined, configured = true) {
  const started: string[] = [];
  const recovered: string[] = [];
  const purgedBefore: Date[] = [];
  const refresh = {
    config: { afterEvents: 1000, historyDays: 30 },
    recover: () => {
      recovered.push(started.length === 0 ? 'first' : 'late');
      return Promise.resolve({ id: 'x', recovered: 'closed' });
    },
    countArrivals: () => Promise.resolve(arrived),
    start: (_: unknown, { trigger }: { readonly trigger: string }) => {
      started.push(trigger);
      return Promise.resolve({ outcome: 'started', id: 'x' });
    },
  } as unknown as Refresh;
  const open = (): Refresh | undefined => (configured ? refresh : undefined);
  const instances = {
    purge: (before: Date, until: number) => {
      expect(until).toBe(NOW.getTime() + 45_000);
      purgedBefore.push(before);
      return Promise.resolve(2);
    },
  } as unknown as RefreshInstances;
  return { started, recovered, purgedBefore, open, instances };
}

describe('the timer of the schedule', () => {
  it('starts a refresh, and deletes old histories', async () => {
    const { started, purgedBefore, open, instances } = scene(undefined);
    await createScheduleHandler(open, { now: () => NOW })(instances, context());
    expect(started).toEqual(['schedule']);
    expect(purgedBefore).toEqual([new Date('2026-10-22T06:10:00.000Z')]);
  });
});

describe('the timer of arrivals', () => {
  it.each([
    [1000, ['arrivals']],
    [999, []],
    [0, []],
    [undefined, []],
  ])('with %s new events starts %j', async (arrived, expected) => {
    const { started, open, instances } = scene(arrived);
    await createArrivalsHandler(open)(instances, context());
    expect(started).toEqual(expected);
  });
});

it('recovers a refresh without an orchestration before it counts arrivals, and on its own timer', async () => {
  const { recovered, open, instances } = scene(1000);
  await createArrivalsHandler(open)(instances, context());
  await createWatchHandler(open)(instances, context());
  expect(recovered).toEqual(['first', 'late']);
});

it('does nothing if no refresh is configured', async () => {
  const { started, recovered, purgedBefore, open, instances } = scene(5000, false);
  await createScheduleHandler(open, { now: () => NOW })(instances, context());
  await createArrivalsHandler(open)(instances, context());
  await createWatchHandler(open)(instances, context());
  expect([started, recovered, purgedBefore]).toEqual([[], [], []]);
});
