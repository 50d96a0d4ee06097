import { type InvocationOutcome } from '../host/worker-process';
import { type WireData } from '../worker/protocol';
import { EVENT_TYPE, type ReceivedEvent } from './history-event';
import { type CallTask, type End, type ParentReference } from './log-record';

/**
 * Encodes the input of an activity: a text is unchanged, because the library has already encoded it; other
 * values become JSON.
 */
export function toActivityInput(input: unknown): WireData {
  return typeof input === 'string' ? { string: input } : { json: JSON.stringify(input ?? null) };
}

/** Creates the event with the outcome of an activity, for the orchestrator. */
export function toActivityEvent(
  { id, name }: CallTask,
  outcome: Exclude<InvocationOutcome, { outcome: 'lost' }>,
  timestamp: string,
): ReceivedEvent {
  const base = { EventId: -1, Timestamp: timestamp, TaskScheduledId: id };
  if (outcome.outcome === 'failed') {
    const { message, stackTrace = '' } = outcome.error;
    const Reason = `Activity function '${name}' failed: ${message}`;
    return { ...base, EventType: EVENT_TYPE.taskFailed, Reason, Details: toDetails(message, stackTrace) };
  }
  const Result = toResult(outcome.message.returnValue, outcome.segments);
  return { ...base, EventType: EVENT_TYPE.taskCompleted, Result };
}

/** Encodes a return value as JSON; bytes are Base64, as the platform's serialiser writes them. */
function toResult(value: WireData | undefined, segments: readonly Buffer[]): string {
  if (value === undefined) return 'null';
  if ('json' in value) return value.json;
  if ('string' in value) return JSON.stringify(value.string);
  if ('int' in value) return JSON.stringify(value.int);
  if ('double' in value) return JSON.stringify(value.double);
  if ('bytesAt' in value)
    return JSON.stringify((segments[value.bytesAt] ?? Buffer.alloc(0)).toString('base64'));
  throw new TypeError(`an activity returned data of an unknown kind: ${Object.keys(value).join(', ')}`);
}

/**
 * Details of a failure: the exception with its stacks, as the extension serialises it. The library appends
 * them to the reason, so an app that shows a reason shows all of this.
 */
export function toDetails(message: string, stackTrace: string): string {
  return JSON.stringify({
    $type: 'System.Exception, System.Private.CoreLib',
    ClassName: 'System.Exception',
    Message: message,
    Data: null,
    InnerException: null,
    HelpURL: null,
    StackTraceString: stackTrace === '' ? null : stackTrace,
    RemoteStackTraceString: null,
    HResult: -2146233088,
    Source: null,
  });
}

/** Creates the event with the outcome of a sub-orchestration, for the calling orchestrator. */
export function toParentEvent({ taskId }: ParentReference, end: End, timestamp: string): ReceivedEvent {
  const base = { EventId: -1, Timestamp: timestamp, TaskScheduledId: taskId };
  if (end.status === 'Completed')
    return { ...base, EventType: EVENT_TYPE.subOrchestrationCompleted, Result: end.output };
  const Reason = String(JSON.parse(end.output));
  return { ...base, EventType: EVENT_TYPE.subOrchestrationFailed, Reason, Details: toDetails(Reason, '') };
}

/**
 * Returns whether both are one task of one execution. A retry, or a later execution of the same parent, is
 * another task.
 */
export function isSameParent(a: ParentReference | undefined, b: ParentReference): boolean {
  return a?.instanceId === b.instanceId && a.executionId === b.executionId && a.taskId === b.taskId;
}
