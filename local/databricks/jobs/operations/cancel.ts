import { type JobsOperation } from './operation';
import { invalidParameter, noSuchJob, noSuchRun } from './refusals';

/**
 * `POST jobs/runs/cancel {run_id}` → `{}`; the run, or the task, ends asynchronously
 *
 * https://docs.databricks.com/api/azure/workspace/jobs/cancelrun
 */
export const cancelRun: JobsOperation = {
  name: 'CancelRun',
  method: 'POST',
  path: '/jobs/runs/cancel',
  run: (parameters, { runs }) => {
    parameters.only(['run_id']);
    const runId = parameters.id('run_id');
    const found = runs.find(runId);
    if (found === undefined) throw noSuchRun(runId);
    runs.cancel(found);
    return {};
  },
};

/**
 * `POST jobs/runs/cancel-all {job_id?, all_queued_runs?}` → `{}`; with `all_queued_runs` only queued runs
 *
 * https://docs.databricks.com/api/azure/workspace/jobs/cancelallruns
 */
export const cancelAllRuns: JobsOperation = {
  name: 'CancelAllRuns',
  method: 'POST',
  path: '/jobs/runs/cancel-all',
  run: (parameters, { runs }) => {
    parameters.only(['job_id', 'all_queued_runs']);
    const jobId = parameters.integer('job_id');
    const queuedOnly = parameters.flag('all_queued_runs', false);
    if (jobId === undefined && !queuedOnly) throw invalidParameter('Missing required field: job_id');
    if (jobId !== undefined && !runs.jobs.some((job) => job.jobId === jobId)) throw noSuchJob(jobId);
    const wanted = runs
      .list()
      .filter(
        (run) =>
          run.ending === undefined &&
          (jobId === undefined || run.jobId === jobId) &&
          (!queuedOnly || run.phase === 'QUEUED'),
      );
    // Newest first, so that no queued run starts because an earlier one ended.
    for (const run of wanted) runs.cancel({ kind: 'run', run });
    return {};
  },
};
