import { writeFile } from 'node:fs/promises';
import { JobsFixture, task } from './jobs-fixture';

describe('a job at its limit of runs', () => {
  const fixture = new JobsFixture();
  afterEach(() => fixture.cleanup());

  const start = async (job: object): Promise<void> => {
    await fixture.writeBundle([]);
    await fixture.start([task('one', ['wait', fixture.path('gate')])], { job });
  };
  const open = (): Promise<void> => writeFile(fixture.path('gate'), '');

  // Proves concurrency, run-now of databricks with HTTP.
  test('queues a run, and starts queued runs in their order', async () => {
    await start({ queue: { enabled: true } });
    const [first, second, third] = [await fixture.runNow(), await fixture.runNow(), await fixture.runNow()];
    await fixture.running(first, 'one');
    expect(await fixture.getRun(second)).toMatchObject({
      state: { life_cycle_state: 'QUEUED', queue_reason: expect.any(String) as unknown },
      status: { state: 'QUEUED', queue_details: { code: 'MAX_CONCURRENT_RUNS_REACHED' } },
      tasks: [{ status: { state: 'BLOCKED' } }],
    });
    await open();
    const runs = [await fixture.ended(first), await fixture.ended(second), await fixture.ended(third)];
    expect(runs.map(({ state }) => state.result_state)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
    const [a, b, c] = runs.map(({ tasks }) => tasks[0]);
    expect(b?.start_time).toBeGreaterThanOrEqual(a?.end_time ?? Infinity);
    expect(c?.start_time).toBeGreaterThanOrEqual(b?.end_time ?? Infinity);
    expect(runs[2]?.['queue_duration']).toBeGreaterThan(0);
  });

  // Proves concurrency of databricks with HTTP.
  test('skips a run when it has no queue', async () => {
    await start({ queue: { enabled: false } });
    const first = await fixture.runNow();
    const second = await fixture.runNow();
    expect(await fixture.getRun(second)).toMatchObject({
      state: {
        life_cycle_state: 'SKIPPED',
        result_state: 'MAXIMUM_CONCURRENT_RUNS_REACHED',
        state_message: 'Skipping this run because the limit of 1 maximum concurrent runs has been reached.',
      },
      status: { state: 'TERMINATED', termination_details: { code: 'MAX_CONCURRENT_RUNS_EXCEEDED' } },
    });
    await open();
    expect((await fixture.ended(first)).state.result_state).toBe('SUCCESS');
  });

  test('follows the request instead of the job', async () => {
    await start({ queue: { enabled: true } });
    await fixture.runNow();
    const skipped = await fixture.runNow({ queue: { enabled: false } });
    expect((await fixture.getRun(skipped)).state.life_cycle_state).toBe('SKIPPED');
    await open();
  });

  // Proves concurrency of databricks with HTTP.
  test('runs as many concurrent runs as its limit', async () => {
    await start({ max_concurrent_runs: 2, queue: { enabled: true } });
    const ids = [await fixture.runNow(), await fixture.runNow(), await fixture.runNow()];
    await fixture.running(ids[1] ?? 0, 'one');
    const states = await Promise.all(ids.map(async (id) => (await fixture.getRun(id)).status.state));
    expect(states).toEqual(['RUNNING', 'RUNNING', 'QUEUED']);
    await open();
    for (const id of ids) await fixture.ended(id);
  });

  test('ends queued runs when the job was deleted', async () => {
    await start({ queue: { enabled: true } });
    const [first, second] = [await fixture.runNow(), await fixture.runNow()];
    await fixture.running(first, 'one');
    await fixture.close();
    await fixture.writeBundle([task('one', [])], {}, { bundle: { name: 'other' } });
    await fixture.restart();
    expect((await fixture.ended(second)).status.termination_details).toMatchObject({
      code: 'INVALID_RUN_CONFIGURATION',
      message: 'The job was deleted.',
    });
  });

  test('keeps its queue over a restart', async () => {
    await start({ queue: { enabled: true } });
    const first = await fixture.runNow();
    await fixture.running(first, 'one');
    const second = await fixture.runNow();
    await fixture.close();
    await open();
    await fixture.restart();
    expect((await fixture.ended(first)).status.termination_details?.code).toBe('DRIVER_ERROR');
    expect((await fixture.ended(second)).state.result_state).toBe('SUCCESS');
  });
});
