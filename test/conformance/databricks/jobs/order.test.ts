import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dependsOn, JobsFixture, task } from './jobs-fixture';

describe('the tasks of a run', () => {
  const fixture = new JobsFixture();
  afterEach(() => fixture.cleanup());

  // Proves order of databricks with HTTP.
  test('wait only for tasks that they depend on', async () => {
    await fixture.writeBundle([]);
    await fixture.start([
      task('a', ['wait', fixture.path('gate')]),
      task('b', ['touch', fixture.path('b')]),
      task('after-a', ['touch', fixture.path('after-a')], dependsOn('a')),
      task('after-b', ['touch', fixture.path('after-b')], dependsOn('b')),
    ]);
    const runId = await fixture.runNow();
    const run = await fixture.until(runId, ({ tasks }) => tasks[3]?.status.state === 'TERMINATED');
    expect(run.tasks.map(({ state }) => state.life_cycle_state)).toEqual([
      'RUNNING',
      'TERMINATED',
      'BLOCKED',
      'TERMINATED',
    ]);
    expect(run.tasks[2]).toMatchObject({ start_time: 0, end_time: 0, status: { state: 'BLOCKED' } });
    expect(run.state).toMatchObject({ life_cycle_state: 'RUNNING' });
    expect(run.state.result_state).toBeUndefined();
    expect(existsSync(fixture.path('after-a'))).toBe(false);
    await writeFile(fixture.path('gate'), '');
    expect((await fixture.ended(runId)).state.result_state).toBe('SUCCESS');
    expect(existsSync(fixture.path('after-a'))).toBe(true);
  });

  test('are limited in number over all runs', async () => {
    await fixture.writeBundle([]);
    const tasks = ['a', 'b', 'c'].map((key) => task(key, ['wait', fixture.path(`gate`)]));
    await fixture.start(tasks, { maximumParallelTasks: 2, job: { max_concurrent_runs: 2 } });
    const first = await fixture.runNow();
    const second = await fixture.runNow();
    await fixture.running(first, 'b');
    const states = async (runId: number): Promise<readonly string[]> =>
      (await fixture.getRun(runId)).tasks.map(({ status }) => status.state);
    expect(await states(first)).toEqual(['RUNNING', 'RUNNING', 'PENDING']);
    expect(await states(second)).toEqual(['PENDING', 'PENDING', 'PENDING']);
    await writeFile(fixture.path('gate'), '');
    for (const runId of [first, second])
      expect((await fixture.ended(runId)).state.result_state).toBe('SUCCESS');
  });

  test('after a failed one do not run, and the run fails', async () => {
    await fixture.start([
      task('a', ['complain', 'first', 'fail', 'no']),
      task('b', [], dependsOn('a')),
      task('c', [], dependsOn('b')),
      task('d', []),
    ]);
    const runId = await fixture.runNow();
    const run = await fixture.ended(runId);
    expect(await fixture.results(runId)).toEqual([
      'a FAILED',
      'b UPSTREAM_FAILED',
      'c UPSTREAM_FAILED',
      'd SUCCESS',
    ]);
    const message = 'Task a failed with message: Workload failed, see run output for details.';
    expect(run).toMatchObject({
      // The odd state of the service; see local/databricks/jobs/ending.ts.
      state: { life_cycle_state: 'INTERNAL_ERROR', result_state: 'FAILED', state_message: message },
      status: {
        state: 'TERMINATED',
        termination_details: { code: 'RUN_EXECUTION_ERROR', type: 'CLIENT_ERROR', message },
      },
      tasks: [
        {
          state: {
            life_cycle_state: 'TERMINATED',
            result_state: 'FAILED',
            state_message: 'Workload failed, see run output for details',
          },
        },
        {
          start_time: 0,
          state: { life_cycle_state: 'SKIPPED', state_message: 'An upstream task failed.' },
          status: { state: 'TERMINATED', termination_details: { code: 'SKIPPED' } },
        },
        {},
        {},
      ],
    });
  });

  test('that fail before the last one give a run that succeeded with failures', async () => {
    await fixture.start([
      task('a', ['fail', 'no']),
      task('b', [], { ...dependsOn('a'), run_if: 'ALL_DONE' }),
    ]);
    const runId = await fixture.runNow();
    expect(await fixture.results(runId)).toEqual(['a FAILED', 'b SUCCESS']);
    expect(await fixture.getRun(runId)).toMatchObject({
      state: { life_cycle_state: 'TERMINATED', result_state: 'SUCCESS_WITH_FAILURES' },
      status: { termination_details: { code: 'SUCCESS_WITH_FAILURES' } },
    });
  });

  // Proves order of databricks with HTTP.
  test('that handle failures are excluded when there is no failure', async () => {
    await fixture.start([
      task('a', []),
      task('mend', [], { ...dependsOn('a'), run_if: 'AT_LEAST_ONE_FAILED' }),
      task('tell', [], dependsOn('mend')),
      task('off', [], { disabled: true }),
    ]);
    const runId = await fixture.runNow();
    expect(await fixture.results(runId)).toEqual([
      'a SUCCESS',
      'mend EXCLUDED',
      'tell EXCLUDED',
      'off DISABLED',
    ]);
    expect((await fixture.getRun(runId)).state.result_state).toBe('SUCCESS');
  });

  // Proves order of databricks with HTTP.
  test('are retried up to the limit, each attempt with its own id and output', async () => {
    await fixture.start([
      task('a', ['print', 'try {{task.execution_count}}', 'succeed-at', '3 of {{task.execution_count}}'], {
        max_retries: 2,
      }),
      task('b', [], dependsOn('a')),
    ]);
    const runId = await fixture.runNow();
    expect(await fixture.results(runId)).toEqual(['a FAILED', 'a FAILED', 'a SUCCESS', 'b SUCCESS']);
    const { tasks, state } = await fixture.getRun(runId);
    expect(state.result_state).toBe('SUCCESS');
    expect(tasks.map(({ attempt_number }) => attempt_number)).toEqual([0, 1, 2, 0]);
    const logs = await Promise.all(
      tasks.map(async ({ run_id }) => (await fixture.get('jobs/runs/get-output', { run_id })).body),
    );
    expect(logs.map((body) => String(body['logs']).split('\n')[0])).toEqual(['try 1', 'try 2', 'try 3', '']);
    expect(logs[2]?.['metadata']).toMatchObject({ original_attempt_run_id: tasks[0]?.run_id });
  });

  test('fail after their last attempt', async () => {
    await fixture.start([task('a', ['fail', 'no'], { max_retries: 1 })]);
    const runId = await fixture.runNow();
    expect(await fixture.results(runId)).toEqual(['a FAILED', 'a FAILED']);
    expect((await fixture.getRun(runId)).state.result_state).toBe('FAILED');
  });
});
