import { dependsOn, JobsFixture, task, token, type WireRun } from './jobs-fixture';
import { missingClient, PythonClient } from './python-client';

const missing = missingClient();
if (missing !== undefined)
  console.warn(`SKIPPED: the tests of the Jobs API with Databricks’ own client; missing: ${missing}`);
const suite = missing === undefined ? describe : describe.skip;

suite('Databricks’ own Python client', () => {
  const fixture = new JobsFixture();
  let python: PythonClient;
  beforeAll(() => {
    python = new PythonClient();
  });
  afterEach(() => fixture.cleanup());
  afterAll(() => python.close());

  const call = (name: string, args: object = {}, bearer = token()): Promise<unknown> =>
    python.call({ url: fixture.databricks.baseUrl, token: bearer, call: name, args });

  test('starts a run, waits for it, and reads its output', async () => {
    await fixture.start(
      [task('one', ['print', '{{job.parameters.day}}']), task('two', [], dependsOn('one'))],
      {
        job: { parameters: [{ name: 'day', default: 'x' }] },
      },
    );
    const run = (await call('run_now_and_wait', {
      job_id: fixture.jobId,
      idempotency_token: 'sdk',
      job_parameters: { day: 'monday' },
    })) as WireRun;
    expect(run).toMatchObject({
      job_id: fixture.jobId,
      run_type: 'JOB_RUN',
      state: { life_cycle_state: 'TERMINATED', result_state: 'SUCCESS' },
      status: { state: 'TERMINATED', termination_details: { code: 'SUCCESS', type: 'SUCCESS' } },
      job_parameters: [{ name: 'day', default: 'x', value: 'monday' }],
      tasks: [
        { task_key: 'one', run_if: 'ALL_SUCCESS', state: { result_state: 'SUCCESS' } },
        { task_key: 'two', depends_on: [{ task_key: 'one' }] },
      ],
    });
    expect(await call('run_now', { job_id: fixture.jobId, idempotency_token: 'sdk' })).toEqual({
      run_id: run.run_id,
    });
    expect(await call('get_run_output', { run_id: run.tasks[0]?.run_id })).toMatchObject({
      logs: 'monday\n',
      metadata: { run_id: run.tasks[0]?.run_id, tasks: [{ task_key: 'one' }] },
    });
  });

  test('reads what the workspace says of itself', async () => {
    await fixture.start([task('one', [])]);
    expect(await call('host')).toEqual({
      account: expect.stringMatching(/^[\da-f-]{36}$/) as unknown,
      workspace: expect.stringMatching(/^\d+$/) as unknown,
      cloud: 'AZURE',
    });
  });

  test('reads a failed run as in Databricks', async () => {
    await fixture.start([task('one', ['fail', 'no disk']), task('two', [], dependsOn('one'))]);
    const { run_id } = (await call('run_now', { job_id: fixture.jobId })) as { run_id: number };
    // Its wait treats INTERNAL_ERROR, the state of a failed run with several tasks, as a failure of the wait.
    expect(await call('wait', { run_id })).toMatchObject({
      error: 'OperationFailed',
      message: expect.stringContaining(
        'got RunLifeCycleState.INTERNAL_ERROR: Task one failed with message',
      ) as unknown,
    });
    const run = (await call('get_run', { run_id })) as WireRun;
    expect(run.tasks.map(({ state }) => state)).toMatchObject([
      { life_cycle_state: 'TERMINATED', result_state: 'FAILED' },
      { life_cycle_state: 'SKIPPED', result_state: 'UPSTREAM_FAILED' },
    ]);
    expect(run.status.termination_details).toMatchObject({
      code: 'RUN_EXECUTION_ERROR',
      type: 'CLIENT_ERROR',
    });
    expect(await call('get_run_output', { run_id: run.tasks[0]?.run_id })).toMatchObject({
      error: 'Error: no disk',
      error_trace: expect.stringContaining('no disk') as unknown,
    });
  });

  test('cancels runs', async () => {
    await fixture.writeBundle([]);
    await fixture.start([task('one', ['wait', fixture.path('gate')])], { job: { queue: { enabled: true } } });
    const first = await fixture.runNow();
    const second = await fixture.runNow();
    expect(await call('get_run', { run_id: second })).toMatchObject({
      state: { life_cycle_state: 'QUEUED' },
      status: { state: 'QUEUED', queue_details: { code: 'MAX_CONCURRENT_RUNS_REACHED' } },
    });
    expect(await call('cancel_run', { run_id: first })).toMatchObject({
      state: { life_cycle_state: 'TERMINATED', result_state: 'CANCELED', user_cancelled_or_timedout: true },
      status: { termination_details: { code: 'USER_CANCELED' } },
    });
    await call('cancel_all_runs', { job_id: fixture.jobId });
    expect((await fixture.ended(second)).state.result_state).toBe('CANCELED');
  });

  test('reads all pages', async () => {
    const tasks = Array.from({ length: 150 }, (_, index) => task(`task-${index}`, [], { disabled: true }));
    await fixture.start(tasks, { job: { parameters: [{ name: 'day', default: 'x' }] } });
    const ids: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      ids.unshift(await fixture.runNow());
      await fixture.ended(ids[0] ?? 0);
    }
    const runs = (await call('list_runs', { limit: 2 })) as WireRun[];
    expect(runs.map(({ run_id }) => run_id)).toEqual(ids);
    expect(((await call('get_run', { run_id: ids[0] })) as WireRun).tasks).toHaveLength(150);
    const job = (await call('get', { job_id: fixture.jobId })) as { settings: { tasks: unknown[] } };
    expect(job.settings.tasks).toHaveLength(150);
    expect(await call('list', { name: 'job' })).toMatchObject([{ job_id: fixture.jobId }]);
  });

  test('raises its own errors of the service', async () => {
    await fixture.start([task('one', []), task('two', [])]);
    const runId = await fixture.runNow();
    const { faults } = fixture.databricks;
    const error = async (name: string, args: object): Promise<unknown> =>
      ((await call(name, args)) as { error?: string }).error;
    expect(await error('get_run', { run_id: 5 })).toBe('ResourceDoesNotExist');
    expect(await error('get', { job_id: 5 })).toBe('ResourceDoesNotExist');
    expect(await error('get_run_output', { run_id: 5 })).toBe('ResourceDoesNotExist');
    expect(await error('run_now', { job_id: 5 })).toBe('InvalidParameterValue');
    expect(await error('get_run_output', { run_id: runId })).toBe('InvalidParameterValue');
    expect(await error('get_run', { run_id: runId, include_history: true })).toBe('NotImplemented');
    expect(await call('get_run', { run_id: 1 }, 'nonsense')).toMatchObject({ error: 'Unauthenticated' });
    for (const [status, code, cause] of [
      [503, 'TEMPORARILY_UNAVAILABLE', 'TemporarilyUnavailable'],
      [429, 'REQUEST_LIMIT_EXCEEDED', 'RequestLimitExceeded'],
    ] as const) {
      faults.inject({ kind: 'fail', status, code, retryAfterSeconds: 1 }, { requests: 100 });
      expect(await call('get_run', { run_id: runId })).toMatchObject({ error: 'TimeoutError', cause });
      faults.clear();
    }
    await fixture.ended(runId);
  });

  test('retries requests after 429 with Retry-After, and after a lost response', async () => {
    await fixture.start([task('one', [])], { job: { queue: { enabled: true } } });
    const { faults } = fixture.databricks;
    faults.inject({ kind: 'fail', status: 429, code: 'REQUEST_LIMIT_EXCEEDED', retryAfterSeconds: 1 });
    faults.inject({ kind: 'lose-reply' }, { matches: ({ operation }) => operation === 'RunNow' });
    const { run_id } = (await call('run_now', { job_id: fixture.jobId, idempotency_token: 'again' })) as {
      run_id: number;
    };
    expect(faults.pending).toBe(0);
    expect((await fixture.get('jobs/runs/list')).body['runs']).toMatchObject([{ run_id }]);
    await fixture.ended(run_id);
  });
});
