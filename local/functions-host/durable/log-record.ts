import { type ControlEvent, type ReceivedEvent } from './history-event';

/** The states that an orchestration ends in. `Canceled` exists on the platform's list and nothing produces it. */
export type EndStatus = 'Completed' | 'Failed' | 'Terminated';

/** Which task of which execution waits for a sub-orchestration. */
export interface ParentReference {
  readonly instanceId: string;
  readonly executionId: string;
  readonly taskId: number;
}

/** Options of the library's RetryOptions, as they travel. */
export interface RetryOptions {
  readonly firstRetryIntervalInMilliseconds: number;
  readonly maxNumberOfAttempts: number;
  readonly backoffCoefficient?: number;
  readonly maxRetryIntervalInMilliseconds?: number;
  readonly retryTimeoutInMilliseconds?: number;
}

export interface Retry {
  readonly options: RetryOptions;
  /** 1 for the first. */
  readonly attempt: number;
}

/** A call of an activity or of a sub-orchestration. `input` is what the orchestrator gave, not encoded again. */
export interface CallTask {
  readonly kind: 'activity' | 'orchestration';
  readonly id: number;
  /** Position of its action among all that the orchestrator ever took. */
  readonly action: number;
  readonly name: string;
  readonly input?: unknown;
  readonly retry?: Retry;
  /** Of a sub-orchestration. */
  readonly instanceId?: string;
  readonly version?: string;
  /** Whether the orchestrator chose `instanceId`. */
  readonly isNamed?: boolean;
}

export interface TimerTask {
  readonly kind: 'timer';
  readonly id: number;
  readonly action: number;
  /** ISO 8601. */
  readonly fireAt: string;
  /** The pause between two attempts of this call; `retry.attempt` is the attempt that failed. */
  readonly retryOf?: CallTask;
  /** When the orchestrator wants to be woken; later than `fireAt` for a timer that is divided because it is long. */
  readonly until?: string;
}

export type ScheduledTask = CallTask | TimerTask;

/** An action as far as replays are compared: another one in its place is non-determinism. */
export interface ActionTrace {
  readonly type: number;
  /** Of the function or the external event. */
  readonly name?: string;
}

/** One execution of an instance begins. It is the first line of a log. */
export interface StartRecord {
  readonly record: 'start';
  readonly instanceId: string;
  readonly executionId: string;
  readonly name: string;
  readonly version: string | null;
  /** JSON as text; null when none was given. */
  readonly input: string | null;
  /** When the instance was made; continueAsNew does not change it. */
  readonly createdAt: string;
  readonly startedAt: string;
  readonly parent?: ParentReference;
  /** What had arrived and was not yet seen by the execution before. */
  readonly carried: readonly ReceivedEvent[];
  readonly isSuspended: boolean;
}

/** Something arrived. */
export interface ReceivedRecord {
  readonly record: 'received';
  readonly event: ReceivedEvent | ControlEvent;
}

/** The orchestrator ran once; everything that follows from it, as a whole. */
export interface TurnRecord {
  readonly record: 'turn';
  readonly at: string;
  /** How many of the events that had arrived it saw. */
  readonly taken: number;
  readonly actions: readonly ActionTrace[];
  readonly scheduled: readonly ScheduledTask[];
  /** Timers that were given up. */
  readonly cancelled: readonly number[];
  readonly customStatus?: unknown;
  readonly end?: End;
}

/** `output` is JSON as text. */
export interface End {
  readonly status: EndStatus;
  readonly output: string;
}

/** An end that no turn brought. */
export interface EndRecord {
  readonly record: 'end';
  readonly at: string;
  readonly end: End;
}

export type LogRecord = StartRecord | ReceivedRecord | TurnRecord | EndRecord;
