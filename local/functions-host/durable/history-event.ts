/**
 * Types of history events, by the numbers of the library. Source: Azure/azure-functions-durable-js
 * `src/history/HistoryEventType.ts`.
 */
export const EVENT_TYPE = {
  executionStarted: 0,
  executionCompleted: 1,
  executionTerminated: 3,
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
  eventRaised: 15,
  executionSuspended: 19,
  executionResumed: 20,
} as const;

/** Members of every event. `Timestamp` is ISO 8601 in UTC. */
interface EventBase {
  readonly EventId: number;
  readonly Timestamp: string;
}

/** A result or an input is JSON as text; the library parses it. */
export type HistoryEvent = EventBase &
  (
    | {
        readonly EventType: typeof EVENT_TYPE.executionStarted;
        readonly Name: string;
        readonly Input: string | null;
        readonly Version: string | null;
      }
    | {
        readonly EventType: typeof EVENT_TYPE.executionCompleted;
        readonly OrchestrationStatus: string;
        readonly Result: string;
      }
    | { readonly EventType: typeof EVENT_TYPE.taskScheduled; readonly Name: string }
    | {
        readonly EventType: typeof EVENT_TYPE.subOrchestrationCreated;
        readonly Name: string;
        readonly InstanceId: string;
      }
    | { readonly EventType: typeof EVENT_TYPE.timerCreated; readonly FireAt: string }
    | {
        readonly EventType: typeof EVENT_TYPE.orchestratorStarted | typeof EVENT_TYPE.orchestratorCompleted;
      }
    | ReceivedEvent
    | ControlEvent
  );

/** An event from outside the instance, which waits for the next turn. */
export type ReceivedEvent = EventBase &
  (
    | {
        readonly EventType: typeof EVENT_TYPE.taskCompleted | typeof EVENT_TYPE.subOrchestrationCompleted;
        readonly TaskScheduledId: number;
        readonly Result: string;
      }
    | {
        readonly EventType: typeof EVENT_TYPE.taskFailed | typeof EVENT_TYPE.subOrchestrationFailed;
        readonly TaskScheduledId: number;
        readonly Reason: string;
        readonly Details: string;
      }
    | { readonly EventType: typeof EVENT_TYPE.timerFired; readonly TimerId: number; readonly FireAt: string }
    | { readonly EventType: typeof EVENT_TYPE.eventRaised; readonly Name: string; readonly Input: string }
  );

/** A request of a client that takes effect immediately, without a turn. */
export type ControlEvent = EventBase & {
  readonly EventType:
    | typeof EVENT_TYPE.executionTerminated
    | typeof EVENT_TYPE.executionSuspended
    | typeof EVENT_TYPE.executionResumed;
  /** Reason given by the client. */
  readonly Input: string;
};

/** Returns the task that an event completes; undefined for an external event. */
export function taskIdOf(event: ReceivedEvent): number | undefined {
  if ('TaskScheduledId' in event) return event.TaskScheduledId;
  return 'TimerId' in event ? event.TimerId : undefined;
}

export function isControlEvent(event: ReceivedEvent | ControlEvent): event is ControlEvent {
  const { EventType } = event;
  return (
    EventType === EVENT_TYPE.executionTerminated ||
    EventType === EVENT_TYPE.executionSuspended ||
    EventType === EVENT_TYPE.executionResumed
  );
}
