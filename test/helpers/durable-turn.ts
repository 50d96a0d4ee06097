import { DummyOrchestrationContext, type OrchestrationHandler } from 'durable-functions';

type Handle = (trigger: unknown, context: DummyOrchestrationContext) => Promise<unknown>;

/** The library's own executor, what the host calls at each turn; the package has no types for this file. */
const { createOrchestrator } = jest.requireActual<{
  createOrchestrator: (handler: OrchestrationHandler) => Handle;
}>('durable-functions/lib/src/util/testingUtils');

/** An event of a durable history, as the host keeps it. */
export interface HistoryEvent {
  readonly EventType: number;
  readonly EventId: number;
  /** RFC 3339 in UTC. */
  readonly Timestamp: string;
  readonly [member: string]: unknown;
}

/** Numbers of the events that a history has; the names are those of the durable task framework. */
export const EVENT = {
  executionStarted: 0,
  taskScheduled: 4,
  taskCompleted: 5,
  taskFailed: 6,
  subOrchestrationCreated: 7,
  subOrchestrationCompleted: 8,
  subOrchestrationFailed: 9,
  timerCreated: 10,
  timerFired: 11,
  orchestratorStarted: 12,
  orchestratorCompleted: 13,
} as const;

/** Numbers of the actions that an orchestrator answers with. */
export const ACTION = {
  callActivity: 0,
  callActivityWithRetry: 1,
  callSubOrchestrator: 2,
  callSubOrchestratorWithRetry: 3,
  continueAsNew: 4,
  createTimer: 5,
  whenAll: 12,
} as const;

export interface Action {
  readonly actionType: number;
  readonly functionName?: string;
  readonly input?: unknown;
  readonly instanceId?: string;
  readonly fireAt?: string;
  readonly compoundActions?: readonly Action[];
  readonly retryOptions?: {
    readonly firstRetryIntervalInMilliseconds: number;
    readonly maxNumberOfAttempts: number;
    readonly backoffCoefficient?: number;
    readonly maxRetryIntervalInMilliseconds?: number;
  };
}

/** What an orchestrator answers when it is given a history: every action since its start. */
export interface TurnAnswer {
  readonly isDone: boolean;
  readonly actions: readonly Action[];
  readonly output?: unknown;
  readonly error?: string;
}

export interface Instance {
  readonly instanceId: string;
  readonly parentInstanceId?: string | undefined;
  readonly input: unknown;
}

/** Replays a history through an orchestrator, with the payload of a host that speaks schema version 3. */
export async function takeTurn(
  handler: OrchestrationHandler,
  { instanceId, parentInstanceId, input }: Instance,
  history: readonly HistoryEvent[],
): Promise<TurnAnswer> {
  const payload = {
    history: JSON.parse(JSON.stringify(history)) as unknown[],
    input: plain(input),
    instanceId,
    parentInstanceId,
    isReplaying: false,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 2,
    longRunningTimerIntervalDuration: '3.00:00:00',
    maximumShortTimerDuration: '6.00:00:00',
    defaultHttpAsyncRequestSleepTimeMillseconds: 30_000,
  };
  const context = new DummyOrchestrationContext('orchestrator', 'invocation', () => undefined);
  try {
    const state = await createOrchestrator(handler)(payload, context);
    return toAnswer(state);
  } catch (error) {
    // The library throws a failed orchestration's state as text behind a mark.
    const [, text] = (error as Error).message.split('\n\n$OutOfProcData$:');
    if (text === undefined) throw error;
    const state = JSON.parse(text) as { readonly error?: string };
    return { ...toAnswer(state), isDone: true, error: state.error ?? 'failed without a message' };
  }
}

function toAnswer(state: unknown): TurnAnswer {
  const { isDone, actions, output } = plain(state) as {
    isDone: boolean;
    actions: Action[][];
    output?: unknown;
  };
  return { isDone, actions: actions.flat(), ...(output !== undefined && { output }) };
}

/** As it is after a way over the wire. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
