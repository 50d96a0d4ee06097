import { toJob } from '../wire/to-job';
import { type Operation } from './operation';
import { PAGE_SIZE, pageOf } from './page';
import { noSuchJob, notSupported } from './refusal';

/**
 * `GET jobs/get ?job_id &page_token` → `{job_id, settings, …}`
 *
 * https://docs.databricks.com/api/azure/workspace/jobs/get
 */
export const getJob: Operation = {
  name: 'GetJob',
  method: 'GET',
  path: 'jobs/get',
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
