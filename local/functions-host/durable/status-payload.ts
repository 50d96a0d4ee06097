import { EVENT_TYPE, type HistoryEvent } from './history-event';
import { type InstanceState } from './instance-state';

export interface StatusOptions {
  readonly showInput: boolean;
  readonly showHistory: boolean;
  readonly showHistoryOutput: boolean;
  /** Whether the payload includes `version` and `parentInstanceId`. */
  readonly notifiesParent: boolean;
}

/** Formats an instance for the management API. Times are truncated to seconds, as on the platform. */
export function toStatusPayload(
  state: InstanceState,
  { showInput, showHistory, showHistoryOutput, notifiesParent }: StatusOptions,
): Record<string, unknown> {
  const { start, customStatus, updatedAt, runtimeStatus, history } = state;
  return {
    name: start.name,
    instanceId: start.instanceId,
    runtimeStatus,
    input: showInput ? parse(start.input) : null,
    customStatus: customStatus ?? null,
    output: toOutput(state),
    createdTime: toSeconds(start.createdAt),
    lastUpdatedTime: toSeconds(updatedAt),
    ...(notifiesParent && { version: start.version, parentInstanceId: start.parent?.instanceId ?? null }),
    ...(showHistory ? { historyEvents: toHistory(history, showHistoryOutput) } : {}),
  };
}

/** The output of a suspended instance is the reason of the suspension. */
function toOutput({ end, isSuspended, history }: InstanceState): unknown {
  if (end !== undefined) return parse(end.output);
  if (!isSuspended) return null;
  const suspended = history.findLast(({ EventType }) => EventType === EVENT_TYPE.executionSuspended);
  return suspended !== undefined && 'Input' in suspended ? suspended.Input : null;
}

/**
 * An event that started a task is merged into its outcome; events about runs of the orchestrator are omitted.
 */
function toHistory(history: readonly HistoryEvent[], showOutput: boolean): unknown[] {
  const begun = new Map<number, HistoryEvent>();
  return history.flatMap((event) => {
    const output = (member: 'Result' | 'Input', text: string): object =>
      showOutput ? { [member]: parse(text) } : {};
    const scheduled = (id: number): object => {
      const task = begun.get(id);
      if (task === undefined) return {};
      return { ScheduledTime: task.Timestamp, ...('Name' in task ? { FunctionName: task.Name } : {}) };
    };
    const told = (type: string, members: object): object[] => [
      { EventType: type, ...members, Timestamp: event.Timestamp },
    ];
    switch (event.EventType) {
      case EVENT_TYPE.taskScheduled:
      case EVENT_TYPE.subOrchestrationCreated:
        begun.set(event.EventId, event);
        return [];
      case EVENT_TYPE.orchestratorStarted:
      case EVENT_TYPE.orchestratorCompleted:
        return [];
      case EVENT_TYPE.executionStarted:
        return told('ExecutionStarted', { FunctionName: event.Name });
      case EVENT_TYPE.executionCompleted:
        return told('ExecutionCompleted', {
          OrchestrationStatus: event.OrchestrationStatus,
          ...output('Result', event.Result),
        });
      case EVENT_TYPE.taskCompleted:
      case EVENT_TYPE.subOrchestrationCompleted: {
        const type =
          event.EventType === EVENT_TYPE.taskCompleted
            ? 'TaskCompleted'
            : 'SubOrchestrationInstanceCompleted';
        return told(type, { ...output('Result', event.Result), ...scheduled(event.TaskScheduledId) });
      }
      case EVENT_TYPE.taskFailed:
      case EVENT_TYPE.subOrchestrationFailed: {
        const type =
          event.EventType === EVENT_TYPE.taskFailed ? 'TaskFailed' : 'SubOrchestrationInstanceFailed';
        const { Reason, Details } = event;
        return told(type, { Reason, Details, ...scheduled(event.TaskScheduledId) });
      }
      case EVENT_TYPE.timerCreated:
        return told('TimerCreated', { FireAt: event.FireAt });
      case EVENT_TYPE.timerFired:
        return told('TimerFired', { FireAt: event.FireAt });
      case EVENT_TYPE.eventRaised:
        return told('EventRaised', { Name: event.Name, ...output('Input', event.Input) });
      case EVENT_TYPE.executionTerminated:
        return told('ExecutionTerminated', { Input: event.Input });
      case EVENT_TYPE.executionSuspended:
        return told('ExecutionSuspended', { Reason: event.Input });
      case EVENT_TYPE.executionResumed:
        return told('ExecutionResumed', { Reason: event.Input });
    }
  });
}

function parse(text: string | null): unknown {
  return text === null || text === '' ? null : (JSON.parse(text) as unknown);
}

function toSeconds(time: string): string {
  return `${time.slice(0, 19)}Z`;
}
