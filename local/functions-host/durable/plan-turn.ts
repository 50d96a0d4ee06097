import { type ReceivedEvent } from './history-event';
import { type InstanceState } from './instance-state';
import { EVENT_TYPE } from './history-event';
import {
  type ActionTrace,
  type CallTask,
  type End,
  type ScheduledTask,
  type TimerTask,
  type TurnRecord,
} from './log-record';
import { ACTION_TYPE, type OrchestratorAction } from './orchestrator-action';
import { type OrchestratorAnswer } from './orchestrator-answer';
import { taskIdOf } from './history-event';
import { nextRetryDelay } from './retry-delay';

/** Longer timers are divided. Sources: learn.microsoft.com, "Timers in Durable Functions"; the library's LongTimerTask. */
export const LONGEST_TIMER = '6.00:00:00';
export const LONG_TIMER_INTERVAL = '3.00:00:00';
const DAY_MILLISECONDS = 24 * 60 * 60_000;
const LONGEST_TIMER_MILLISECONDS = 6 * DAY_MILLISECONDS;
const LONG_TIMER_INTERVAL_MILLISECONDS = 3 * DAY_MILLISECONDS;

/** The events of one turn. */
export interface Batch {
  /** How many of the inbox, with those that nobody waits for any more. */
  readonly taken: number;
  readonly events: readonly ReceivedEvent[];
}

/** What a turn leads to. `nextInput` is set when the execution begins anew. */
export interface TurnPlan {
  readonly turn: TurnRecord;
  readonly nextInput?: { readonly value: unknown };
}

export interface PlanTurnOptions {
  readonly state: InstanceState;
  readonly batch: Batch;
  readonly answer: OrchestratorAnswer;
  /** ISO 8601: the orchestrator's own time in this turn. */
  readonly at: string;
  /** @returns why a function cannot be called */
  readonly problemOf: (kind: CallTask['kind'], name: string) => string | undefined;
  readonly newId: () => string;
}

/**
 * The next events for the orchestrator. Several go into one turn, but an event for which the library takes a task id
 * of its own (the pause before a retry, the attempt after it, the next part of a long timer) only at the front:
 * otherwise it could not be told which ids the new actions of the turn have.
 */
export function nextBatch(state: InstanceState, at: string): Batch {
  const events: ReceivedEvent[] = [];
  const seen = new Set<number>();
  let taken = 0;
  for (const event of state.inbox) {
    const id = taskIdOf(event);
    const isExpected = state.isExpected(event) && !(id !== undefined && seen.has(id));
    if (isExpected) {
      if (events.length > 0 && followUpOf(state, event, at, -1) !== undefined) break;
      events.push(event);
      if (id !== undefined) seen.add(id);
    }
    taken++;
  }
  return { taken, events };
}

/** Works out what a run of the orchestrator leads to. Pure: it changes nothing. */
export function planTurn(options: PlanTurnOptions): TurnPlan {
  const { state, batch, answer, at } = options;
  const scheduled: ScheduledTask[] = [];
  let nextId = state.nextTaskId;
  for (const event of batch.events) {
    const task = followUpOf(state, event, at, nextId);
    if (task === undefined) continue;
    scheduled.push(task);
    nextId++;
  }
  const turn = { record: 'turn', at, taken: batch.taken, cancelled: [], actions: [], scheduled } as const;
  const fail = (message: string): TurnPlan => ({
    turn: { ...turn, scheduled: [], end: failure(state, message) },
  });

  if (answer.outcome.kind === 'broken') return fail(answer.outcome.message);
  const difference = findNonDeterminism(state.actions, answer.actions);
  if (difference !== undefined) return fail(difference);

  const actions: ActionTrace[] = [];
  let nextInput: { value: unknown } | undefined;
  for (const [offset, action] of answer.actions.slice(state.actions.length).entries()) {
    actions.push(toTrace(action));
    if (action.actionType === ACTION_TYPE.waitForExternalEvent) continue;
    if (action.actionType === ACTION_TYPE.continueAsNew) continue;
    const task = toTask(action, { ...options, id: nextId, position: state.actions.length + offset });
    if (typeof task === 'string') return fail(task);
    scheduled.push(task);
    nextId++;
  }
  const last = answer.actions.find(({ actionType }) => actionType === ACTION_TYPE.continueAsNew);
  if (last !== undefined && answer.outcome.kind === 'returned') nextInput = { value: parseInput(last.input) };

  const cancelled = findCancelled(state, batch, scheduled, answer.actions);
  const custom = answer.customStatus === undefined ? {} : { customStatus: answer.customStatus };
  const planned: TurnRecord = { ...turn, actions, scheduled, cancelled, ...custom };
  if (answer.outcome.kind === 'waits' || hasOpenTasks(state, batch, scheduled, cancelled))
    return { turn: planned };
  if (nextInput !== undefined) return { turn: planned, nextInput };
  const end: End =
    answer.outcome.kind === 'failed'
      ? failure(state, answer.outcome.message)
      : { status: 'Completed', output: JSON.stringify(answer.outcome.output) };
  return { turn: { ...planned, end } };
}

/** The text that the platform gives a failed instance as its output. */
export function failure({ start }: InstanceState, message: string): End {
  return {
    status: 'Failed',
    output: JSON.stringify(`Orchestrator function '${start.name}' failed: ${message}`),
  };
}

/** What the library schedules by itself when this event arrives. */
function followUpOf(
  state: InstanceState,
  event: ReceivedEvent,
  at: string,
  id: number,
): ScheduledTask | undefined {
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

function toTask(
  action: OrchestratorAction,
  { state, at, problemOf, id, position }: PlanTurnOptions & { id: number; position: number },
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
  const problem = problemOf(kind, name);
  if (problem !== undefined) return problem;
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

/** As the Durable Task Framework names them. */
function subInstanceId({ start }: InstanceState, id: number): string {
  return `${start.executionId}:${id}`;
}

function findNonDeterminism(
  known: readonly ActionTrace[],
  actions: readonly OrchestratorAction[],
): string | undefined {
  for (const [index, before] of known.entries()) {
    const action = actions[index];
    const now = action && toTrace(action);
    if (now?.type === before.type && now.name === before.name) continue;
    const text = (trace: ActionTrace | undefined): string =>
      trace === undefined ? 'none' : `one of type ${trace.type}, "${trace.name ?? ''}"`;
    return (
      'Non-Deterministic workflow detected: ' +
      `action ${index} was ${text(before)} before and is ${text(now)} in this replay`
    );
  }
  return undefined;
}

function toTrace({ actionType, functionName, externalEventName }: OrchestratorAction): ActionTrace {
  const name = functionName ?? externalEventName;
  return { type: actionType, ...(name === undefined ? {} : { name }) };
}

/** Open timers whose action is now marked as cancelled. */
function findCancelled(
  state: InstanceState,
  { events }: Batch,
  scheduled: readonly ScheduledTask[],
  actions: readonly OrchestratorAction[],
): number[] {
  const completed = new Set(events.map(taskIdOf));
  return [...state.open.values(), ...scheduled]
    .filter(
      ({ kind, id, action }) =>
        kind === 'timer' && !completed.has(id) && actions[action]?.isCanceled === true,
    )
    .map(({ id }) => id);
}

/** An instance ends when its last task has ended. Source: Azure/durabletask, TaskOrchestrationExecutor. */
function hasOpenTasks(
  state: InstanceState,
  { events }: Batch,
  scheduled: readonly ScheduledTask[],
  cancelled: readonly number[],
): boolean {
  const ended = new Set([...events.map(taskIdOf), ...cancelled]);
  return [...state.open.keys(), ...scheduled.map(({ id }) => id)].some((id) => !ended.has(id));
}

/** The library encodes a text once more before it passes it on. */
function parseInput(input: unknown): unknown {
  return typeof input === 'string' ? (JSON.parse(input) as unknown) : (input ?? null);
}

function unsupported(actionType: number): string {
  const name =
    Object.entries(ACTION_TYPE).find(([, type]) => type === actionType)?.[0] ?? `action ${actionType}`;
  return `${name} is not supported by the local functions host`;
}
