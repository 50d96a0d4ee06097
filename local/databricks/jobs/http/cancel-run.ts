import { type Operation } from './operation';
import { noSuchRun } from './refusal';

/**
 * `POST jobs/runs/cancel {run_id}` → `{}`; the run, or the task, ends some time later
 *
 * https://docs.databricks.com/api/azure/workspace/jobs/cancelrun
 */
export const cancelRun: Operation = {
  name: 'CancelRun',
  method: 'POST',
  path: 'jobs/runs/cancel',
  run: (parameters, { runs }) => {
    parameters.only(['run_id']);
    const runId = parameters.id('run_id');
    const found = runs.find(runId);
    if (found === undefined) throw noSuchRun(runId);
    runs.cancel(found);
    return {};
  },
};
