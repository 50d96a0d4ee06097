import { existsSync } from 'node:fs';
import { dependsOn, JobsFixture, task } from './jobs-fixture';
import { ManualJobsClock } from './manual-jobs-clock';

describe('time', () => {
  const fixture = new JobsFixture();
  let clock: ManualJobsClock;
  beforeEach(() => {
    clock = new ManualJobsClock(new Date().toISOString());
  });
  afterEach(() => fixture.cleanup());

  const startHanging = async (taskFields: object, job: object = {}): Promise<number> => {
    await fixture.writeBundle([]);
    await fixture.start(
      [
        task('a', ['touch', fixture.path('on'), 'wait', fixture.path('gate')], taskFields),
        task('b', [], dependsOn('a')),
      ],
      { clock, job },
    );
    const runId = await fixture.runNow();
    while (!existsSync(fixture.path('on'))) await new Promise((resolve) => setTimeout(resolve, 5));
    return runId;
  };

  // Proves order of databricks with HTTP.
  test('ends a task that exceeds its time-out', async () => {
    const runId = await startHanging({ timeout_seconds: 60, max_retries: 3 });
    clock.advance(59);
    expect((await fixture.getRun(runId)).tasks[0]?.status.state).toBe('RUNNING');
    clock.advance(1);
    expect(await fixture.results(runId)).toEqual(['a TIMEDOUT', 'b UPSTREAM_FAILED']);
    expect(await fixture.getRun(runId)).toMatchObject({
      state: {
        result_state: 'FAILED',
        state_message: 'Task a failed with message: Run timed out after 60 seconds.',
      },
      tasks: [
        {
          execution_duration: 60_000,
          state: { user_cancelled_or_timedout: true },
          status: { termination_details: { code: 'CANCELED' } },
        },
        {},
      ],
    });
  });

  test('retries a task that timed out if configured', async () => {
    const runId = await startHanging({ timeout_seconds: 60, max_retries: 1, retry_on_timeout: true });
    clock.advance(60);
    await fixture.until(runId, ({ tasks }) => tasks.length === 3);
    clock.advance(0);
    await fixture.until(runId, ({ tasks }) => tasks[1]?.status.state === 'RUNNING');
    clock.advance(60);
    expect(await fixture.results(runId)).toEqual(['a TIMEDOUT', 'a TIMEDOUT', 'b UPSTREAM_FAILED']);
  });

  test('ends a run that exceeds its time-out, with its tasks', async () => {
    const runId = await startHanging({}, { timeout_seconds: 100 });
    clock.advance(100);
    expect(await fixture.results(runId)).toEqual(['a CANCELED', 'b CANCELED']);
    expect(await fixture.getRun(runId)).toMatchObject({
      state: { life_cycle_state: 'TERMINATED', result_state: 'TIMEDOUT', user_cancelled_or_timedout: true },
      status: { termination_details: { code: 'CANCELED' } },
      run_duration: 100_000,
    });
  });

  // Proves order of databricks with HTTP.
  test('is the time between the starts of two attempts', async () => {
    await fixture.start([task('a', ['fail', 'no'], { max_retries: 1, min_retry_interval_millis: 30_000 })], {
      clock,
    });
    const runId = await fixture.runNow();
    const waiting = await fixture.until(runId, ({ tasks }) => tasks.length === 2);
    expect(waiting.tasks[1]).toMatchObject({
      attempt_number: 1,
      state: { life_cycle_state: 'WAITING_FOR_RETRY' },
      status: { state: 'WAITING' },
    });
    clock.advance(30);
    const { tasks } = await fixture.ended(runId);
    expect((tasks[1]?.start_time ?? 0) - (tasks[0]?.start_time ?? 0)).toBe(30_000);
  });

  test('before a retry is cancelled with the run', async () => {
    await fixture.start([task('a', ['fail', 'no'], { max_retries: 1, min_retry_interval_millis: 30_000 })], {
      clock,
    });
    const runId = await fixture.runNow();
    await fixture.until(runId, ({ tasks }) => tasks.length === 2);
    await fixture.post('jobs/runs/cancel', { run_id: runId });
    expect(await fixture.results(runId)).toEqual(['a FAILED', 'a CANCELED']);
    expect(clock.pending).toBe(0);
  });
});
