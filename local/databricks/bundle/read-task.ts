import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { StandInError } from '../../kit';
import { checkDynamicValues } from './dynamic-values';
import { type Field } from './field';
import { RUN_IF, type TaskDefinition } from './job-definition';

const KNOWN_FIELDS = [
  'task_key',
  'description',
  'depends_on',
  'run_if',
  'job_cluster_key',
  'max_retries',
  'min_retry_interval_millis',
  'retry_on_timeout',
  'timeout_seconds',
  'disabled',
  'spark_python_task',
];

export interface ReadTaskOptions {
  /** The directory of the file that contains the task; its paths are relative to it. */
  readonly directory: string;
  readonly parameterNames: readonly string[];
  /** `spark_env_vars` of every job cluster, by `job_cluster_key`. */
  readonly clusterEnvironments: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/**
 * Reads a task of a job in a bundle. Only Python files on a job cluster are supported.
 *
 * https://docs.databricks.com/dev-tools/bundles/job-task-types
 *
 * @throws StandInError `option_invalid`, `unsupported`
 */
export function readTask(field: Field, options: ReadTaskOptions): TaskDefinition {
  field.refuseOthers(KNOWN_FIELDS);
  const taskKey = field.at('task_key').text();
  if (!/^[\w-]{1,100}$/.test(taskKey))
    throw field.at('task_key').wrong('letters, digits, - and _, at most 100');
  const python = field.at('spark_python_task');
  if (python.missing) throw python.wrong('there: the local Databricks runs no other kind of task');
  python.refuseOthers(['python_file', 'parameters', 'source']);
  python.at('source').oneOf(['WORKSPACE'], 'WORKSPACE');
  const pythonFile = readPythonFile(python.at('python_file'), options.directory);
  const parameters = python
    .at('parameters')
    .items()
    .map((item) => {
      const text = item.text();
      checkDynamicValues(text, { parameters: options.parameterNames, where: item.where });
      return text;
    });
  const runIf = field.at('run_if').oneOf(RUN_IF, 'ALL_SUCCESS');
  const timeoutSeconds = field.at('timeout_seconds').integer({ fallback: 0 });
  return {
    taskKey,
    dependsOn: field
      .at('depends_on')
      .items()
      .map((item) => {
        item.refuseOthers(['task_key']);
        return item.at('task_key').text();
      }),
    runIf,
    maxRetries: field.at('max_retries').integer({ fallback: 0, least: -1 }),
    minRetryIntervalMilliseconds: field.at('min_retry_interval_millis').integer({ fallback: 0 }),
    retryOnTimeout: field.at('retry_on_timeout').flag(false),
    timeoutSeconds,
    disabled: field.at('disabled').flag(false),
    pythonFile,
    parameters,
    environment: readEnvironment(field.at('job_cluster_key'), options),
    // Databricks adds missing settings: databricks/cli libs/testserver/jobs.go (jobFixUps), measured there.
    settings: {
      ...field.object(),
      run_if: runIf,
      timeout_seconds: timeoutSeconds,
      email_notifications: {},
      spark_python_task: { ...python.object(), python_file: pythonFile, parameters },
    },
  };
}

function readPythonFile(field: Field, directory: string): string {
  const text = field.text();
  if (text.includes(':'))
    throw new StandInError('unsupported', `${field.where}: only files of the bundle can be run`);
  const path = isAbsolute(text) ? text : resolve(directory, text);
  if (!existsSync(path))
    throw new StandInError('option_invalid', `${field.where}: the file ${path} does not exist`);
  return path;
}

function readEnvironment(field: Field, options: ReadTaskOptions): Readonly<Record<string, string>> {
  const key = field.text();
  const environment = options.clusterEnvironments.get(key);
  if (environment === undefined) throw field.wrong('a job cluster of the job');
  return environment;
}
