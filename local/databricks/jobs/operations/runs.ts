import { type JsonObject } from '../../../kit';
import { type FoundRun, type JobRuns } from '../job-runs';
import { lastAttempt, type RunRecord } from '../run-record';
import { readTaskLog } from '../task-log';
import { type JobsOperation } from './operation';
import { PAGE_SIZE, pageOf } from './page';
import { type Parameters } from './parameters';
import { invalidParameter, noSuchRun, notSupported } from './refusals';
import { toBaseRun, toRunTasks, toTaskRun } from './to-run';

/**
 * `GET jobs/runs/get ?run_id &include_resolved_values &page_token` → the run of a job, or of one task
 *
 * https://docs.databricks.com/api/azure/workspace/jobs/getrun
 */
export const getRun: JobsOperation = {
  name: 'GetRun',
  method: 'GET',
  path: '/jobs/runs/get',
  run: (parameters, { runs, baseUrl }) => {
    parameters.only(['run_id', 'include_history', 'include_resolved_values', 'page_token']);
    if (parameters.flag('include_history', false)) throw notSupported('include_history: repairing a run');
    const runId = parameters.id('run_id');
    const includeResolvedValues = parameters.flag('include_resolved_values', false);
    const found = runs.find(runId);
    if (found === undefined) throw noSuchRun(runId);
    if (found.kind === 'task') return toTaskRun({ ...found, baseUrl, includeResolvedValues });
    const token = parameters.text('page_token');
    const { items, next } = pageOf(toRunTasks({ ...found, baseUrl, includeResolvedValues }), {
      token,
      size: PAGE_SIZE,
    });
    const run = toBaseRun({ ...found, baseUrl });
    // Arrays that were complete on the first page are empty on later ones.
    const isFirst = token === undefined || token === '';
    return {
      ...run,
      job_parameters: isFirst ? (run['job_parameters'] ?? []) : [],
      job_clusters: isFirst ? found.run.jobClusters : [],
      tasks: items,
      ...(next !== undefined && { next_page_token: next }),
    };
  },
};

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

/** The id of a run with one task also selects its task. */
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

const DEFAULT_LIMIT = 20;
/** The reference documents "less than 25", but the service accepts 25, and returns 25 for 0. */
const MAX_LIMIT = 25;

/**
 * `GET jobs/runs/list ?job_id &active_only &completed_only &expand_tasks &limit &page_token &run_type
 * &start_time_from &start_time_to` → `{runs, has_more, next_page_token, prev_page_token}`, newest first
 *
 * https://docs.databricks.com/api/azure/workspace/jobs/listruns
 */
export const listRuns: JobsOperation = {
  name: 'ListRuns',
  method: 'GET',
  path: '/jobs/runs/list',
  run: (parameters, { runs, baseUrl }) => {
    parameters.only([
      'job_id',
      'active_only',
      'completed_only',
      'expand_tasks',
      'limit',
      'offset',
      'page_token',
      'run_type',
      'start_time_from',
      'start_time_to',
    ]);
    if (parameters.value('offset') !== undefined)
      throw notSupported('The field offset, deprecated since 2023,');
    const limit = parameters.integer('limit') ?? DEFAULT_LIMIT;
    if (limit < 0 || limit > MAX_LIMIT)
      throw invalidParameter(`limit must be between 0 and ${MAX_LIMIT}, inclusive.`);
    const { items, next, previous } = pageOf(runs.list().filter(toFilter(parameters)), {
      token: parameters.text('page_token'),
      size: limit === 0 ? MAX_LIMIT : limit,
    });
    const expandTasks = parameters.flag('expand_tasks', false);
    return {
      ...(items.length > 0 && {
        runs: items.map((run) => ({
          ...toBaseRun({ run, baseUrl }),
          ...(expandTasks && toExpanded(run, baseUrl)),
        })),
      }),
      has_more: next !== undefined,
      ...(next !== undefined && { next_page_token: next }),
      ...(previous !== undefined && { prev_page_token: previous }),
    };
  },
};

function toFilter(parameters: Parameters): (run: RunRecord) => boolean {
  const jobId = parameters.integer('job_id');
  const activeOnly = parameters.flag('active_only', false);
  const completedOnly = parameters.flag('completed_only', false);
  if (activeOnly && completedOnly)
    throw invalidParameter('Only one of active_only and completed_only can be true.');
  const runType = parameters.text('run_type');
  if (runType !== undefined && !['JOB_RUN', 'SUBMIT_RUN', 'WORKFLOW_RUN'].includes(runType))
    throw invalidParameter(`Invalid run type: ${runType}.`);
  const from = parameters.integer('start_time_from') ?? 0;
  const to = parameters.integer('start_time_to') ?? Number.MAX_SAFE_INTEGER;
  return (run) =>
    (jobId === undefined || run.jobId === jobId) &&
    (!activeOnly || run.ending === undefined) &&
    (!completedOnly || run.ending !== undefined) &&
    (runType === undefined || runType === 'JOB_RUN') &&
    run.startTime >= from &&
    run.startTime <= to;
}

function toExpanded(run: RunRecord, baseUrl: string): JsonObject {
  const tasks = toRunTasks({ run, baseUrl, includeResolvedValues: false });
  return {
    tasks: tasks.slice(0, PAGE_SIZE),
    job_clusters: run.jobClusters,
    has_more: tasks.length > PAGE_SIZE,
  };
}
