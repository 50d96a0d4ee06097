import { createCredential } from '../platform/azure/credential';
import { type Platform } from '../platform/platform';
import { DatabricksClient } from './clients/databricks-client';
import { type TaskOutput } from './details-api';
import { isSluiceError } from '../platform/errors';
import { type RefreshStore, type ServiceOutput, type TaskOutputs } from './ports';
import { type RefreshId } from './refresh-id';
import { requireRefreshSettings } from './settings';
import { openRefreshTable } from './store/refresh-table';

/** Characters of a log that an answer has: its end, where the reason of a failure is. */
export const MAX_LOG_LENGTH = 100_000;

/**
 * Reads the log and the error of a task of the newest job run. Returns undefined if the refresh or the task does not
 * exist.
 */
export async function readTaskOutput(
  id: RefreshId,
  task: string,
  { store, outputs }: { readonly store: RefreshStore; readonly outputs: TaskOutputs },
): Promise<TaskOutput | undefined> {
  if ((await store.readRefresh(id)) === undefined) return undefined;
  const run = (await store.listRuns(id)).findLast(({ kind }) => kind === 'job');
  const recorded = run?.tasks?.find(({ name }) => name === task);
  if (run === undefined || recorded === undefined) return undefined;
  const without = (reason: string): TaskOutput => ({
    task,
    error: recorded.message ?? null,
    trace: null,
    log: null,
    truncated: false,
    unavailable: reason,
  });
  if (run.externalId === undefined) return without('The job has not started yet.');
  let output: ServiceOutput | undefined;
  try {
    output = await outputs.readOutput(run.externalId, task);
  } catch (error) {
    if (!isSluiceError(error) || error.code !== 'databricks_refused') throw error;
    return without(`Databricks does not return the output of this task: ${error.message}`);
  }
  if (output === undefined) return without('The task has not started yet.');
  const { log = '' } = output;
  return {
    task,
    error: output.error ?? recorded.message ?? null,
    trace: output.trace ?? null,
    log: log.slice(-MAX_LOG_LENGTH),
    truncated: output.truncated || log.length > MAX_LOG_LENGTH,
    unavailable: null,
  };
}

/** Reads the output of a task by the id of its refresh. */
export type ReadTaskOutput = (id: RefreshId, task: string) => Promise<TaskOutput | undefined>;

/**
 * Opens the outputs of tasks. They are apart from the refresh feature, because only one trigger reads them.
 *
 * @throws SluiceError `refresh_not_configured` if no Databricks job is configured, `config_invalid`
 */
export function openTaskOutputs(platform: Platform): ReadTaskOutput {
  const { databricks, clientId } = requireRefreshSettings(platform);
  const store = platform.use(openRefreshTable);
  const outputs = new DatabricksClient({ ...databricks, credential: createCredential(clientId) });
  return (id, task) => readTaskOutput(id, task, { store, outputs });
}
