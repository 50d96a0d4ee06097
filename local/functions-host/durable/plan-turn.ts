import { type ReceivedEvent, taskIdOf } from './history-event';
import { type InstanceState } from './instance-state';
import { type ActionTrace, type End, type ScheduledTask, type TurnRecord } from './log-record';
import { ACTION_TYPE, type OrchestratorAction } from './orchestrator-action';
import { type OrchestratorAnswer } from './orchestrator-answer';
import { followUpOf, toTask } from './schedule-task';

/** Actions that are not tasks, or whose task is identified by its name. */
const TAKES_NO_ID: ReadonlySet<number> = new Set([
  ACTION_TYPE.waitForExternalEvent,
  ACTION_TYPE.continueAsNew,
]);

/** The events of one turn. */
export interface Batch {
  /** Number of events taken from the inbox, including those without an open task. */
  readonly taken: number;
  readonly events: readonly ReceivedEvent[];
}

/** The results of a turn. `nextInput` is set if the execution restarts. */
export interface TurnPlan {
  readonly turn: TurnRecord;
  readonly nextInput?: { readonly value: unknown };
}

export interface PlanTurnOptions {
  readonly state: InstanceState;
  readonly batch: Batch;
  readonly answer: OrchestratorAnswer;
  /** ISO 8601: the current time of the orchestrator in this turn. */
  readonly at: string;
}

/**
 * Selects the next events for the orchestrator. One turn may have several. An event for which the library
 * allocates a task id must be the first of its turn. Otherwise the ids of the turn's new actions are unknown.
 * Such events are the delay before a retry, the attempt after it, and the next part of a long timer.
 */
export function nextBatch(state: InstanceState, at: string): Batch {
  const events: ReceivedEvent[] = [];
  const seen = new Set<number>();
  let taken = 0;
  for (const event of state.inbox) {
    const id = taskIdOf(event);
    const isExpected = state.isExpected(event) && !(id !== undefined && seen.has(id));
    if (isExpected) {
      if (events.length > 0 && followUpOf(event, { state, at, id: -1 }) !== undefined) break;
      events.push(event);
      if (id !== undefined) seen.add(id);
    }
    taken++;
  }
  return { taken, events };
}

/** Computes the results of a run of the orchestrator. It is a pure function. */
export function planTurn(options: PlanTurnOptions): TurnPlan {
  const { state, batch, answer, at } = options;
  const scheduled: ScheduledTask[] = [];
  let nextId = state.nextTaskId;
  for (const event of batch.events) {
    const task = followUpOf(event, { state, at, id: nextId });
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
  for (const [position, action] of answer.actions.entries()) {
    if (position < state.actions.length) continue;
    actions.push(toTrace(action));
    if (TAKES_NO_ID.has(action.actionType)) continue;
    const task = toTask(action, { ...options, id: nextId, position });
    if (typeof task === 'string') return fail(task);
    scheduled.push(task);
    nextId++;
  }

  const cancelled = findCancelled(state, batch, scheduled, answer.actions);
  const custom = answer.customStatus === undefined ? {} : { customStatus: answer.customStatus };
  const planned: TurnRecord = { ...turn, actions, scheduled, cancelled, ...custom };
  if (answer.outcome.kind === 'waits' || hasOpenTasks(state, batch, scheduled, cancelled))
    return { turn: planned };
  const next = answer.actions.find(({ actionType }) => actionType === ACTION_TYPE.continueAsNew);
  if (next !== undefined && answer.outcome.kind === 'returned')
    return { turn: planned, nextInput: { value: parseInput(next.input) } };
  const end: End =
    answer.outcome.kind === 'failed'
      ? failure(state, answer.outcome.message)
      : { status: 'Completed', output: JSON.stringify(answer.outcome.output) };
  return { turn: { ...planned, end } };
}

/** Output of a failed instance on the platform. */
export function failure({ start }: InstanceState, message: string): End {
  return {
    status: 'Failed',
    output: JSON.stringify(`Orchestrator function '${start.name}' failed: ${message}`),
  };
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

/** The library encodes a text a second time before it returns it. */
function parseInput(input: unknown): unknown {
  return typeof input === 'string' ? (JSON.parse(input) as unknown) : (input ?? null);
}

/**
 * Compares the earlier actions of an orchestrator with those of this replay, by position, type and name, as
 * the Durable Task Framework does.
 *
 * @returns the first difference
 */
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

/** Returns the parts of an action that replays compare. */
function toTrace({ actionType, functionName, externalEventName }: OrchestratorAction): ActionTrace {
  const name = functionName ?? externalEventName;
  return { type: actionType, ...(name === undefined ? {} : { name }) };
}
