import { ChangeSignal } from '../../../../src/lib/live/changes/change-signal';
import { createChangesHandler } from '../../../../src/lib/live/changes/http';
import { ChangeWaiter } from '../../../../src/lib/live/changes/wait-for-change';
import { openChangeSignal } from '../../../../src/lib/live/changes/change-signal';
import { openChangeNotice } from '../../../../src/lib/live/deliver/open-change-notice';
import { createPlatform } from '../../../../src/lib/platform/platform';
import { call } from '../../../testing/fixtures/call-handler';
import { liveEvent, setUp as setUpAggregator, VIEW } from '../windows/live-scene';

/** A waiter whose signal the test resumes. Each wait advances the clock by what it would take. */
function setUp({ waitSeconds = 25 } = {}) {
  const { aggregator, store, clock } = setUpAggregator();
  const waits: number[] = [];
  let onWait: () => Promise<void> = () => Promise.resolve();
  const waiter = new ChangeWaiter({
    store,
    clock: { now: () => new Date(clock.time) },
    waitSeconds,
    signal: {
      next: (source, milliseconds) =>
        ({
          // Waited for only if the version is that of the caller.
          then: (resolve: (value: never) => void) => {
            expect(source).toBe('iot');
            waits.push(milliseconds);
            clock.time += milliseconds;
            void onWait().then(() => {
              resolve(undefined as never);
            });
          },
        }) as unknown as Promise<void>,
    },
  });
  let id = 0;
  const change = () =>
    aggregator
      .aggregate(0, [liveEvent(id, { id: String(id++), at: 0, site: 'HAM', status: 'ok', power: 1 })])
      .then(() => undefined);
  return {
    waiter,
    waits,
    change,
    whileWaiting: (run: () => Promise<void>) => {
      onWait = run;
    },
  };
}

describe('waiting for a change of live windows', () => {
  it('ends at once without a version, and with an older one', async () => {
    const { waiter, waits, change } = setUp();
    expect(await waiter.wait('iot', undefined)).toEqual({ version: '0-0', waitSeconds: 25 });
    await change();
    expect(await waiter.wait('iot', '0-0')).toEqual({ version: '1-1', waitSeconds: 25 });
    expect(waits).toEqual([]);
  });

  it('ends with the next change', async () => {
    const { waiter, waits, change, whileWaiting } = setUp();
    await change();
    whileWaiting(change);
    expect(await waiter.wait('iot', '1-1')).toEqual({ version: '1-2', waitSeconds: 25 });
    expect(waits).toEqual([1000]);
  });

  it('ends after the seconds of the setting with the same version', async () => {
    const { waiter, waits } = setUp({ waitSeconds: 3 });
    expect(await waiter.wait('iot', '0-0')).toEqual({ version: '0-0', waitSeconds: 3 });
    expect(waits).toEqual([1000, 1000, 1000]);
  });

  it('never happens if the setting is 0', async () => {
    const { waiter, waits } = setUp({ waitSeconds: 0 });
    expect(await waiter.wait('iot', '0-0')).toEqual({ version: '0-0', waitSeconds: 0 });
    expect(waits).toEqual([]);
  });

  it('is refused to a ninth call, and allowed again when one has ended', async () => {
    const { waiter, change, whileWaiting } = setUp();
    let resume: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (resume = resolve));
    whileWaiting(() => gate);
    const eight = Array.from({ length: 8 }, () => waiter.wait('iot', '0-0'));
    expect(await waiter.wait('iot', '0-0')).toEqual({ version: '0-0', waitSeconds: 0 });
    await change();
    resume();
    expect(await Promise.all(eight)).toEqual(eight.map(() => ({ version: '1-1', waitSeconds: 25 })));
    expect(await waiter.wait('iot', undefined)).toEqual({ version: '1-1', waitSeconds: 25 });
  });
});

describe('the signal of changes', () => {
  it('resumes all calls that wait for the source, and no others', async () => {
    const signal = new ChangeSignal();
    const resumed: string[] = [];
    const waiting = ['iot', 'iot', 'logistics'] as const;
    const all = waiting.map((source) => signal.next(source, 60_000).then(() => resumed.push(source)));
    signal.changed('iot');
    await Promise.all(all.slice(0, 2));
    expect(resumed).toEqual(['iot', 'iot']);
    signal.changed('logistics');
    await Promise.all(all);
  });

  it('resumes a call after its time', async () => {
    jest.useFakeTimers();
    try {
      const resumed = new ChangeSignal().next('iot', 1000).then(() => 'resumed');
      jest.advanceTimersByTime(1000);
      expect(await resumed).toBe('resumed');
    } finally {
      jest.useRealTimers();
    }
  });

  it('is given by the notice of a change, also without sinks', async () => {
    const platform = createPlatform({ environment: {} });
    const errors: unknown[] = [];
    const log = { debug: () => undefined, error: (_: string, error: unknown) => errors.push(error) };
    const resumed = platform.use(openChangeSignal).next('iot', 60_000);
    openChangeNotice(platform)({ source: 'iot', partition: 0, log });
    await resumed;
    expect(errors).toEqual([]);
  });
});

describe('the notice of a change', () => {
  it('logs wrong settings of sinks, and does not throw', () => {
    const errors: unknown[] = [];
    const log = { debug: () => undefined, error: (_: string, error: unknown) => errors.push(error) };
    const environment = { LIVE_SINKS: 'power-bi', LIVE_DELIVER_SCHEDULE: '0 * * * * *' };
    openChangeNotice(createPlatform({ environment }))({ source: 'iot', partition: 0, log });
    expect(errors).toEqual([expect.objectContaining({ code: 'config_invalid' })]);
  });
});

describe('GET /api/serve/{view}/changes', () => {
  const handler = createChangesHandler(() => ({
    views: [VIEW],
    waiter: {
      wait: (source, after) => Promise.resolve({ version: `${source} after ${after}`, waitSeconds: 25 }),
    },
  }));
  const get = (view: string, query = '') =>
    call(handler, `/api/serve/${view}/changes${query}`, { params: { view } });

  it('answers with the version of the view’s source', async () => {
    expect(await get(VIEW.name, '?after=1-1')).toMatchObject({
      status: 200,
      body: { view: VIEW.name, version: 'iot after 1-1', waitSeconds: 25 },
    });
    expect(await get(VIEW.name)).toMatchObject({ body: { version: 'iot after undefined' } });
  });

  it('names the views if there is no such view', async () => {
    expect(await get('iot')).toMatchObject({
      status: 404,
      body: { code: 'serve_view_unknown', detail: expect.stringContaining(VIEW.name) as string },
    });
  });
});
