import { StandInError } from '../../kit';
import {
  type ControlEvent,
  EVENT_TYPE,
  type HistoryEvent,
  isControlEvent,
  type ReceivedEvent,
  taskIdOf,
} from './history-event';
import {
  type ActionTrace,
  type End,
  type LogRecord,
  type ScheduledTask,
  type StartRecord,
  type TurnRecord,
} from './log-record';

export type RuntimeStatus = 'Pending' | 'Running' | 'Suspended' | End['status'];

/**
 * The state that an instance's log describes. Running and reading the log apply the same steps, so the state
 * in memory always equals the state after a restart.
 */
export class InstanceState {
  readonly start: StartRecord;
  /** Events that the orchestrator has processed, in order. */
  readonly history: HistoryEvent[] = [];
  /** Events that it has not processed yet. */
  readonly inbox: ReceivedEvent[];
  /** Tasks without an outcome. */
  readonly open = new Map<number, ScheduledTask>();
  /** All actions of the orchestrator, with compound ones expanded. */
  readonly actions: ActionTrace[] = [];
  nextTaskId = 0;
  turns = 0;
  customStatus: unknown;
  isSuspended: boolean;
  /** Set if a client requested the end and it is not recorded yet. */
  terminateReason: string | undefined;
  end: End | undefined;
  /** ISO 8601. */
  updatedAt: string;

  constructor(start: StartRecord) {
    this.start = start;
    this.inbox = [...start.carried];
    this.isSuspended = start.isSuspended;
    this.updatedAt = start.startedAt;
  }

  /** @throws StandInError `corrupt` if the log does not begin with a start */
  static fromRecords(records: readonly LogRecord[], where: string): InstanceState {
    const [start, ...rest] = records;
    if (start?.record !== 'start')
      throw new StandInError('corrupt', `${where} does not begin with the start of an instance`);
    const state = new InstanceState(start);
    for (const record of rest) state.apply(record, where);
    return state;
  }

  get runtimeStatus(): RuntimeStatus {
    if (this.end !== undefined) return this.end.status;
    if (this.isSuspended) return 'Suspended';
    return this.turns === 0 ? 'Pending' : 'Running';
  }

  /** @throws StandInError `corrupt` */
  apply(record: LogRecord, where = this.start.instanceId): void {
    switch (record.record) {
      case 'received':
        this.#receive(record.event);
        return;
      case 'turn':
        this.#turn(record);
        return;
      case 'end':
        this.#finish(record.end, record.at);
        return;
      case 'start':
        throw new StandInError('corrupt', `${where} holds the start of an instance in its middle`);
    }
  }

  #receive(event: ReceivedEvent | ControlEvent): void {
    if (!isControlEvent(event)) {
      this.inbox.push(event);
      return;
    }
    this.history.push(event);
    this.updatedAt = event.Timestamp;
    if (event.EventType === EVENT_TYPE.executionTerminated) this.terminateReason = event.Input;
    else this.isSuspended = event.EventType === EVENT_TYPE.executionSuspended;
  }

  #turn({ at, taken, actions, scheduled, cancelled, customStatus, end }: TurnRecord): void {
    this.history.push(...this.opening(at));
    for (const event of this.inbox.splice(0, taken)) {
      if (!this.isExpected(event)) continue;
      this.history.push(event);
      const id = taskIdOf(event);
      if (id !== undefined) this.open.delete(id);
    }
    for (const task of scheduled) {
      this.history.push(toScheduledEvent(task, at));
      this.open.set(task.id, task);
      this.nextTaskId = task.id + 1;
    }
    for (const id of cancelled) this.open.delete(id);
    this.actions.push(...actions);
    this.customStatus = customStatus;
    this.turns++;
    this.updatedAt = at;
    if (end !== undefined) this.#finish(end, at);
    this.history.push({ EventType: EVENT_TYPE.orchestratorCompleted, EventId: -1, Timestamp: at });
  }

  #finish(end: End, at: string): void {
    this.end = end;
    this.updatedAt = at;
    this.history.push({
      EventType: EVENT_TYPE.executionCompleted,
      EventId: -1,
      Timestamp: at,
      OrchestrationStatus: end.status,
      Result: end.output,
    });
  }

  /** Events that begin a turn. */
  opening(at: string): HistoryEvent[] {
    const started: HistoryEvent = { EventType: EVENT_TYPE.orchestratorStarted, EventId: -1, Timestamp: at };
    if (this.turns > 0) return [started];
    const { name, input, version, startedAt } = this.start;
    const execution = { Name: name, Input: input, Version: version, Timestamp: startedAt };
    return [started, { EventType: EVENT_TYPE.executionStarted, EventId: -1, ...execution }];
  }

  /** Returns false for the outcome of a task that already has one, or that was cancelled. */
  isExpected(event: ReceivedEvent): boolean {
    const id = taskIdOf(event);
    return id === undefined || this.open.has(id);
  }
}

function toScheduledEvent(task: ScheduledTask, at: string): HistoryEvent {
  const base = { EventId: task.id, Timestamp: at };
  switch (task.kind) {
    case 'activity':
      return { ...base, EventType: EVENT_TYPE.taskScheduled, Name: task.name };
    case 'orchestration':
      return {
        ...base,
        EventType: EVENT_TYPE.subOrchestrationCreated,
        Name: task.name,
        InstanceId: task.instanceId ?? '',
      };
    case 'timer':
      return { ...base, EventType: EVENT_TYPE.timerCreated, FireAt: task.fireAt };
  }
}
