import { dependsOn, JobsFixture, task } from './jobs-fixture';

describe('starting a run', () => {
  const fixture = new JobsFixture();
  afterEach(() => fixture.cleanup());

  // Proves run-now, task, runs.get of databricks with HTTP.
  test('runs every task of the job and returns both states of each', async () => {
    await fixture.start([task('one', ['print', 'x']), task('two', ['print', 'y'], dependsOn('one'))]);
    const answer = await fixture.post('jobs/run-now', { job_id: fixture.jobId });
    const runId = answer.body['run_id'] as number;
    expect(answer.body).toEqual({ run_id: runId, number_in_job: runId });
    const run = await fixture.ended(runId);
    expect(run).toMatchObject({
      job_id: fixture.jobId,
      run_id: runId,
      run_name: 'job',
      run_type: 'JOB_RUN',
      trigger: 'ONE_TIME',
      state: {
        life_cycle_state: 'TERMINATED',
        result_state: 'SUCCESS',
        state_message: '',
        user_cancelled_or_timedout: false,
      },
      status: { state: 'TERMINATED', termination_details: { code: 'SUCCESS', type: 'SUCCESS' } },
      tasks: [
        { task_key: 'one', attempt_number: 0, state: { result_state: 'SUCCESS' } },
        { task_key: 'two', attempt_number: 0, depends_on: [{ task_key: 'one' }], run_if: 'ALL_SUCCESS' },
      ],
    });
    const [one, two] = run.tasks;
    expect(two?.start_time).toBeGreaterThanOrEqual(one?.end_time ?? Infinity);
    expect(run.end_time).toBeGreaterThanOrEqual(two?.end_time ?? Infinity);
    expect(one?.run_id).not.toBe(runId);
  });

  // Proves values, run-now, runs.output of databricks with HTTP.
  test('passes the values of references to tasks', async () => {
    const references = [
      'job.parameters.day',
      'job.parameters.place',
      'job.id',
      'job.name',
      'job.run_id',
      'task.name',
      'task.run_id',
      'task.execution_count',
    ];
    await fixture.start([task('tell', ['print', references.map((name) => `{{${name}}}`).join(' ')])], {
      job: { parameters: [{ name: 'day', default: 'monday' }, { name: 'place', default: 'here' }] }, // prettier-ignore
    });
    const runId = await fixture.runNow({ job_parameters: { day: 'tuesday' } });
    const { tasks, ...run } = await fixture.ended(runId);
    const { body } = await fixture.get('jobs/runs/get-output', { run_id: tasks[0]?.run_id });
    expect(body['logs']).toBe(
      `tuesday here ${fixture.jobId} job ${runId} tell ${tasks[0]?.run_id ?? ''} 1\n`,
    );
    expect(run['job_parameters']).toEqual([
      { name: 'day', default: 'monday', value: 'tuesday' },
      { name: 'place', default: 'here', value: 'here' },
    ]);
  });

  test('returns resolved parameters on request', async () => {
    await fixture.start([task('tell', ['print', '{{task.name}}'])]);
    const runId = await fixture.runNow();
    await fixture.ended(runId);
    const { body } = await fixture.get('jobs/runs/get', { run_id: runId, include_resolved_values: true });
    expect(body['tasks']).toMatchObject([
      {
        spark_python_task: { parameters: ['print', '{{task.name}}'] },
        resolved_values: { spark_python_task: { parameters: ['print', 'tell'] } },
      },
    ]);
  });

  // Proves task of databricks with HTTP.
  test('passes the environment of their cluster to tasks, including secrets', async () => {
    await fixture.start([task('tell', ['environment', 'PLAIN', 'environment', 'SECRET'])], {
      job: {
        job_clusters: [
          {
            job_cluster_key: 'main',
            new_cluster: { spark_env_vars: { PLAIN: 'plain', SECRET: '{{secrets/vault/pepper}}' } },
          },
        ],
      },
      secrets: { 'vault/pepper': 'salt' },
    });
    const { tasks } = await fixture.ended(await fixture.runNow());
    const { body } = await fixture.get('jobs/runs/get-output', { run_id: tasks[0]?.run_id });
    expect(body['logs']).toBe('plain\nsalt\n');
  });

  test('fails the task whose secret does not exist', async () => {
    await fixture.start([task('tell', ['environment', 'SECRET'])], {
      job: {
        job_clusters: [
          { job_cluster_key: 'main', new_cluster: { spark_env_vars: { SECRET: '{{secrets/vault/no}}' } } },
        ],
      },
    });
    const run = await fixture.ended(await fixture.runNow());
    expect(run.tasks[0]?.status.termination_details).toEqual({
      code: 'INVALID_RUN_CONFIGURATION',
      type: 'CLIENT_ERROR',
      message: 'Secret does not exist with scope: vault and key: no',
    });
    expect(run.state.result_state).toBe('FAILED');
  });

  // Proves run-now of databricks with HTTP.
  test.each([
    [['b'], ['b']],
    [['+b'], ['a', 'b']],
    [['b+'], ['b', 'c', 'd']],
    [['+c+'], ['a', 'b', 'c', 'd']],
    [
      ['d', 'a'],
      ['a', 'd'],
    ],
  ])('runs only %j', async (only, expected) => {
    await fixture.start([
      task('a', []),
      task('b', [], dependsOn('a')),
      task('c', [], dependsOn('b')),
      task('d', [], dependsOn('c')),
      task('e', []),
    ]);
    const run = await fixture.ended(await fixture.runNow({ only }));
    expect(run.tasks.map(({ task_key }) => task_key)).toEqual(expected);
    expect(run.state.result_state).toBe('SUCCESS');
  });

  // Proves errors of databricks with HTTP.
  test.each([
    ['no job', {}, 400, 'INVALID_PARAMETER_VALUE', 'Missing required field: job_id'],
    ['an unknown job', { job_id: 12 }, 400, 'INVALID_PARAMETER_VALUE', 'Job 12 does not exist.'],
    ['text for a job', { job_id: 'x' }, 400, 'MALFORMED_REQUEST', "Expected 'INT64' for field 'job_id'"],
    ['not JSON', '{', 400, 'MALFORMED_REQUEST', 'Invalid JSON given in the body of the request'],
    ['a list', [], 400, 'MALFORMED_REQUEST', 'expected a map'],
    ['an unknown task', { only: ['x'] }, 400, 'INVALID_PARAMETER_VALUE', 'Task x does not exist'],
    ['a long token', { idempotency_token: 'x'.repeat(65) }, 400, 'INVALID_PARAMETER_VALUE', '64 characters'],
    ['numbers as parameters', { job_parameters: { refresh: 1 } }, 400, 'MALFORMED_REQUEST', 'refresh'],
  ])('refuses %s', async (_what, body, status, errorCode, message) => {
    await fixture.start([task('one', [])]);
    const withJob =
      typeof body === 'string' || Array.isArray(body) || _what === 'no job'
        ? body
        : { job_id: fixture.jobId, ...body };
    expect(await fixture.post('jobs/run-now', withJob)).toMatchObject({
      status,
      body: { error_code: errorCode, message: expect.stringContaining(message) as unknown },
    });
    expect((await fixture.get('jobs/runs/list')).body).toEqual({ has_more: false });
  });

  test('accepts a job id as a string', async () => {
    await fixture.start([task('one', [])]);
    expect((await fixture.post('jobs/run-now', { job_id: String(fixture.jobId) })).status).toBe(200);
  });
});
