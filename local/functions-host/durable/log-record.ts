import { type ControlEvent, type ReceivedEvent } from './history-event';

/** Final states of an orchestration. The platform also lists `Canceled`, but nothing produces it. */
export type EndStatus = 'Completed' | 'Failed' | 'Terminated';

/** The task and execution that wait for a sub-orchestration. */
export interface ParentReference {
  readonly instanceId: string;
  readonly executionId: string;
  readonly taskId: number;
}

/** The library's RetryOptions in the format of its messages. */
export interface RetryOptions {
  readonly firstRetryIntervalInMilliseconds: number;
  readonly maxNumberOfAttempts: number;
  readonly backoffCoefficient?: number;
  readonly maxRetryIntervalInMilliseconds?: number;
  readonly retryTimeoutInMilliseconds?: number;
}

export interface Retry {
  readonly options: RetryOptions;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

/** A call of an activity or a sub-orchestration. `input` is the orchestrator's value, not encoded again. */
export interface CallTask {
  readonly kind: 'activity' | 'orchestration';
  readonly id: number;
  /** Position of its action among all actions of the orchestrator. */
  readonly action: number;
  readonly name: string;
  readonly input?: unknown;
  readonly retry?: Retry;
  /** Only for a sub-orchestration. */
  readonly instanceId?: string;
  readonly version?: string;
  /** Whether the orchestrator set `instanceId`. */
  readonly isNamed?: boolean;
}

export interface TimerTask {
  readonly kind: 'timer';
  readonly id: number;
  readonly action: number;
  /** ISO 8601. */
  readonly fireAt: string;
  /** The delay between two attempts of this call; `retry.attempt` is the failed attempt. */
  readonly retryOf?: CallTask;
  /**
   * When the orchestrator continues. A long timer is divided, so this is later than its `fireAt`.
   */
  readonly until?: string;
}

export type ScheduledTask = CallTask | TimerTask;

/** The parts of an action that replays compare: a different action in its place is non-determinism. */
export interface ActionTrace {
  readonly type: number;
  /** Name of the function or the external event. */
  readonly name?: string;
}

/** The start of one execution of an instance, which is the first line of a log. */
export interface StartRecord {
  readonly record: 'start';
  readonly instanceId: string;
  readonly executionId: string;
  readonly name: string;
  readonly version: string | null;
  /** JSON as text; null if there is no input. */
  readonly input: string | null;
  /** Creation time of the instance; continueAsNew does not change it. */
  readonly createdAt: string;
  readonly startedAt: string;
  readonly parent?: ParentReference;
  /** Events that had arrived but were not processed by the previous execution. */
  readonly carried: readonly ReceivedEvent[];
  readonly isSuspended: boolean;
}

/** The arrival of an event. */
export interface ReceivedRecord {
  readonly record: 'received';
  readonly event: ReceivedEvent | ControlEvent;
}

/** One run of the orchestrator with all its results. */
export interface TurnRecord {
  readonly record: 'turn';
  readonly at: string;
  /** Number of arrived events that it processed. */
  readonly taken: number;
  readonly actions: readonly ActionTrace[];
  readonly scheduled: readonly ScheduledTask[];
  /** Cancelled timers. */
  readonly cancelled: readonly number[];
  readonly customStatus?: unknown;
  readonly end?: End;
}

/** `output` is JSON as text. */
export interface End {
  readonly status: EndStatus;
  readonly output: string;
}

/** An end that is not the result of a turn. */
export interface EndRecord {
  readonly record: 'end';
  readonly at: string;
  readonly end: End;
}

export type LogRecord = StartRecord | ReceivedRecord | TurnRecord | EndRecord;
