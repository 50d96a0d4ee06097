import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { loadBundle } from '../../../../local/databricks/bundle/load-bundle';
import { toEngineCommand } from '../../../../local/databricks/engine-command';
import { toInvocation } from '../../../../local/databricks/jobs/task-invocation';
import { startDatabricks } from '../../../../local/databricks';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';
import { JobsFixture } from './jobs-fixture';
import { checkBundle, missingClient } from './python-client';
import { SCRIPT } from './script-path';

const REPOSITORY = join(__dirname, '../../../..');
const BUNDLE = join(REPOSITORY, 'databricks');
const MODELS = join(REPOSITORY, 'lakehouse/models');
const RESOURCES = ['refresh', 'maintenance'].map((job) => join(BUNDLE, `resources/${job}.job.yml`));

const missing = missingClient();
if (missing !== undefined)
  console.warn(`SKIPPED: the test of the bundle with Databricks’ own types; missing: ${missing}`);

/** Paths of the models below lakehouse/models, such as `silver/iot/iot_telemetry.sql`. */
const modelFiles = readdirSync(MODELS, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.sql'))
  .map((entry) => relative(MODELS, join(entry.parentPath, entry.name)));
const groupOf = (file: string): string => file.slice(0, file.lastIndexOf('/'));

describe('the bundle of this project', () => {
  const { jobs } = loadBundle({ directory: BUNDLE, variables: { lake: '/lake' } });
  const job = jobs.find(({ key }) => key === 'refresh');
  const maintenance = jobs.find(({ key }) => key === 'maintenance');
  const tasks = job?.tasks ?? [];
  const selected = new Map(
    tasks.map((task) => [task.parameters[task.parameters.indexOf('--select') + 1], task]),
  );

  test('has a job for refreshes with one run at a time, a queue, a parameter, and no schedule', () => {
    expect(jobs).toHaveLength(2);
    expect(job).toMatchObject({ key: 'refresh', maxConcurrentRuns: 1, queueEnabled: true });
    expect(job?.parameters).toEqual([{ name: 'refresh', default: '' }]);
    expect(job?.settings).not.toHaveProperty('schedule');
  });

  test('has a scheduled job that deletes old files, with the parameters of its script', () => {
    expect(maintenance?.settings).toMatchObject({ schedule: { timezone_id: 'UTC' } });
    const [task, ...others] = maintenance?.tasks ?? [];
    expect(others).toEqual([]);
    expect(task?.pythonFile).toBe(join(REPOSITORY, 'lakehouse/engines/spark/maintain_tables.py'));
    expect(task?.parameters).toEqual(['--lake', '/lake', '--retention-hours', '168']);
  });

  test('has exactly one task for every folder of models', () => {
    expect(modelFiles.length).toBeGreaterThan(0);
    expect([...selected.keys()].sort()).toEqual([...new Set(modelFiles.map(groupOf))].sort());
    expect(tasks).toHaveLength(selected.size);
  });

  test('runs every folder after the folders of the tables that its models read', () => {
    const folders = new Map(
      modelFiles.map((file) => [file.slice(file.lastIndexOf('/') + 1, -'.sql'.length), groupOf(file)]),
    );
    const byKey = new Map(tasks.map((task) => [task.taskKey, task]));
    const before = (key: string): readonly string[] => {
      const dependencies = byKey.get(key)?.dependsOn ?? [];
      return [...dependencies, ...dependencies.flatMap(before)];
    };
    const early: string[] = [];
    for (const file of modelFiles) {
      const own = selected.get(groupOf(file))?.taskKey ?? '';
      // Descriptions are ignored.
      const text = readFileSync(join(MODELS, file), 'utf8').replace(/--.*$|description: *"[^"]*"/gm, '');
      for (const [, table = ''] of text.matchAll(/\b(?:silver|gold|changed)\.(\w+)/g)) {
        const needed = selected.get(folders.get(table) ?? '')?.taskKey;
        if (needed !== own && (needed === undefined || !before(own).includes(needed)))
          early.push(`${file}: ${table}`);
      }
    }
    expect(early).toEqual([]);
  });

  test('passes the parameters of the engine to every task', () => {
    const run = { parameters: [{ name: 'refresh', value: '42' }] };
    for (const [folder = '', definition] of selected) {
      const invocation = toInvocation(
        // Only these parts are compared.
        { definition, attempt: { runId: 1, attemptNumber: 0 }, run } as Parameters<typeof toInvocation>[0],
        { 'sluice/pseudonym-pepper': 'salt' },
      );
      expect(toEngineCommand(invocation, { script: 'main.js', modelsDirectory: '/models' })).toEqual({
        script: 'main.js',
        args: ['--select', folder, '--refresh', '42', '--lake-directory', '/lake', '--models', '/models'],
        environment: { PSEUDONYM_PEPPER: 'salt', BUSINESS_TIME_ZONE: 'UTC' },
      });
    }
  });

  // Proves bundle of databricks with HTTP.
  test('runs from its first task to its last', async () => {
    const { path, remove } = await temporaryDirectory();
    const fixture = new JobsFixture();
    const databricks = await startDatabricks({
      dataDirectory: path,
      bundleDirectory: BUNDLE,
      variables: { lake: '/lake' },
      secrets: { 'sluice/pseudonym-pepper': 'salt' },
      tokenKey: 'the key of these tests',
      toCommand: ({ parameters }) => ({
        script: SCRIPT,
        args: ['print', parameters.join(' ')],
        environment: {},
      }),
    });
    try {
      fixture.attach(databricks);
      const runId = await fixture.runNow({
        job_id: databricks.jobs['refresh'],
        job_parameters: { refresh: '42' },
      });
      const run = await fixture.ended(runId);
      expect(run.state.result_state).toBe('SUCCESS');
      expect(run.tasks).toHaveLength(tasks.length);
    } finally {
      await databricks.close();
      await remove();
    }
  });

  // The types refuse an unknown field and a missing required one.
  (missing === undefined ? test : test.skip)('is accepted completely by Databricks’ own types', () => {
    const jobs = RESOURCES.map((file) => (parse(readFileSync(file, 'utf8')) as BundleFile).resources.jobs);
    const all = Object.fromEntries(jobs.flatMap((one) => Object.entries(one)));
    expect(Object.keys(all)).toEqual(['refresh', 'maintenance']);
    expect(checkBundle(all)).toMatchObject(all);
    const refused = (more: object) => () => checkBundle({ ...all, refresh: { ...all['refresh'], ...more } });
    expect(refused({ colour: 'red' })).toThrow(/colour/);
    expect(refused({ performance_target: 'FAST' })).toThrow(/FAST/);
  });
});

interface BundleFile {
  readonly resources: { readonly jobs: Readonly<Record<string, object>> };
}
