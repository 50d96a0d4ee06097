import { createHash } from 'node:crypto';
import { StandInError } from '../../kit';
import { type Field } from './field';
import { type JobDefinition, type JobParameterDefinition, type TaskDefinition } from './job-definition';
import { readTask } from './read-task';

const KNOWN_FIELDS = [
  'name',
  'description',
  'tags',
  'max_concurrent_runs',
  'queue',
  'schedule',
  'timeout_seconds',
  'parameters',
  'job_clusters',
  'tasks',
];

export interface ReadJobOptions {
  readonly key: string;
  /** Part of the job id besides the key, so that the id is the same after restarts. */
  readonly bundleName: string;
  readonly target: string;
  /** Prefix of the name in development. */
  readonly namePrefix: string;
  /** The directory of the file that contains the job. */
  readonly directory: string;
}

/**
 * Reads a job of a bundle (`resources.jobs.<key>`) with resolved references.
 *
 * https://docs.databricks.com/dev-tools/bundles/resources#job
 *
 * @throws StandInError `option_invalid`, `unsupported`
 */
export function readJob(field: Field, options: ReadJobOptions): JobDefinition {
  field.refuseOthers(KNOWN_FIELDS);
  const name = `${options.namePrefix}${field.at('name').text()}`;
  const parameters = field.at('parameters').items().map(readParameter);
  const clusterEnvironments = readClusterEnvironments(field.at('job_clusters'));
  const tasks = field
    .at('tasks')
    .items()
    .map((item) =>
      readTask(item, {
        directory: options.directory,
        parameterNames: parameters.map((parameter) => parameter.name),
        clusterEnvironments,
      }),
    );
  if (tasks.length === 0 || tasks.length > 1000) throw field.at('tasks').wrong('1 to 1000 tasks');
  checkGraph(tasks, field.at('tasks').where);
  const queue = field.at('queue');
  queue.refuseOthers(['enabled']);
  checkSchedule(field.at('schedule'));
  const maxConcurrentRuns = field.at('max_concurrent_runs').integer({ fallback: 1 });
  const timeoutSeconds = field.at('timeout_seconds').integer({ fallback: 0 });
  return {
    jobId: toJobId(`${options.bundleName}/${options.target}/${options.key}`),
    key: options.key,
    name,
    maxConcurrentRuns,
    // Jobs created in the UI queue by default, jobs created with the API do not.
    // https://docs.databricks.com/jobs/advanced#job-queueing
    queueEnabled: queue.at('enabled').flag(false),
    timeoutSeconds,
    parameters,
    tasks,
    settings: {
      ...field.object(),
      name,
      max_concurrent_runs: maxConcurrentRuns,
      timeout_seconds: timeoutSeconds,
      email_notifications: {},
      webhook_notifications: {},
      format: 'MULTI_TASK',
      tasks: tasks.map((task) => task.settings),
    },
  };
}

/** A schedule is shown with the job but starts no run; see support.ts. */
function checkSchedule(field: Field): void {
  if (field.missing) return;
  field.refuseOthers(['quartz_cron_expression', 'timezone_id', 'pause_status']);
  field.at('quartz_cron_expression').text();
  field.at('timezone_id').text();
  field.at('pause_status').oneOf(['UNPAUSED', 'PAUSED'], 'UNPAUSED');
}

function readParameter(field: Field): JobParameterDefinition {
  field.refuseOthers(['name', 'default']);
  return { name: field.at('name').text(), default: field.at('default').text() };
}

function readClusterEnvironments(field: Field): ReadonlyMap<string, Readonly<Record<string, string>>> {
  return new Map(
    field.items().map((item) => {
      item.refuseOthers(['job_cluster_key', 'new_cluster']);
      const variables = item.at('new_cluster').at('spark_env_vars').entries();
      return [
        item.at('job_cluster_key').text(),
        Object.fromEntries(variables.map(([name, value]) => [name, value.text()])),
      ];
    }),
  );
}

/** @throws StandInError `option_invalid` for duplicate keys, unknown dependencies, and circles */
function checkGraph(tasks: readonly TaskDefinition[], where: string): void {
  const byKey = new Map(tasks.map((task) => [task.taskKey, task]));
  const invalid = (message: string): StandInError =>
    new StandInError('option_invalid', `${where}: ${message}`);
  if (byKey.size !== tasks.length) throw invalid('two tasks have one task_key');
  const done = new Set<string>();
  const visit = (key: string, path: readonly string[]): void => {
    if (done.has(key)) return;
    if (path.includes(key)) throw invalid(`tasks have circular dependencies: ${[...path, key].join(' -> ')}`);
    const task = byKey.get(key);
    if (task === undefined) throw invalid(`${path.at(-1) ?? ''} depends on "${key}", which is not a task`);
    for (const dependency of task.dependsOn) visit(dependency, [...path, key]);
    done.add(key);
  };
  for (const { taskKey } of tasks) visit(taskKey, []);
}

/** Returns a number like an id of the service: positive and below 2^48, which JSON represents exactly. */
function toJobId(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) + 1;
}
