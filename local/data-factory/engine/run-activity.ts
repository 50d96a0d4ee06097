import { randomUUID } from 'node:crypto';
import { type ActivityDefinition, type Reference } from '../definitions/factory-files';
import { isJsonObject, type Json, type JsonObject } from '../../kit';
import { type Scope } from '../expressions/evaluate';
import { resolveValue } from '../expressions/resolve-value';
import { type ActivityError, type ActivityRunRecord } from '../runs/run-record';
import { ActivityFailure, notExecuted } from './activity-failure';
import { type ActivityPolicy, readPolicy } from './activity-policy';
import { type ResolvedReference, type RunContext, RunStopped } from './run-context';
import { runForEach } from './run-for-each';

export type ActivityResult =
  | { readonly outcome: 'Succeeded'; readonly output: JsonObject }
  | { readonly outcome: 'Failed'; readonly failure: ActivityFailure };

/**
 * Runs one activity with the attempts of its policy, and stores its activity run.
 *
 * @throws the reason of the signal if the run is cancelled
 */
export async function runActivity(
  context: RunContext,
  activity: ActivityDefinition,
  scope: Scope,
): Promise<ActivityResult> {
  const record = new ActivityRun(context, activity);
  try {
    const output =
      activity.type === 'ForEach'
        ? await runForEach(context, activity, scope)
        : await runWithRetries(context, { activity, scope, record });
    record.end('Succeeded', { output });
    return { outcome: 'Succeeded', output };
  } catch (error) {
    const { aborted, reason } = context.signal as { aborted: boolean; reason: unknown };
    if (aborted) {
      // When the service closes, the run stays in progress; the next start sets its end.
      if (!(reason instanceof RunStopped) || reason.why === 'cancelled') record.end('Cancelled', {});
      throw reason;
    }
    if (!(error instanceof ActivityFailure)) {
      const failure = new ActivityFailure('LocalDataFactoryFailed', String(error), {
        failureType: 'SystemError',
      });
      record.end('Failed', { error: failure });
      throw error;
    }
    record.end('Failed', { error });
    return { outcome: 'Failed', failure: error };
  }
}

interface RetryOptions {
  readonly activity: ActivityDefinition;
  readonly scope: Scope;
  readonly record: ActivityRun;
}

async function runWithRetries(context: RunContext, options: RetryOptions): Promise<JsonObject> {
  const { activity, scope, record } = options;
  const policy = readPolicy(activity.policy, scope);
  const interval =
    context.retryIntervalSeconds === undefined
      ? policy.retryIntervalMilliseconds
      : context.retryIntervalSeconds * 1000;
  record.secure(policy);
  for (let attempt = 0; ; attempt += 1) {
    if (attempt > 0) record.retry(attempt);
    try {
      return await attemptOnce(context, options, policy);
    } catch (error) {
      if (context.signal.aborted || attempt >= policy.retry) throw error;
      if (!(error instanceof ActivityFailure) || error.errorCode === 'NotExecutedLocally') throw error;
      await context.wait(interval, context.signal);
    }
  }
}

async function attemptOnce(
  context: RunContext,
  { activity, scope, record }: RetryOptions,
  policy: ActivityPolicy,
): Promise<JsonObject> {
  if (activity.state !== undefined && activity.state !== 'Active') {
    throw notExecuted(`activities in state ${activity.state}`);
  }
  const execute = context.executors[activity.type];
  if (execute === undefined) throw notExecuted(`activities of type ${activity.type}`);
  const typeProperties = resolveObject(activity.typeProperties, scope);
  record.input(typeProperties);
  const timeUp = new AbortController();
  const timer = setTimeout(
    () => {
      timeUp.abort();
    },
    Math.min(policy.timeoutMilliseconds, 2 ** 31 - 1),
  );
  try {
    return await execute({
      name: activity.name,
      typeProperties,
      inputs: activity.inputs.map((reference) => resolveReference(reference, scope)),
      outputs: activity.outputs.map((reference) => resolveReference(reference, scope)),
      definitions: context.definitions,
      signal: AbortSignal.any([context.signal, timeUp.signal]),
    });
  } catch (error) {
    if (!timeUp.signal.aborted) throw error;
    const seconds = policy.timeoutMilliseconds / 1000;
    throw new ActivityFailure('Timeout', `The activity did not end within ${seconds} s.`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function resolveReference({ referenceName, parameters }: Reference, scope: Scope): ResolvedReference {
  return { referenceName, parameters: resolveObject(parameters, scope) };
}

function resolveObject(value: Readonly<Record<string, Json>>, scope: Scope): JsonObject {
  const resolved = resolveValue(value, scope);
  if (!isJsonObject(resolved)) throw new ActivityFailure('BadRequest', 'The value must be an object.');
  return resolved;
}

/** The stored activity run of one activity; it is on disk from its start. */
class ActivityRun {
  readonly #context: RunContext;
  readonly #start: Date;
  #record: ActivityRunRecord;
  #policy: Pick<ActivityPolicy, 'secureInput' | 'secureOutput'> = { secureInput: false, secureOutput: false };

  constructor(context: RunContext, activity: ActivityDefinition) {
    this.#context = context;
    this.#start = context.now();
    this.#record = {
      activityRunId: randomUUID(),
      activityName: activity.name,
      activityType: activity.type,
      pipelineName: context.pipelineName,
      pipelineRunId: context.runId,
      linkedServiceName: '',
      status: 'InProgress',
      activityRunStart: this.#start.toISOString(),
      activityRunEnd: null,
      durationInMs: null,
      input: {},
      output: {},
      error: toError(activity.name),
      retryAttempt: null,
      userProperties: {},
    };
    this.#keep({});
  }

  secure(policy: ActivityPolicy): void {
    this.#policy = policy;
  }

  input(input: JsonObject): void {
    if (!this.#policy.secureInput) this.#keep({ input });
  }

  retry(attempt: number): void {
    this.#keep({ retryAttempt: attempt });
  }

  end(
    status: 'Succeeded' | 'Failed' | 'Cancelled',
    { output, error }: { output?: JsonObject; error?: ActivityFailure },
  ): void {
    const end = this.#context.now();
    this.#keep({
      status,
      activityRunEnd: end.toISOString(),
      durationInMs: end.getTime() - this.#start.getTime(),
      ...(output !== undefined && !this.#policy.secureOutput && { output }),
      ...(error !== undefined && { error: toError(this.#record.activityName, error) }),
    });
  }

  #keep(change: Partial<ActivityRunRecord>): void {
    this.#record = { ...this.#record, ...change };
    this.#context.store.putActivity(this.#record);
  }
}

function toError(target: string, failure?: ActivityFailure): ActivityError {
  return {
    errorCode: failure?.errorCode ?? '',
    message: failure?.message ?? '',
    failureType: failure?.failureType ?? '',
    target,
  };
}
