import { type JsonObject } from '../../../kit';
import { type RunRecord } from '../run-record';
import { toBaseRun, toRunTasks } from '../wire/to-run';
import { type JobsOperation } from './operation';
import { PAGE_SIZE, pageOf } from './page';
import { type Parameters } from './parameters';
import { invalidParameter, notSupported } from './refusals';

const DEFAULT_LIMIT = 20;
/** More than the reference says ("less than 25"): the service takes 25 too, and gives so many for 0. */
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
