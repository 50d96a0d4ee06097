import { type HostClock } from '../host/host-clock';
import { type InvocationOutcome } from '../host/worker-process';
import { type ControlEvent, EVENT_TYPE, isControlEvent, type ReceivedEvent, taskIdOf } from './history-event';
import { type InstanceLog } from './instance-log';
import { InstanceState } from './instance-state';
import { InstanceTimers } from './instance-timers';
import { type CallTask, type ScheduledTask, type StartRecord, type TurnRecord } from './log-record';
import { toOrchestratorAnswer } from './orchestrator-answer';
import { type OrchestratorRun } from './orchestrator-payload';
import { type Batch, nextBatch, planTurn } from './plan-turn';
import { type DurableFaults } from './durable-faults';

/** Operations of the task hub for an instance. */
export interface InstanceSurroundings {
  readonly clock: HostClock;
  /** Runs the orchestrator function once. `lost`: the host closes. */
  readonly runOrchestrator: (run: OrchestratorRun) => Promise<InvocationOutcome>;
  readonly runActivity: (instance: LiveInstance, task: CallTask) => void;
  readonly startChild: (instance: LiveInstance, task: CallTask) => void;
  readonly schemaVersion: number;
  readonly faults: DurableFaults;
  readonly newId: () => string;
  /** The end of the instance is on disk. */
  readonly onEnd: (instance: LiveInstance) => Promise<void>;
  /** The instance cannot continue because its log cannot be written. */
  readonly onFault: (instance: LiveInstance, error: unknown) => void;
}

/**
 * An instance that has not ended. It accepts events, runs its orchestrator one turn at a time, and writes
 * both to its log.
 */
export class LiveInstance {
  readonly #log: InstanceLog;
  readonly #surroundings: InstanceSurroundings;
  readonly #timers: InstanceTimers;
  #state: InstanceState;
  #loop: Promise<void> | undefined;
  /** True after `resume`, until the end, a fault or `stop`. */
  #isRunning = false;
  /** Its log could not be written, so the state in memory differs from that after a restart. */
  #isFaulty = false;
  #settleGone: () => void = () => undefined;
  /** Resolves when the instance has ended and its log has been moved, or the move has failed. */
  readonly gone = new Promise<void>((resolve) => {
    this.#settleGone = resolve;
  });

  constructor({
    log,
    state,
    surroundings,
  }: {
    log: InstanceLog;
    state: InstanceState;
    surroundings: InstanceSurroundings;
  }) {
    this.#log = log;
    this.#state = state;
    this.#surroundings = surroundings;
    this.#timers = new InstanceTimers(surroundings);
  }

  get id(): string {
    return this.#state.start.instanceId;
  }

  get state(): InstanceState {
    return this.#state;
  }

  get isFaulty(): boolean {
    return this.#isFaulty;
  }

  /** Starts the instance, or continues it from its log. Tasks without an outcome are started again. */
  resume(): void {
    this.#isRunning = true;
    if (this.#state.end === undefined) {
      const arrived = new Set(this.#state.inbox.map(taskIdOf));
      for (const task of this.#state.open.values()) {
        if (arrived.has(task.id)) continue;
        const begin = (): void => {
          this.#begin(task);
        };
        if (task.kind === 'activity') this.#timers.redeliver(task, begin);
        else begin();
      }
    }
    this.#wake();
  }

  /**
   * Accepts an event. Drops the outcome of a task that is no longer open.
   *
   * @returns true when the event is on disk; false if it cannot be written
   */
  async receive(event: ReceivedEvent | ControlEvent, { durable }: { durable: boolean }): Promise<boolean> {
    if (this.#isFaulty) return false;
    if (this.#state.end !== undefined) return true;
    if (!isControlEvent(event)) {
      const id = taskIdOf(event);
      const isKnown = id !== undefined && this.#state.inbox.some((other) => taskIdOf(other) === id);
      if (isKnown || !this.#state.isExpected(event)) return true;
    }
    const record = { record: 'received', event } as const;
    const written = this.#log.append([record], { durable });
    this.#state.apply(record);
    // The turn's record follows the event in the log, so the turn need not wait for the disk.
    this.#wake();
    await this.#guard(written);
    return !this.#isFaulty;
  }

  #wake(): void {
    if (this.#loop !== undefined || !this.#isRunning || !this.#hasWork()) return;
    this.#loop = this.#guard(this.#work()).then(() => {
      this.#loop = undefined;
      this.#wake();
    });
  }

  /** Resolves when all accepted events are on disk. */
  settled(): Promise<void> {
    return this.#log.settled();
  }

  /** Starts no more work and resolves when none is running. An interrupted turn is repeated after a start. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#timers.cancelAll();
    await this.#loop;
    await this.#log.settled();
  }

  #hasWork(): boolean {
    const { end, terminateReason, isSuspended, turns, inbox } = this.#state;
    if (end !== undefined || terminateReason !== undefined) return true;
    return !isSuspended && (turns === 0 || inbox.length > 0);
  }

  async #work(): Promise<void> {
    if (this.#state.end === undefined) {
      if (this.#state.terminateReason !== undefined) await this.#terminate(this.#state.terminateReason);
      else await this.#turn();
    }
    // Reads the state again, because a turn may have ended the instance.
    if (this.#state.end === undefined) return;
    this.#isRunning = false;
    this.#timers.cancelAll();
    await this.#surroundings.onEnd(this);
    this.#settleGone();
  }

  async #turn(): Promise<void> {
    const state = this.#state;
    const at = this.#now();
    const batch = nextBatch(state, at);
    const outcome = await this.#surroundings.runOrchestrator({
      start: state.start,
      isReplaying: state.turns > 0,
      played: [...state.history],
      fresh: [...state.opening(at), ...batch.events],
    });
    if (outcome.outcome === 'lost') this.#isRunning = false;
    // A client's request to end has priority over the actions of the orchestrator.
    if (outcome.outcome === 'lost' || !this.#isRunning || state.terminateReason !== undefined) return;
    const answer = toOrchestratorAnswer(outcome, this.#surroundings.schemaVersion);
    const { turn, nextInput } = planTurn({ state, batch, answer, at });
    if (nextInput === undefined) await this.#keep(turn, batch);
    else await this.#continueAsNew(turn, nextInput.value);
  }

  async #keep(turn: TurnRecord, batch: Batch): Promise<void> {
    const written = this.#log.append([turn], { durable: true });
    this.#state.apply(turn);
    await written;
    for (const id of [...turn.cancelled, ...batch.events.map(taskIdOf)]) this.#timers.cancel(id);
    if (!this.#isRunning || this.#state.end !== undefined) return;
    for (const task of turn.scheduled) {
      if (this.#state.open.has(task.id)) this.#begin(task);
    }
  }

  /**
   * The log starts again, too. As on the platform, events that this execution processed without waiting for
   * them are lost.
   */
  async #continueAsNew(turn: TurnRecord, input: unknown): Promise<void> {
    const { start, inbox, isSuspended } = this.#state;
    const record: StartRecord = {
      ...start,
      executionId: this.#surroundings.newId(),
      input: JSON.stringify(input),
      startedAt: turn.at,
      carried: inbox.slice(turn.taken).filter(({ EventType }) => EventType === EVENT_TYPE.eventRaised),
      isSuspended,
    };
    this.#timers.cancelAll();
    this.#state = new InstanceState(record);
    await this.#log.replace(record);
  }

  async #terminate(reason: string): Promise<void> {
    const end = { status: 'Terminated', output: JSON.stringify(reason) } as const;
    const record = { record: 'end', at: this.#now(), end } as const;
    const written = this.#log.append([record], { durable: true });
    this.#state.apply(record);
    await written;
  }

  /**
   * Time never goes back behind the previous turn or a fired timer, although a clock may be set back or be
   * slow.
   */
  #now(): string {
    const now = this.#surroundings.clock.now().toISOString();
    const fired = this.#state.inbox.flatMap((event) => ('FireAt' in event ? [event.Timestamp] : []));
    return [now, this.#state.updatedAt, ...fired].reduce((a, b) => (a > b ? a : b));
  }

  #begin(task: ScheduledTask): void {
    switch (task.kind) {
      case 'activity':
        this.#surroundings.runActivity(this, task);
        return;
      case 'orchestration':
        this.#surroundings.startChild(this, task);
        return;
      case 'timer':
        this.#timers.start(task, this.#state.start.name, (event) => {
          void this.receive(event, { durable: false });
        });
    }
  }

  /** A log that cannot be written stops the instance. */
  async #guard(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#isFaulty = true;
      this.#isRunning = false;
      this.#timers.cancelAll();
      this.#surroundings.onFault(this, error);
      this.#settleGone();
    }
  }
}
