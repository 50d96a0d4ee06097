import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { type Bundle, loadBundle } from '../../../../local/databricks/bundle/load-bundle';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';

const TASK = {
  task_key: 'one',
  job_cluster_key: 'main',
  spark_python_task: { python_file: '../src/run.py' },
};
const JOB = {
  name: 'refresh',
  job_clusters: [{ job_cluster_key: 'main', new_cluster: { num_workers: 1 } }],
  tasks: [TASK],
};
const ROOT = {
  bundle: { name: 'b' },
  include: ['resources/*.yml'],
  targets: { dev: { mode: 'development', default: true }, prod: { mode: 'production' } },
};

const withJob = (fields: object): object => ({ resources: { jobs: { refresh: { ...JOB, ...fields } } } });
const withTask = (fields: object): object => withJob({ tasks: [{ ...TASK, ...fields }] });
const withParameters = (...parameters: readonly string[]): object =>
  withTask({ spark_python_task: { python_file: '../src/run.py', parameters } });

describe('a bundle', () => {
  let directory: string;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ path: directory, remove } = await temporaryDirectory());
    await write('src/run.py', '');
  });
  afterEach(() => remove());

  async function write(path: string, content: string | object): Promise<void> {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), typeof content === 'string' ? content : stringify(content));
  }
  const load = async (
    root: object,
    resources: object = withJob({}),
    options: { target?: string; variables?: Record<string, string> } = {},
  ): Promise<Bundle> => {
    await write('databricks.yml', { ...ROOT, ...root });
    await write('resources/refresh.job.yml', resources);
    return loadBundle({ directory, ...options });
  };

  test('has the jobs of every included file', async () => {
    await write('resources/other.job.yml', { resources: { jobs: { other: { ...JOB, name: 'other' } } } });
    const { jobs } = await load({ resources: { jobs: { root: { ...JOB, tasks: [{ ...TASK, spark_python_task: { python_file: 'src/run.py' } }] } } } }); // prettier-ignore
    expect(jobs.map(({ key }) => key)).toEqual(['root', 'other', 'refresh']);
    expect(new Set(jobs.map(({ tasks }) => tasks[0]?.pythonFile))).toEqual(
      new Set([join(directory, 'src/run.py')]),
    );
  });

  test('prefixes its jobs with the developer, and has the same ids at every start', async () => {
    const dev = (await load({})).jobs[0];
    const prod = (await load({}, withJob({}), { target: 'prod' })).jobs[0];
    expect([dev?.name, prod?.name]).toEqual(['[dev local] refresh', 'refresh']);
    expect((await load({}, withJob({ description: 'changed' }))).jobs[0]?.jobId).toBe(dev?.jobId);
    expect(prod?.jobId).not.toBe(dev?.jobId);
  });

  test('takes a variable from the options, from the target, or from its default, in this order', async () => {
    const root = {
      variables: {
        a: { default: 'default' },
        b: { default: 'default' },
        c: { default: '${bundle.target}/${var.a}' },
      },
      targets: { dev: { default: true, variables: { a: 'target', b: 'target' } } },
    };
    const { jobs } = await load(root, withParameters('${var.a}-${var.b}', '${var.c}', '${bundle.name}'), {
      variables: { a: 'given' },
    });
    expect(jobs[0]?.tasks[0]?.parameters).toEqual(['given-target', 'dev/given', 'b']);
  });

  test('keeps the type of a variable that is the whole value', async () => {
    const { jobs } = await load(
      { variables: { retries: { default: 3 }, workers: { default: 4 } } },
      withJob({
        job_clusters: [{ job_cluster_key: 'main', new_cluster: { num_workers: '${var.workers}' } }],
        tasks: [{ ...TASK, max_retries: '${var.retries}' }],
      }),
    );
    expect(jobs[0]?.tasks[0]?.maxRetries).toBe(3);
    expect(jobs[0]?.settings['job_clusters']).toMatchObject([{ new_cluster: { num_workers: 4 } }]);
  });

  test('keeps references to values of a run unchanged', async () => {
    const { jobs } = await load(
      {},
      withJob({
        parameters: [{ name: 'refresh', default: '' }],
        tasks: [
          {
            ...TASK,
            spark_python_task: { python_file: '../src/run.py', parameters: ['{{job.parameters.refresh}}'] },
          },
        ],
      }),
    );
    expect(jobs[0]?.tasks[0]?.parameters).toEqual(['{{job.parameters.refresh}}']);
  });

  test('shows a schedule with the job, as in the workspace', async () => {
    const schedule = { quartz_cron_expression: '0 30 2 ? * SUN', timezone_id: 'UTC' };
    expect((await load({}, withJob({ schedule }))).jobs[0]?.settings).toMatchObject({ schedule });
  });

  test.each<[string, object, object, string]>([
    [
      'a schedule without its time zone',
      {},
      withJob({ schedule: { quartz_cron_expression: '0 30 2 ? * SUN' } }),
      'schedule.timezone_id must be a string',
    ],
    [
      'a variable without a value',
      { variables: { a: {} } },
      withParameters('${var.a}'),
      'has no default and no value',
    ],
    ['an unknown reference', {}, withParameters('${var.a}'), '${var.a} is an unknown reference'],
    ['an incomplete reference', {}, withParameters('${var.a'), 'malformed reference'],
    [
      'circular references',
      { variables: { a: { default: '${var.b}' }, b: { default: '${var.a}' } } },
      withParameters('${var.a}'),
      'circular references: var.a -> var.b -> var.a',
    ],
    [
      'a parameter that the job does not have',
      {},
      withParameters('{{job.parameters.x}}'),
      'no parameter "x"',
    ],
    [
      'a missing Python file',
      {},
      withTask({ spark_python_task: { python_file: 'no.py' } }),
      'does not exist',
    ],
    ['an unknown cluster', {}, withTask({ job_cluster_key: 'x' }), 'a job cluster of the job'],
    ['an unknown dependency', {}, withTask({ depends_on: [{ task_key: 'x' }] }), 'one depends on "x"'],
    ['a task that depends on itself', {}, withTask({ depends_on: [{ task_key: 'one' }] }), 'one -> one'],
    ['a duplicate key', {}, withJob({ tasks: [TASK, TASK] }), 'two tasks have one task_key'],
    ['an invalid key', {}, withTask({ task_key: 'a b' }), 'letters, digits'],
    ['an unknown condition', {}, withTask({ run_if: 'SOMETIMES' }), 'one of ALL_SUCCESS'],
    ['retries that are not a number', {}, withTask({ max_retries: 'many' }), 'a whole number from -1'],
    ['a job without tasks', {}, withJob({ tasks: [] }), '1 to 1000 tasks'],
    ['an include that matches nothing', { include: ['nowhere/*.yml'] }, {}, 'some file matches'],
    ['no default target', { targets: { dev: {} } }, {}, 'the default target does not exist'],
    ['an unknown mode', { targets: { dev: { default: true, mode: 'x' } } }, {}, 'development, production'],
  ])('with %s is refused', async (_what, root, resources, message) => {
    await expect(load(root, resources)).rejects.toMatchObject({
      code: 'option_invalid',
      message: expect.stringContaining(message) as unknown,
    });
  });

  test('refuses an unknown target, an undeclared variable and a job that two files define', async () => {
    const code = 'option_invalid';
    await expect(load({}, withJob({}), { target: 'x' })).rejects.toMatchObject({ code });
    await expect(load({}, withJob({}), { variables: { x: '1' } })).rejects.toMatchObject({ code });
    await write('resources/twice.job.yml', withJob({}));
    await expect(load({})).rejects.toMatchObject({
      code,
      message: expect.stringContaining('two files') as unknown,
    });
  });

  test.each([
    ['a: [', 'Flow sequence'],
    ['a: 1\na: 2', 'unique'],
    ['a: &x 1\nb: *y', 'y'],
  ])('reports the position where %j is not YAML', async (text, message) => {
    await write('databricks.yml', text);
    expect(() => loadBundle({ directory })).toThrow(message);
  });

  test('is refused when there is none', () => {
    expect(() => loadBundle({ directory: join(directory, 'nowhere') })).toThrow(
      /cannot read .*databricks\.yml/,
    );
  });
});
