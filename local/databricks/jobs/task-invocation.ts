import { StandInError } from '../../kit';
import { resolveDynamicValues } from '../bundle/dynamic-values';
import { type TaskDefinition } from '../bundle/job-definition';
import { type AttemptRecord, type RunRecord } from './run-record';

/** A task with resolved references, as a cluster would run it. */
export interface TaskInvocation {
  readonly taskKey: string;
  readonly pythonFile: string;
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Values of secrets by `scope/key`. */
export type Secrets = Readonly<Record<string, string>>;

const SECRET = /^\{\{secrets\/([^/{}]+\/[^/{}]+)\}\}$/;

/** @throws StandInError `option_invalid` if a secret does not exist */
export function toInvocation(
  { definition, attempt, run }: { definition: TaskDefinition; attempt: AttemptRecord; run: RunRecord },
  secrets: Secrets,
): TaskInvocation {
  const values = {
    'job.id': String(run.jobId),
    'job.name': run.runName,
    'job.run_id': String(run.runId),
    'task.name': definition.taskKey,
    'task.run_id': String(attempt.runId),
    'task.execution_count': String(attempt.attemptNumber + 1),
    parameters: new Map(run.parameters.map(({ name, value }) => [name, value])),
  };
  return {
    taskKey: definition.taskKey,
    pythonFile: definition.pythonFile,
    parameters: definition.parameters.map((text) => resolveDynamicValues(text, values)),
    environment: Object.fromEntries(
      Object.entries(definition.environment).map(([name, text]) => [name, resolveSecret(text, secrets)]),
    ),
  };
}

/** https://docs.databricks.com/security/secrets/secrets-spark-conf-env-var */
function resolveSecret(text: string, secrets: Secrets): string {
  const name = SECRET.exec(text)?.[1];
  if (name === undefined) return text;
  const value = secrets[name];
  if (value !== undefined) return value;
  const [scope, key] = name.split('/');
  throw new StandInError(
    'option_invalid',
    `Secret does not exist with scope: ${scope ?? ''} and key: ${key ?? ''}`,
  );
}
