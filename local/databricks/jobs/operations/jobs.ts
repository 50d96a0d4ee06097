import { type JsonObject } from '../../../kit';
import { type JobDefinition, type TaskDefinition } from '../../bundle/job-definition';
import { CREATOR } from './to-run';
import { type JobsOperation } from './operation';
import { PAGE_SIZE, pageOf } from './page';
import { invalidParameter, noSuchJob, notSupported } from './refusals';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/**
 * `GET jobs/get ?job_id &page_token` → `{job_id, settings, …}`
 *
 * https://docs.databricks.com/api/azure/workspace/jobs/get
 */
export const getJob: JobsOperation = {
  name: 'GetJob',
  method: 'GET',
  path: '/jobs/get',
  run: (parameters, { runs }) => {
    parameters.only(['job_id', 'page_token', 'include_trigger_state']);
    if (parameters.flag('include_trigger_state', false)) throw notSupported('include_trigger_state');
    const jobId = parameters.id('job_id');
    const job = runs.jobs.find((candidate) => candidate.jobId === jobId);
    if (job === undefined) throw noSuchJob(jobId);
    const token = parameters.text('page_token');
    const { items, next } = pageOf(job.tasks, { token, size: PAGE_SIZE });
    const wire = toJob(job, { tasks: items, isFirstPage: token === undefined || token === '' });
    return { ...wire, has_more: next !== undefined, ...(next !== undefined && { next_page_token: next }) };
  },
};

/**
 * `GET jobs/list ?name &limit &expand_tasks &page_token` → `{jobs, has_more, next_page_token, prev_page_token}`
 *
 * https://docs.databricks.com/api/azure/workspace/jobs/list
 */
export const listJobs: JobsOperation = {
  name: 'ListJobs',
  method: 'GET',
  path: '/jobs/list',
  run: (parameters, { runs }) => {
    parameters.only(['name', 'limit', 'expand_tasks', 'offset', 'page_token']);
    if (parameters.value('offset') !== undefined)
      throw notSupported('The field offset, deprecated since 2023,');
    const limit = parameters.integer('limit') ?? DEFAULT_LIMIT;
    if (limit < 1 || limit > MAX_LIMIT)
      throw invalidParameter(`limit must be between 1 and ${MAX_LIMIT}, inclusive.`);
    const name = parameters.text('name')?.toLowerCase();
    const expandTasks = parameters.flag('expand_tasks', false);
    const matching = runs.jobs.filter((job) => name === undefined || job.name.toLowerCase() === name);
    const { items, next, previous } = pageOf(matching, { token: parameters.text('page_token'), size: limit });
    return {
      ...(items.length > 0 && {
        jobs: items.map((job) => {
          const tasks = job.tasks.slice(0, PAGE_SIZE);
          return {
            ...toJob(job, { tasks: expandTasks ? tasks : undefined, isFirstPage: expandTasks }),
            ...(expandTasks && { has_more: tasks.length < job.tasks.length }),
          };
        }),
      }),
      has_more: next !== undefined,
      ...(next !== undefined && { next_page_token: next }),
      ...(previous !== undefined && { prev_page_token: previous }),
    };
  },
};

interface ToJobOptions {
  /** The tasks to show; `undefined` for a job without its arrays. */
  readonly tasks: readonly TaskDefinition[] | undefined;
  /** Whether to show the other arrays, which fit on one page. */
  readonly isFirstPage: boolean;
}

/**
 * Formats a job with its settings. Its creation time is the beginning of 1970, because the bundle has none.
 */
function toJob(job: JobDefinition, { tasks, isFirstPage }: ToJobOptions): JsonObject {
  const { job_clusters: clusters, parameters } = job.settings;
  const settings = Object.fromEntries(
    Object.entries(job.settings).filter(([name]) => !['tasks', 'job_clusters', 'parameters'].includes(name)),
  );
  return {
    job_id: job.jobId,
    creator_user_name: CREATOR,
    run_as_user_name: CREATOR,
    created_time: 0,
    settings: {
      ...settings,
      ...(tasks !== undefined && { tasks: tasks.map((task) => task.settings) }),
      ...(isFirstPage && clusters !== undefined && { job_clusters: clusters }),
      ...(isFirstPage && parameters !== undefined && { parameters }),
    },
  };
}
