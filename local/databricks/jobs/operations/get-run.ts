import { toBaseRun, toRunTasks, toTaskRun } from '../wire/to-run';
import { type JobsOperation } from './operation';
import { PAGE_SIZE, pageOf } from './page';
import { noSuchRun, notSupported } from './refusals';

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
    // Arrays that fitted on the first page are empty on later ones.
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
