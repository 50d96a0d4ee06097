import { type JsonObject } from '../../../kit';
import { type FoundRun, type JobRuns } from '../job-runs';
import { lastAttempt } from '../run-record';
import { readTaskLog } from '../task-log';
import { toTaskRun } from '../wire/to-run';
import { type JobsOperation } from './operation';
import { invalidParameter, noSuchRun } from './refusals';

/**
 * `GET jobs/runs/get-output ?run_id` → `{metadata, logs, logs_truncated, error?, error_trace?}` of one task's try
 *
 * https://docs.databricks.com/api/azure/workspace/jobs/getrunoutput; the refusal of a run with many tasks as in
 * databricks-sdk-py issue 997.
 */
export const getRunOutput: JobsOperation = {
  name: 'GetRunOutput',
  method: 'GET',
  path: '/jobs/runs/get-output',
  run: (parameters, { runs, baseUrl }) => {
    parameters.only(['run_id']);
    const runId = parameters.id('run_id');
    const found = runs.find(runId);
    if (found === undefined) throw noSuchRun(runId);
    return toOutput(toTask(found), { runs, baseUrl });
  },
};

type FoundTask = Extract<FoundRun, { readonly kind: 'task' }>;

/** The run of a job with one task stands for its task. */
function toTask(found: FoundRun): FoundTask {
  if (found.kind === 'task') return found;
  const [task, ...others] = found.run.tasks;
  if (task === undefined || others.length > 0)
    throw invalidParameter(
      'Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each individual task run instead.',
    );
  return { kind: 'task', run: found.run, task, attempt: lastAttempt(task) };
}

function toOutput(
  found: FoundTask,
  { runs, baseUrl }: { readonly runs: JobRuns; readonly baseUrl: string },
): JsonObject {
  const { run, attempt } = found;
  const logs = readTaskLog(runs.logPath(run, attempt));
  const { error } = attempt;
  return {
    metadata: toTaskRun({ ...found, baseUrl, includeResolvedValues: false }),
    logs: logs.text,
    logs_truncated: logs.truncated,
    ...(error !== undefined && { error: error.message, error_trace: error.trace }),
  };
}
