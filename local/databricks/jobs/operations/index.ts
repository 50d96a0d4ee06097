import { cancelAllRuns } from './cancel-all-runs';
import { cancelRun } from './cancel-run';
import { getJob } from './get-job';
import { getRun } from './get-run';
import { getRunOutput } from './get-run-output';
import { listJobs } from './list-jobs';
import { listRuns } from './list-runs';
import { type Operation } from './operation';
import { Refusal } from './refusal';
import { runNow } from './run-now';

const OPERATIONS: readonly Operation[] = [
  runNow,
  getRun,
  getRunOutput,
  listRuns,
  cancelRun,
  cancelAllRuns,
  getJob,
  listJobs,
];

/** @throws Refusal for what is not an operation, of this API or of this service */
export function findOperation(method: string, path: string): Operation {
  const below = /^\/api\/2\.2\/(.+)$/.exec(path)?.[1];
  const candidates = OPERATIONS.filter((operation) => operation.path === below);
  const operation = candidates.find((candidate) => candidate.method === method);
  if (operation !== undefined) return operation;
  if (/^\/api\/\d\.\d\//.test(path) && candidates.length === 0)
    throw new Refusal(501, 'NOT_IMPLEMENTED', `The local Databricks does not support ${method} ${path}`);
  throw new Refusal(
    404,
    'ENDPOINT_NOT_FOUND',
    `No API found for '${method} ${path.replace(/^\/api\/\d\.\d/, '')}'`,
  );
}
