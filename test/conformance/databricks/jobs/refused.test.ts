import { support } from '../../../../local/databricks/support';
import { type StandInErrorCode } from '../../../../local/kit';
import { JobsFixture, task } from './jobs-fixture';

type Probe = (fixture: JobsFixture) => Promise<readonly string[]>;

/** `status error_code` of each request in turn. */
const seen = async (...answers: readonly ReturnType<JobsFixture['get']>[]): Promise<readonly string[]> =>
  (await Promise.all(answers)).map(({ status, body }) => `${status} ${String(body['error_code'])}`);

/** The start error of the service, for each bundle in turn. */
const notStarted =
  (
    ...bundles: readonly {
      readonly tasks?: readonly object[];
      readonly job?: object;
      readonly root?: object;
    }[]
  ): Probe =>
  async () => {
    const codes: string[] = [];
    for (const { tasks = [task('one', [])], job = {}, root = {} } of bundles) {
      const fixture = new JobsFixture();
      try {
        await fixture.writeBundle(tasks, job, root);
        await fixture.restart();
        codes.push('started');
      } catch (error) {
        codes.push((error as { code: StandInErrorCode }).code);
      } finally {
        await fixture.cleanup();
      }
    }
    return codes;
  };

const withPython = (python: object): object => task('one', [], { spark_python_task: python });
const NOT_IMPLEMENTED = '501 NOT_IMPLEMENTED';
const times = (count: number, text: string): readonly string[] => Array.from({ length: count }, () => text);

/** For every refused row: the requests, or a bundle, and the expected results. */
const PROBES: Readonly<Record<string, { readonly probe: Probe; readonly sees: readonly string[] }>> = {
  'api.other': {
    probe: (fixture) =>
      seen(
        fixture.post('jobs/create', {}),
        fixture.post('jobs/reset', {}),
        fixture.post('jobs/update', {}),
        fixture.post('jobs/delete', {}),
        fixture.post('jobs/runs/submit', {}),
        fixture.post('jobs/runs/repair', {}),
        fixture.post('jobs/runs/delete', {}),
        fixture.get('jobs/runs/export'),
        fixture.get('../2.0/clusters/list'),
        fixture.get('../2.1/unity-catalog/tables'),
      ),
    sees: times(10, NOT_IMPLEMENTED),
  },
  'api.version': {
    probe: (fixture) => seen(fixture.get('../2.1/jobs/list'), fixture.post('../2.0/jobs/run-now', {})),
    sees: times(2, NOT_IMPLEMENTED),
  },
  oidc: {
    probe: (fixture) =>
      seen(
        fixture.get('../../oidc/.well-known/oauth-authorization-server'),
        fixture.post('../../oidc/v1/token', {}),
      ),
    sees: times(2, NOT_IMPLEMENTED),
  },
  'run-now.task-parameters': {
    probe: (fixture) =>
      seen(
        ...[
          { python_params: [] },
          { notebook_params: {} },
          { jar_params: [] },
          { spark_submit_params: [] },
          { python_named_params: {} },
          { sql_params: {} },
          { dbt_commands: [] },
          { pipeline_params: {} },
        ].map((fields) => fixture.post('jobs/run-now', { job_id: fixture.jobId, ...fields })),
      ),
    sees: times(8, NOT_IMPLEMENTED),
  },
  'run-now.performance': {
    probe: (fixture) =>
      seen(fixture.post('jobs/run-now', { job_id: fixture.jobId, performance_target: 'STANDARD' })),
    sees: [NOT_IMPLEMENTED],
  },
  'runs.history': {
    probe: (fixture) => seen(fixture.get('jobs/runs/get', { run_id: 1, include_history: true })),
    sees: [NOT_IMPLEMENTED],
  },
  'jobs.trigger-state': {
    probe: (fixture) => seen(fixture.get('jobs/get', { job_id: fixture.jobId, include_trigger_state: true })),
    sees: [NOT_IMPLEMENTED],
  },
  offset: {
    probe: (fixture) =>
      seen(fixture.get('jobs/list', { offset: 0 }), fixture.get('jobs/runs/list', { offset: 0 })),
    sees: times(2, NOT_IMPLEMENTED),
  },
  field: {
    probe: (fixture) =>
      seen(
        fixture.post('jobs/run-now', { job_id: fixture.jobId, colour: 'red' }),
        fixture.post('jobs/run-now', { job_id: fixture.jobId, queue: { enabled: true, colour: 'red' } }),
        fixture.get('jobs/runs/get', { run_id: 1, colour: 'red' }),
        fixture.get('jobs/runs/list', { colour: 'red' }),
        fixture.get('jobs/runs/get-output', { run_id: 1, colour: 'red' }),
        fixture.post('jobs/runs/cancel', { run_id: 1, colour: 'red' }),
        fixture.post('jobs/runs/cancel-all', { job_id: 1, colour: 'red' }),
        fixture.get('jobs/get', { job_id: 1, colour: 'red' }),
        fixture.get('jobs/list', { colour: 'red' }),
      ),
    sees: times(9, NOT_IMPLEMENTED),
  },
  'bundle.resource': {
    probe: notStarted({ root: { resources: { pipelines: {} } } }, { root: { permissions: [] } }),
    sees: times(2, 'unsupported'),
  },
  'bundle.trigger': {
    probe: notStarted({ job: { trigger: {} } }, { job: { continuous: {} } }),
    sees: times(2, 'unsupported'),
  },
  'bundle.task': {
    probe: notStarted(
      ...[
        'notebook_task',
        'python_wheel_task',
        'sql_task',
        'pipeline_task',
        'condition_task',
        'for_each_task',
        'run_job_task',
        'dbt_task',
      ].map((kind) => ({ tasks: [{ task_key: 'one', job_cluster_key: 'main', [kind]: {} }] })),
    ),
    sees: times(8, 'unsupported'),
  },
  'bundle.compute': {
    probe: notStarted(
      ...[{ environment_key: 'x' }, { existing_cluster_id: 'x' }, { new_cluster: {} }].map((fields) => ({
        tasks: [task('one', [], fields)],
      })),
      { job: { environments: [] } },
    ),
    sees: times(4, 'unsupported'),
  },
  'bundle.file': {
    probe: notStarted(
      { tasks: [withPython({ python_file: 'abfss://files@account.dfs.core.windows.net/run.py' })] },
      { tasks: [withPython({ python_file: 'dbfs:/run.py' })] },
      { job: { git_source: {} } },
    ),
    sees: times(3, 'unsupported'),
  },
  'bundle.value': {
    probe: notStarted(
      ...['{{job.start_time.iso_date}}', '{{tasks.one.values.x}}', '{{backfill.iso_date}}'].map((text) => ({
        tasks: [task('one', ['print', text])],
      })),
    ),
    sees: times(3, 'unsupported'),
  },
  'bundle.target': {
    probe: notStarted(
      { root: { targets: { only: { default: true, resources: {} } } } },
      { root: { targets: { only: { default: true, presets: {} } } } },
    ),
    sees: times(2, 'unsupported'),
  },
  'bundle.include': {
    probe: notStarted({ root: { include: ['*/*.yml'] } }, { root: { include: ['a*b*.yml'] } }),
    sees: times(2, 'unsupported'),
  },
  'task.file': {
    probe: async () => {
      const fixture = new JobsFixture();
      try {
        await fixture.writeBundle([task('one', [])]);
        await fixture.restart({ withEngine: true });
        const run = await fixture.ended(await fixture.runNow());
        return [run.tasks[0]?.status.termination_details?.code ?? ''];
      } finally {
        await fixture.cleanup();
      }
    },
    sees: ['INVALID_RUN_CONFIGURATION'],
  },
};

describe('refused features', () => {
  const fixture = new JobsFixture();
  beforeAll(() => fixture.start([task('one', [])]));
  afterAll(() => fixture.cleanup());

  test('has a probe for every row, and no other', () => {
    expect(Object.keys(PROBES).sort()).toEqual(support.refused.map(({ id }) => id).sort());
  });

  test.each(support.refused.map((row) => [row.id, row.feature] as const))('%s: %s', async (id) => {
    const { probe, sees } = PROBES[id] ?? { probe: () => Promise.resolve([]), sees: ['a probe'] };
    expect(await probe(fixture)).toEqual(sees);
  });

  test('returns 404 for unknown APIs', async () => {
    expect(await seen(fixture.get('../../nowhere'), fixture.get('jobs/run-now'))).toEqual(
      times(2, '404 ENDPOINT_NOT_FOUND'),
    );
  });
});
