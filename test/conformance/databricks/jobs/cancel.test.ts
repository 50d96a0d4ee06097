import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dependsOn, JobsFixture, task } from './jobs-fixture';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('cancelling', () => {
  const fixture = new JobsFixture();
  afterEach(() => fixture.cleanup());

  const startHanging = async (before: readonly string[] = []): Promise<number> => {
    await fixture.writeBundle([]);
    await fixture.start([
      task('a', [...before, 'touch', fixture.path('pid'), 'wait', fixture.path('gate')]),
      task('b', [], dependsOn('a')),
      task('c', [], { ...dependsOn('a'), run_if: 'ALL_DONE' }),
    ]);
    const runId = await fixture.runNow();
    await fixture.running(runId, 'a');
    // The file exists shortly before its content.
    while (!existsSync(fixture.path('pid')) || readFileSync(fixture.path('pid')).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    return runId;
  };

  // Proves runs.cancel of databricks with HTTP.
  test('ends the programs and all tasks of a run', async () => {
    const runId = await startHanging();
    const pid = Number(await readFile(fixture.path('pid'), 'utf8'));
    expect(await fixture.post('jobs/runs/cancel', { run_id: runId })).toMatchObject({
      status: 200,
      body: {},
    });
    const run = await fixture.ended(runId);
    expect(run).toMatchObject({
      state: {
        life_cycle_state: 'TERMINATED',
        result_state: 'CANCELED',
        state_message: 'Run cancelled.',
        user_cancelled_or_timedout: true,
      },
      status: { state: 'TERMINATED', termination_details: { code: 'USER_CANCELED' } },
    });
    expect(await fixture.results(runId)).toEqual(['a CANCELED', 'b CANCELED', 'c CANCELED']);
    expect(isAlive(pid)).toBe(false);
  });

  test('shows a run as terminating, and kills a program that does not stop', async () => {
    const runId = await startHanging(['ignore-signals', '']);
    const pid = Number(await readFile(fixture.path('pid'), 'utf8'));
    await fixture.post('jobs/runs/cancel', { run_id: runId });
    expect(await fixture.getRun(runId)).toMatchObject({
      state: { life_cycle_state: 'TERMINATING' },
      status: { state: 'TERMINATING' },
      tasks: [{ state: { life_cycle_state: 'TERMINATING' } }, {}, {}],
    });
    // A second request has no effect.
    expect((await fixture.post('jobs/runs/cancel', { run_id: runId })).status).toBe(200);
    expect((await fixture.ended(runId)).state.result_state).toBe('CANCELED');
    expect(isAlive(pid)).toBe(false);
  });

  // Proves runs.cancel of databricks with HTTP.
  test('cancels only one task, and others follow their conditions', async () => {
    const runId = await startHanging();
    const { tasks } = await fixture.getRun(runId);
    await fixture.post('jobs/runs/cancel', { run_id: tasks[0]?.run_id });
    expect(await fixture.results(runId)).toEqual(['a CANCELED', 'b UPSTREAM_CANCELED', 'c SUCCESS']);
    expect((await fixture.getRun(runId)).state.result_state).toBe('CANCELED');
  });

  test('does nothing for a run that has ended', async () => {
    await fixture.start([task('a', [])]);
    const runId = await fixture.runNow();
    const before = await fixture.ended(runId);
    expect((await fixture.post('jobs/runs/cancel', { run_id: runId })).status).toBe(200);
    expect(await fixture.getRun(runId)).toEqual(before);
  });

  test('ends a queued run before it starts', async () => {
    await fixture.writeBundle([]);
    await fixture.start([task('a', ['wait', fixture.path('gate')])], { job: { queue: { enabled: true } } });
    const [first, second] = [await fixture.runNow(), await fixture.runNow()];
    await fixture.post('jobs/runs/cancel', { run_id: second });
    expect((await fixture.ended(second)).state.result_state).toBe('CANCELED');
    expect(await fixture.results(second)).toEqual(['a CANCELED']);
    await writeFile(fixture.path('gate'), '');
    expect((await fixture.ended(first)).state.result_state).toBe('SUCCESS');
  });

  // Proves runs.cancel of databricks with HTTP.
  test.each([
    ['all runs of the job', {}, ['CANCELED', 'CANCELED', 'CANCELED']],
    ['only queued runs', { all_queued_runs: true }, ['SUCCESS', 'CANCELED', 'CANCELED']],
  ])('cancels %s', async (_what, fields, expected) => {
    await fixture.writeBundle([]);
    await fixture.start([task('a', ['wait', fixture.path('gate')])], { job: { queue: { enabled: true } } });
    const ids = [await fixture.runNow(), await fixture.runNow(), await fixture.runNow()];
    await fixture.running(ids[0] ?? 0, 'a');
    expect(await fixture.post('jobs/runs/cancel-all', { job_id: fixture.jobId, ...fields })).toMatchObject({
      status: 200,
      body: {},
    });
    await fixture.ended(ids[2] ?? 0);
    await writeFile(fixture.path('gate'), '');
    const runs = await Promise.all(ids.map((id) => fixture.ended(id)));
    expect(runs.map(({ state }) => state.result_state)).toEqual(expected);
  });

  test('refuses unknown runs and jobs', async () => {
    await fixture.start([task('a', [])]);
    const answers = [
      await fixture.post('jobs/runs/cancel', { run_id: 5 }),
      await fixture.post('jobs/runs/cancel', {}),
      await fixture.post('jobs/runs/cancel-all', {}),
      await fixture.post('jobs/runs/cancel-all', { job_id: 5 }),
    ];
    expect(answers.map(({ status, body }) => `${status} ${String(body['message'])}`)).toEqual([
      '400 Run 5 does not exist.',
      '400 Missing required field: run_id',
      '400 Missing required field: job_id',
      '400 Job 5 does not exist.',
    ]);
  });
});
