import { EVENT_TYPE, type ReceivedEvent, taskIdOf } from './history-event';
import { type InstanceState } from './instance-state';
import { type CallTask, type RetryOptions, type ScheduledTask, type TimerTask } from './log-record';
import { ACTION_TYPE, type OrchestratorAction } from './orchestrator-action';

/**
 * Longer timers are divided. Sources: learn.microsoft.com, "Timers in Durable Functions"; the library's
 * LongTimerTask.
 */
export const LONGEST_TIMER = '6.00:00:00';
export const LONG_TIMER_INTERVAL = '3.00:00:00';
const DAY_MILLISECONDS = 24 * 60 * 60_000;
const LONGEST_TIMER_MILLISECONDS = 6 * DAY_MILLISECONDS;
const LONG_TIMER_INTERVAL_MILLISECONDS = 3 * DAY_MILLISECONDS;

/** The context in which a task is scheduled. */
export interface TaskPlace {
  readonly state: InstanceState;
  /** ISO 8601: the current time of the orchestrator. */
  readonly at: string;
  readonly id: number;
}

/** Returns the task that the library itself schedules when this event arrives. */
export function followUpOf(event: ReceivedEvent, { state, at, id }: TaskPlace): ScheduledTask | undefined {
  const completed = taskIdOf(event);
  const task = completed === undefined ? undefined : state.open.get(completed);
  if (task === undefined) return undefined;
  const { action } = task;
  if (task.kind === 'timer') {
    const { until, retryOf } = task;
    if (retryOf?.retry !== undefined) {
      const { options, attempt } = retryOf.retry;
      if (attempt >= options.maxNumberOfAttempts) return undefined;
      const { instanceId, ...call } = retryOf;
      const again = { ...call, id, retry: { options, attempt: attempt + 1 } };
      if (call.kind === 'activity') return again;
      return { ...again, instanceId: call.isNamed === true ? (instanceId ?? '') : subInstanceId(state, id) };
    }
    return until !== undefined && until > at ? toTimer({ id, action, until, at }) : undefined;
  }
  const hasFailed =
    event.EventType === EVENT_TYPE.taskFailed || event.EventType === EVENT_TYPE.subOrchestrationFailed;
  if (!hasFailed || task.retry === undefined) return undefined;
  const { options, attempt } = task.retry;
  const fireAt = new Date(Date.parse(at) + nextRetryDelay(options, attempt)).toISOString();
  return { kind: 'timer', id, action, fireAt, retryOf: task };
}

/** Creates the task of an action. @returns a text for an unsupported action */
export function toTask(
  action: OrchestratorAction,
  { state, at, id, position }: TaskPlace & { position: number },
): ScheduledTask | string {
  const { actionType, functionName: name = '', input, retryOptions } = action;
  if (actionType === ACTION_TYPE.createTimer)
    return toTimer({ id, action: position, until: action.fireAt ?? at, at });
  const isActivity =
    actionType === ACTION_TYPE.callActivity || actionType === ACTION_TYPE.callActivityWithRetry;
  const isOrchestration =
    actionType === ACTION_TYPE.callSubOrchestrator || actionType === ACTION_TYPE.callSubOrchestratorWithRetry;
  if (!isActivity && !isOrchestration) return unsupported(actionType);
  if (retryOptions?.retryTimeoutInMilliseconds !== undefined)
    return 'retryTimeoutInMilliseconds is not supported by the local functions host: use maxNumberOfAttempts';
  const kind = isActivity ? 'activity' : 'orchestration';
  const call: CallTask = {
    kind,
    id,
    action: position,
    name,
    ...(input === undefined ? {} : { input }),
    ...(retryOptions === undefined ? {} : { retry: { options: retryOptions, attempt: 1 } }),
  };
  if (isActivity) return call;
  return {
    ...call,
    instanceId: action.instanceId ?? subInstanceId(state, id),
    isNamed: action.instanceId !== undefined,
    ...(action.version === undefined ? {} : { version: action.version }),
  };
}

function toTimer({
  until,
  at,
  ...task
}: {
  id: number;
  action: number;
  until: string;
  at: string;
}): TimerTask {
  const wait = Date.parse(until) - Date.parse(at);
  if (wait <= LONGEST_TIMER_MILLISECONDS) return { kind: 'timer', ...task, fireAt: until };
  const fireAt = new Date(Date.parse(at) + LONG_TIMER_INTERVAL_MILLISECONDS).toISOString();
  return { kind: 'timer', ...task, fireAt, until };
}

/** Names of the Durable Task Framework. */
function subInstanceId({ start }: InstanceState, id: number): string {
  return `${start.executionId}:${id}`;
}

function unsupported(actionType: number): string {
  const name =
    Object.entries(ACTION_TYPE).find(([, type]) => type === actionType)?.[0] ?? `action ${actionType}`;
  return `${name} is not supported by the local functions host`;
}

/**
 * Computes the delay after a failed attempt in milliseconds. There is also one after the last attempt,
 * because library and platform both wait before they give up. Source: Azure/durabletask, RetryInterceptor.
 *
 * @param attempt the failed attempt, from 1
 */
function nextRetryDelay(
  {
    firstRetryIntervalInMilliseconds,
    backoffCoefficient = 1,
    maxRetryIntervalInMilliseconds = Number.POSITIVE_INFINITY,
  }: RetryOptions,
  attempt: number,
): number {
  const delay = firstRetryIntervalInMilliseconds * backoffCoefficient ** (attempt - 1);
  return Math.min(delay, maxRetryIntervalInMilliseconds);
}
