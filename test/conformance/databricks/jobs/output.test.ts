import { dependsOn, JobsFixture, task } from './jobs-fixture';

const LIMIT = 5 * 1024 * 1024;

describe('the output of a task', () => {
  const fixture = new JobsFixture();
  afterEach(() => fixture.cleanup());

  const outputOf = async (taskNumber = 0): Promise<Readonly<Record<string, unknown>>> => {
    const { tasks } = await fixture.ended(await fixture.runNow());
    return (await fixture.get('jobs/runs/get-output', { run_id: tasks[taskNumber]?.run_id })).body;
  };

  // Proves runs.output of databricks with HTTP.
  test('contains both streams and the run', async () => {
    await fixture.start([task('one', ['print', 'out', 'complain', 'err']), task('two', [])]);
    const output = await outputOf();
    expect(output).toMatchObject({
      logs_truncated: false,
      metadata: {
        task_key: 'one',
        format: 'MULTI_TASK',
        state: { life_cycle_state: 'TERMINATED', result_state: 'SUCCESS' },
        tasks: [{ task_key: 'one' }],
      },
    });
    expect(String(output['logs']).split('\n').sort()).toEqual(['', 'err', 'out']);
    expect(output).not.toHaveProperty('error');
  });

  // Proves runs.output of databricks with HTTP.
  test('contains the error and its trace when it failed', async () => {
    await fixture.start([task('one', ['print', 'so far', 'fail', 'the disk is full'])]);
    expect(await outputOf()).toMatchObject({
      error: 'Error: the disk is full',
      error_trace: "at the test's task\nError: the disk is full",
      logs: expect.stringContaining('so far\n') as unknown,
    });
  });

  test('contains the exit code of a program without output', async () => {
    await fixture.start([task('one', ['exit', '3'])]);
    expect(await outputOf()).toMatchObject({ error: 'the task ended with exit code 3', error_trace: '' });
  });

  // Proves runs.output of databricks with HTTP.
  test.each([
    ['all of it up to 5 MB', LIMIT, LIMIT, false],
    ['the last 5 MB when there is more', 3 * LIMIT + 2, LIMIT, true],
  ])('contains %s', async (_what, bytes, shown, truncated) => {
    await fixture.start([task('one', ['fill', String(bytes)])]);
    const output = await outputOf();
    const logs = String(output['logs']);
    expect(output['logs_truncated']).toBe(truncated);
    expect(Buffer.byteLength(logs)).toBe(shown);
    // No character was cut in two.
    expect(new Set(logs)).toEqual(new Set('é'));
  });

  test('of a run with one task is the output of the task', async () => {
    await fixture.start([task('one', ['print', 'x'])]);
    const runId = await fixture.runNow();
    await fixture.ended(runId);
    const { body } = await fixture.get('jobs/runs/get-output', { run_id: runId });
    expect(body).toMatchObject({ logs: 'x\n', metadata: { job_run_id: runId, task_key: 'one' } });
  });

  test('of a run with several tasks is refused', async () => {
    await fixture.start([task('one', []), task('two', [])]);
    expect(await fixture.get('jobs/runs/get-output', { run_id: await fixture.runNow() })).toMatchObject({
      status: 400,
      body: {
        error_code: 'INVALID_PARAMETER_VALUE',
        message:
          'Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each individual task run instead.',
      },
    });
  });

  test('of a task that never ran is empty', async () => {
    await fixture.start([task('one', ['fail', 'no']), task('two', [], dependsOn('one'))]);
    expect(await outputOf(1)).toMatchObject({
      logs: '',
      metadata: { state: { life_cycle_state: 'SKIPPED' } },
    });
  });

  test('of an unknown run is refused', async () => {
    await fixture.start([task('one', [])]);
    expect(await fixture.get('jobs/runs/get-output', { run_id: 7 })).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: 'Run 7 does not exist.' },
    });
  });

  test('is available by the run id of the task, which runs/get also accepts', async () => {
    await fixture.start([task('one', []), task('two', [])]);
    const runId = await fixture.runNow();
    const { tasks } = await fixture.ended(runId);
    const { body } = await fixture.get('jobs/runs/get', { run_id: tasks[1]?.run_id });
    expect(body).toMatchObject({
      run_id: tasks[1]?.run_id,
      job_run_id: runId,
      parent_run_id: runId,
      task_key: 'two',
      tasks: [{ task_key: 'two', run_id: tasks[1]?.run_id }],
    });
  });
});
