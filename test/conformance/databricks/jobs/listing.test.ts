import { JobsFixture, task, type WireRun } from './jobs-fixture';
import { ManualJobsClock } from './manual-jobs-clock';

type Query = Readonly<Record<string, unknown>>;

describe('lists', () => {
  const fixture = new JobsFixture();
  afterEach(() => fixture.cleanup());

  const list = async (query: Query = {}): Promise<Query & { readonly ids: readonly number[] }> => {
    const { status, body } = await fixture.get('jobs/runs/list', query);
    expect({ status, body }).toMatchObject({ status: 200 });
    return { ...body, ids: ((body['runs'] ?? []) as WireRun[]).map(({ run_id }) => run_id) };
  };
  const runMany = async (count: number): Promise<readonly number[]> => {
    const ids: number[] = [];
    for (let index = 0; index < count; index += 1) ids.unshift(await fixture.runNow());
    for (const id of ids) await fixture.ended(id);
    return ids;
  };

  // Proves runs.list of databricks with HTTP.
  test('of runs have the newest first and pages in both directions', async () => {
    await fixture.start([task('one', [])], { job: { queue: { enabled: true } } });
    const ids = await runMany(5);
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, page_token: first['next_page_token'] });
    const third = await list({ limit: 2, page_token: second['next_page_token'] });
    expect([...first.ids, ...second.ids, ...third.ids]).toEqual(ids);
    expect([first, second, third].map((page) => page['has_more'])).toEqual([true, true, false]);
    expect(first).not.toHaveProperty('prev_page_token');
    expect(third).not.toHaveProperty('next_page_token');
    expect((await list({ limit: 2, page_token: third['prev_page_token'] })).ids).toEqual(second.ids);
    expect((await list({ limit: 0 })).ids).toEqual(ids);
  });

  // Proves runs.list of databricks with HTTP.
  test('of runs can be filtered', async () => {
    const clock = new ManualJobsClock(new Date().toISOString());
    await fixture.writeBundle([]);
    await fixture.start([task('one', ['wait', fixture.path('gate')])], {
      clock,
      job: { max_concurrent_runs: 3 },
    });
    const start = clock.now().getTime();
    const first = await fixture.runNow();
    clock.advance(10);
    const second = await fixture.runNow();
    await fixture.running(first, 'one');
    await fixture.post('jobs/runs/cancel', { run_id: first });
    await fixture.ended(first);
    expect((await list({ active_only: true })).ids).toEqual([second]);
    expect((await list({ completed_only: true })).ids).toEqual([first]);
    expect((await list({ start_time_from: start + 1 })).ids).toEqual([second]);
    expect((await list({ start_time_to: start })).ids).toEqual([first]);
    expect((await list({ start_time_from: start, start_time_to: start + 10_000 })).ids).toEqual([
      second,
      first,
    ]);
    expect((await list({ job_id: fixture.jobId })).ids).toEqual([second, first]);
    expect((await list({ job_id: 1 })).ids).toEqual([]);
    expect((await list({ run_type: 'JOB_RUN' })).ids).toEqual([second, first]);
    expect((await list({ run_type: 'SUBMIT_RUN' })).ids).toEqual([]);
    await fixture.post('jobs/runs/cancel', { run_id: second });
    await fixture.ended(second);
  });

  test('of runs contain tasks on request', async () => {
    await fixture.start([task('one', [])]);
    await runMany(1);
    expect((await list())['runs']).toEqual([
      expect.not.objectContaining({ tasks: expect.anything() as unknown }),
    ]);
    expect((await list({ expand_tasks: true }))['runs']).toMatchObject([
      { has_more: false, tasks: [{ task_key: 'one' }], job_clusters: [{ job_cluster_key: 'main' }] },
    ]);
  });

  test.each([
    [{ limit: 26 }, 'limit'],
    [{ limit: 'many' }, 'limit'],
    [{ active_only: true, completed_only: true }, 'active_only'],
    [{ run_type: 'OTHER' }, 'run type'],
    [{ page_token: 'nonsense' }, 'page token'],
    [{ active_only: 'perhaps' }, 'active_only'],
  ])('of runs refuse %j', async (query, message) => {
    await fixture.start([task('one', [])]);
    const answer = await fixture.get('jobs/runs/list', query);
    expect(answer.status).toBe(400);
    expect(answer.body['message']).toContain(message);
  });

  // Proves runs.get, jobs, order of databricks with HTTP.
  test('of tasks of a run and of a job have pages of 100', async () => {
    const keys = Array.from({ length: 230 }, (_, index) => `task-${index}`);
    await fixture.start(keys.map((key) => task(key, [], { disabled: true })));
    const runId = await fixture.runNow();
    await fixture.ended(runId);
    for (const [path, query, take] of [
      ['jobs/runs/get', { run_id: runId }, (body: Query) => body],
      ['jobs/get', { job_id: fixture.jobId }, (body: Query) => body['settings'] as Query],
    ] as const) {
      const pages: Query[] = [];
      for (let token: unknown = ''; token !== undefined; token = pages.at(-1)?.['next_page_token'])
        pages.push((await fixture.get(path, { ...query, page_token: token })).body);
      const tasks = pages.map((body) => take(body)['tasks'] as { task_key: string }[]);
      expect(tasks.map(({ length }) => length)).toEqual([100, 100, 30]);
      expect(tasks.flat().map(({ task_key }) => task_key)).toEqual(keys);
    }
  });

  // Proves schedule of databricks with HTTP.
  test('of jobs show a schedule, which starts no run', async () => {
    const clock = new ManualJobsClock('2026-11-21T02:29:00Z');
    const schedule = { quartz_cron_expression: '0 30 2 ? * *', timezone_id: 'UTC' };
    await fixture.start([task('one', [])], { clock, job: { schedule } });
    expect((await fixture.get('jobs/get', { job_id: fixture.jobId })).body).toMatchObject({
      settings: { schedule },
    });
    expect((await fixture.get('jobs/list')).body).toMatchObject({ jobs: [{ settings: { schedule } }] });
    expect(clock.pending).toBe(0);
    clock.advance(86_400);
    expect((await list()).ids).toEqual([]);
  });

  // Proves jobs of databricks with HTTP.
  test('of jobs contain the bundle’s jobs, also filtered by name', async () => {
    await fixture.start([task('one', [])], { job: { parameters: [{ name: 'day', default: 'x' }] } });
    const plain = await fixture.get('jobs/list');
    expect(plain.body).toMatchObject({
      has_more: false,
      jobs: [{ job_id: fixture.jobId, settings: { name: 'job' } }],
    });
    expect((plain.body['jobs'] as { settings: Query }[])[0]?.settings).not.toHaveProperty('tasks');
    expect((await fixture.get('jobs/list', { name: 'JOB', expand_tasks: true })).body).toMatchObject({
      jobs: [{ has_more: false, settings: { tasks: [{ task_key: 'one' }], parameters: [{ name: 'day' }] } }],
    });
    expect((await fixture.get('jobs/list', { name: 'other' })).body).toEqual({ has_more: false });
    expect((await fixture.get('jobs/get', { job_id: fixture.jobId })).body).toMatchObject({
      job_id: fixture.jobId,
      has_more: false,
      settings: {
        name: 'job',
        max_concurrent_runs: 1,
        format: 'MULTI_TASK',
        job_clusters: [{ job_cluster_key: 'main' }],
        tasks: [{ task_key: 'one', run_if: 'ALL_SUCCESS', timeout_seconds: 0 }],
      },
    });
    expect(await fixture.get('jobs/get', { job_id: 3 })).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: 'Job 3 does not exist.' },
    });
  });
});
