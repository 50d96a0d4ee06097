import { toDetails } from './activity-outcome';
import { EVENT_TYPE, type ReceivedEvent } from './history-event';
import { type End, type ParentReference } from './log-record';

/** How a sub-orchestration's end reaches the one that called it. */
export function toParentEvent({ taskId }: ParentReference, end: End, timestamp: string): ReceivedEvent {
  const base = { EventId: -1, Timestamp: timestamp, TaskScheduledId: taskId };
  if (end.status === 'Completed')
    return { ...base, EventType: EVENT_TYPE.subOrchestrationCompleted, Result: end.output };
  const Reason = String(JSON.parse(end.output));
  return { ...base, EventType: EVENT_TYPE.subOrchestrationFailed, Reason, Details: toDetails(Reason, '') };
}

/** Whether both are one task of one execution: a retry and a later execution of the same parent are others. */
export function isSameParent(a: ParentReference | undefined, b: ParentReference): boolean {
  return a?.instanceId === b.instanceId && a.executionId === b.executionId && a.taskId === b.taskId;
}
