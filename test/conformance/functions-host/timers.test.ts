import { readFile } from 'node:fs/promises';
import { HostBench, type HostUnderTest, type TestApp, waitFor } from './host-under-test';
import { ManualClock } from './manual-clock';

interface Told {
  readonly timer: {
    readonly isPastDue: boolean;
    readonly schedule: { readonly adjustForDST: boolean };
    readonly scheduleStatus: { readonly last: string; readonly next: string } | null;
  };
  readonly retry: {
    readonly retryCount: number;
    readonly maxRetryCount: number;
    readonly exception?: { message: string };
  } | null;
}

describe('timer triggers', () => {
  const bench = new HostBench();
  afterEach(() => bench.cleanup());

  const start = (
    app: string | TestApp,
    clock: ManualClock,
    settings: Record<string, string> = { 'AzureWebJobs.slow.Disabled': 'true' },
  ): Promise<HostUnderTest> =>
    bench.start(app, { clock, settings: { EVERY_FIVE: '0 */5 * * * *', ...settings } });
  const runByHand = (host: HostUnderTest, name: string): Promise<Response> =>
    host.request(`/admin/functions/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  const told = (host: HostUnderTest, name: string): Told[] =>
    host.logged(name).map((line) => JSON.parse(line) as Told);

  // Proves timer.schedule, timer.monitor of functions-host with JavaScript.
  test('run at their time in UTC, by an expression from a setting, with the last and the next time', async () => {
    const clock = new ManualClock('2026-03-01T10:01:00Z');
    const host = await start('timers', clock);
    expect(told(host, 'every-five')).toEqual([]);
    clock.moveTo('2026-03-01T10:05:00Z');
    await waitFor(() => told(host, 'every-five').length === 1, 'the first run');
    await waitFor(() => clock.due.includes('2026-03-01T10:10:00.000Z'), 'the next run to be planned');
    clock.moveTo('2026-03-01T10:10:00Z');
    await waitFor(() => told(host, 'every-five').length === 2, 'the second run');
    const [first, second] = told(host, 'every-five');
    expect(first?.timer).toEqual({
      schedule: { adjustForDST: true },
      scheduleStatus: null,
      isPastDue: false,
    });
    expect(second?.timer.scheduleStatus).toEqual({
      last: '2026-03-01T10:05:00+00:00',
      next: '2026-03-01T10:10:00+00:00',
      lastUpdated: '2026-03-01T10:05:00+00:00',
    });
  });

  // Proves timer.schedule of functions-host with JavaScript.
  test('pass that a time span has no daylight saving', async () => {
    const clock = new ManualClock('2026-03-01T10:00:00Z');
    const host = await start('timers', clock, {});
    clock.moveTo('2026-03-01T10:01:00Z');
    await waitFor(() => told(host, 'slow').length === 1, 'the run');
    expect(told(host, 'slow')[0]?.timer).toMatchObject({ schedule: { adjustForDST: false } });
    await host.request('/api/release', { method: 'POST' });
  });

  // Proves http.admin of functions-host with HTTP.
  test('run manually, also when disabled', async () => {
    const settings = { 'AzureWebJobs.every-five.Disabled': 'true', 'AzureWebJobs.slow.Disabled': 'true' };
    const host = await start('timers', new ManualClock('2026-03-01T10:01:00Z'), settings);
    expect((await runByHand(host, 'every-five')).status).toBe(202);
    await waitFor(() => told(host, 'every-five').length === 1, 'the run');
  });

  // Proves timer.monitor of functions-host with JavaScript.
  test('run at the start when configured', async () => {
    const host = await start('timers', new ManualClock('2026-03-01T10:01:00Z'));
    await waitFor(() => told(host, 'at-start').length === 1, 'the run at start');
    expect(told(host, 'at-start')[0]?.timer.isPastDue).toBe(false);
  });

  // Proves timer.monitor of functions-host with JavaScript.
  test('are past due at the next start when their time passed without a host', async () => {
    const first = await start('timers', new ManualClock('2026-03-01T10:01:00Z'));
    await first.host.close();
    const second = await start(first.app, new ManualClock('2026-03-01T10:07:00Z'));
    await waitFor(() => told(second, 'every-five').length === 1, 'the run that was missed');
    expect(told(second, 'every-five')[0]?.timer.isPastDue).toBe(true);
    const path = `${first.app.dataDirectory}/timers/every-five.json`;
    const status = await waitFor(async () => {
      const text = await readFile(path, 'utf8');
      return text.includes('10:10:00') ? (JSON.parse(text) as unknown) : undefined;
    }, 'the status to be kept');
    expect(status).toEqual({
      Last: '2026-03-01T10:07:00.000Z',
      Next: '2026-03-01T10:10:00.000Z',
      LastUpdated: '2026-03-01T10:07:00.000Z',
    });
  });

  test('never overlap, and run directly after a run if their time passed meanwhile', async () => {
    const clock = new ManualClock('2026-03-01T10:00:00Z');
    const host = await start('timers', clock, {});
    clock.moveTo('2026-03-01T10:01:00Z');
    await waitFor(() => told(host, 'slow').length === 1, 'the first run');
    clock.moveTo('2026-03-01T10:02:30Z');
    expect(clock.due).not.toContain('2026-03-01T10:02:00.000Z');
    expect(told(host, 'slow')).toHaveLength(1);
    await host.request('/api/release', { method: 'POST' });
    await waitFor(() => told(host, 'slow').length === 2, 'the second run');
    await host.request('/api/release', { method: 'POST' });
  });

  // Proves retry of functions-host with JavaScript.
  test('are retried by their policy, with the previous attempt in the context', async () => {
    const host = await start('timers', new ManualClock('2026-03-01T10:01:00Z'));
    expect((await runByHand(host, 'failing')).status).toBe(202);
    await waitFor(() => told(host, 'failing').length === 3, 'two retries');
    const exception = expect.objectContaining({
      message: expect.stringMatching(
        /Exception while executing function: Functions\.failing[^]*never works/,
      ) as unknown,
    }) as unknown;
    expect(told(host, 'failing').map(({ retry }) => retry)).toEqual([
      { retryCount: 0, maxRetryCount: 2 },
      { retryCount: 1, maxRetryCount: 2, exception },
      { retryCount: 2, maxRetryCount: 2, exception },
    ]);
  });
});
