import { type JobDefinition, type TaskDefinition } from '../../bundle/job-definition';
import { type JobsOperation } from './operation';
import { type Parameters } from './parameters';
import { invalidParameter, noSuchJob } from './refusals';

const TOKEN_LENGTH = 64;
/** https://docs.databricks.com/jobs/parameters */
const PARAMETERS_BYTES = 1_000_000;

/**
 * `POST jobs/run-now {job_id, idempotency_token?, job_parameters?, only?, queue?}` → `{run_id, number_in_job}`
 *
 * https://docs.databricks.com/api/azure/workspace/jobs/runnow
 */
export const runNow: JobsOperation = {
  name: 'RunNow',
  method: 'POST',
  path: '/jobs/run-now',
  run: (parameters, { runs, neverEnds }) => {
    parameters.only(['job_id', 'idempotency_token', 'job_parameters', 'only', 'queue']);
    const jobId = parameters.id('job_id');
    const job = runs.jobs.find((candidate) => candidate.jobId === jobId);
    if (job === undefined) throw noSuchJob(jobId);
    const token = parameters.text('idempotency_token');
    if (token !== undefined && token.length > TOKEN_LENGTH)
      throw invalidParameter(`The idempotency token can be at most ${TOKEN_LENGTH} characters long.`);
    const queue = parameters.object('queue');
    queue?.only(['enabled']);
    const result = runs.runNow({
      job,
      // An empty token counts as no token.
      ...(token !== undefined && token !== '' && { idempotencyToken: token }),
      parameters: readJobParameters(parameters.object('job_parameters')),
      tasks: readTasks(job, parameters.texts('only')),
      queueEnabled: queue?.flag('enabled', false) ?? job.queueEnabled,
      neverEnds,
    });
    if (result.kind === 'removed')
      throw invalidParameter('The run with the given idempotency token has been deleted.');
    return { run_id: result.runId, number_in_job: result.runId };
  },
};

function readJobParameters(object: Parameters | undefined): Readonly<Record<string, string>> {
  if (object === undefined) return {};
  const values = Object.fromEntries(object.names().map((name) => [name, object.text(name) ?? '']));
  if (Buffer.byteLength(JSON.stringify(values)) > PARAMETERS_BYTES)
    throw invalidParameter('The job parameters are larger than 1 MB.');
  return values;
}

function readTasks(job: JobDefinition, only: readonly string[] | undefined): readonly TaskDefinition[] {
  if (only === undefined || only.length === 0) return job.tasks;
  const selection = selectTasks(job.tasks, only);
  if (selection.kind === 'unknown')
    throw invalidParameter(`Task ${selection.taskKey} does not exist in the job.`);
  return selection.tasks;
}

type TaskSelection =
  | { readonly kind: 'selected'; readonly tasks: readonly TaskDefinition[] }
  | { readonly kind: 'unknown'; readonly taskKey: string };

/**
 * Selects the tasks of `only` in a run-now request. `key` is one task, `+key` includes all tasks above it,
 * `key+` all below it, `+key+` both.
 *
 * https://docs.databricks.com/api/azure/workspace/jobs/runnow#only
 */
function selectTasks(tasks: readonly TaskDefinition[], only: readonly string[]): TaskSelection {
  const selected = new Set<string>();
  const above = (key: string): readonly string[] =>
    tasks.find(({ taskKey }) => taskKey === key)?.dependsOn ?? [];
  const below = (key: string): readonly string[] =>
    tasks.filter(({ dependsOn }) => dependsOn.includes(key)).map(({ taskKey }) => taskKey);
  for (const text of only) {
    const taskKey = text.replace(/^\+/, '').replace(/\+$/, '');
    if (!tasks.some((task) => task.taskKey === taskKey)) return { kind: 'unknown', taskKey };
    selected.add(taskKey);
    if (text.startsWith('+')) addAll(taskKey, above, selected);
    if (text.endsWith('+')) addAll(taskKey, below, selected);
  }
  return { kind: 'selected', tasks: tasks.filter(({ taskKey }) => selected.has(taskKey)) };
}

function addAll(from: string, next: (key: string) => readonly string[], into: Set<string>): void {
  const seen = new Set([from]);
  for (const key of seen) for (const other of next(key)) seen.add(other);
  for (const key of seen) into.add(key);
}
