import { Background, toText } from './background';
import { type ControlEvent, EVENT_TYPE, type ReceivedEvent } from './history-event';
import { FunctionRunner } from './function-runner';
import { InstanceFiles } from './instance-files';
import { InstanceState } from './instance-state';
import { type InstanceSurroundings, LiveInstance } from './live-instance';
import { type CallTask, type StartRecord } from './log-record';
import { isSameParent, toParentEvent } from './activity-outcome';
import {
  type DeliveryOutcome,
  type StartOutcome,
  type StartRequest,
  type TaskHubOptions,
} from './task-hub-options';

const CATEGORY = 'Host.Triggers.DurableTask';

/**
 * All instances of an app. It runs those that have not ended, reads those that have, and delivers messages
 * between them.
 */
export class TaskHub {
  readonly files: InstanceFiles;
  readonly #live = new Map<string, LiveInstance>();
  readonly #runner: FunctionRunner;
  readonly #surroundings: InstanceSurroundings;
  readonly #options: TaskHubOptions;
  readonly #background: Background;
  #isStarted = false;
  #isStopping = false;

  constructor(options: TaskHubOptions) {
    const { directory, clock } = options;
    this.#options = options;
    this.files = new InstanceFiles(directory);
    this.#runner = new FunctionRunner(options);
    this.#background = new Background((error) => {
      options.log.write('critical', CATEGORY, toText(error));
    });
    this.#surroundings = {
      clock,
      runOrchestrator: (run) => this.#runner.runOrchestrator(run),
      runActivity: (instance, task) => {
        this.#background.run(this.#runActivity(instance, task));
      },
      startChild: (instance, task) => {
        this.#background.run(this.#startChild(instance, task));
      },
      schemaVersion: options.extension.schemaVersion,
      faults: options.faults,
      newId,
      onEnd: (instance) => this.#onEnd(instance),
      onFault: ({ id }, error) => {
        this.#options.log.write('critical', CATEGORY, `Instance "${id}" is stopped: ${toText(error)}`);
      },
    };
  }

  /** Running instances, without order. */
  get live(): readonly LiveInstance[] {
    return [...this.#live.values()];
  }

  /** Loads the instances that have not ended. It must be called before all other methods. */
  async load(): Promise<void> {
    await this.files.prepare();
    for (const { log, state } of await this.files.readRunning()) {
      const instance = new LiveInstance({ log, state, surroundings: this.#surroundings });
      this.#live.set(instance.id, instance);
    }
  }

  /** Continues every instance from the end of its log. */
  start(): Promise<void> {
    this.#isStarted = true;
    for (const instance of this.live) instance.resume();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#runner.stop();
    await Promise.all(this.live.map((instance) => instance.stop()));
    // Results of activities that end now are stored, so that they need not run again.
    await this.#background.settled();
  }

  async startInstance(request: StartRequest): Promise<StartOutcome> {
    const instanceId = request.instanceId ?? newId();
    const existing = await this.#unlessEnded(instanceId);
    if (existing !== undefined) return { outcome: 'exists', status: existing.state.runtimeStatus };
    await this.#create(instanceId, request);
    return { outcome: 'started', instanceId };
  }

  /** @param input JSON as text */
  raiseEvent(instanceId: string, name: string, input: string): Promise<DeliveryOutcome> {
    return this.#deliver(instanceId, {
      EventType: EVENT_TYPE.eventRaised,
      Name: name,
      Input: input,
      ...this.#base(),
    });
  }

  control(instanceId: string, type: ControlEvent['EventType'], reason: string): Promise<DeliveryOutcome> {
    return this.#deliver(instanceId, { EventType: type, Input: reason, ...this.#base() });
  }

  /** Returns whether an instance accepts events now. */
  async reach(instanceId: string): Promise<DeliveryOutcome> {
    const live = this.#live.get(instanceId);
    // If the log of an instance cannot be written, its end is only in memory; the delivery reports the error.
    if (live !== undefined) return live.state.end === undefined || live.isFaulty ? 'accepted' : 'ended';
    return (await this.files.readFinished(instanceId)) === undefined ? 'notFound' : 'ended';
  }

  /** Returns the stored state of an instance. */
  async find(instanceId: string): Promise<InstanceState | undefined> {
    const live = this.#live.get(instanceId);
    if (live === undefined) return this.files.readFinished(instanceId);
    await live.settled();
    return live.state;
  }

  async purge(instanceId: string): Promise<'purged' | 'notFound' | 'running'> {
    if ((await this.#unlessEnded(instanceId)) !== undefined) return 'running';
    return (await this.files.removeFinished(instanceId)) ? 'purged' : 'notFound';
  }

  async #deliver(instanceId: string, event: ReceivedEvent | ControlEvent): Promise<DeliveryOutcome> {
    const outcome = await this.reach(instanceId);
    if (outcome !== 'accepted') return outcome;
    const isKept = await this.#live.get(instanceId)?.receive(event, { durable: true });
    if (isKept === false) throw new Error(`the log of instance "${instanceId}" cannot be written`);
    return outcome;
  }

  /** Waits until an ended instance has been moved, so that its id can be used again. */
  async #unlessEnded(instanceId: string): Promise<LiveInstance | undefined> {
    for (;;) {
      const live = this.#live.get(instanceId);
      if (live?.state.end === undefined || live.isFaulty) return live;
      await live.gone;
    }
  }

  /** The caller must not wait between the check of the id and this call. */
  async #create(
    instanceId: string,
    { name, input, version, parent }: Omit<StartRequest, 'instanceId'>,
  ): Promise<void> {
    const now = this.#now();
    const start: StartRecord = {
      record: 'start',
      instanceId,
      executionId: newId(),
      name,
      version,
      input,
      createdAt: now,
      startedAt: now,
      ...(parent === undefined ? {} : { parent }),
      carried: [],
      isSuspended: false,
    };
    const log = this.files.runningLog(instanceId);
    const instance = new LiveInstance({
      log,
      state: new InstanceState(start),
      surroundings: this.#surroundings,
    });
    this.#live.set(instanceId, instance);
    try {
      await log.replace(start);
      await this.files.syncRunning();
      await this.files.removeFinished(instanceId);
    } catch (error) {
      this.#live.delete(instanceId);
      throw error;
    }
    this.#options.log.write('information', CATEGORY, `"${name}" starts as instance "${instanceId}"`);
    if (this.#isStarted && !this.#isStopping) instance.resume();
  }

  async #runActivity(instance: LiveInstance, task: CallTask): Promise<void> {
    const event = await this.#runner.runActivity(task);
    if (event === undefined) return;
    await instance.receive(event, { durable: false });
    if (!this.#options.faults.take('redeliver-activity', task.name)) return;
    const again = await this.#runner.runActivity(task);
    if (again !== undefined) await instance.receive(again, { durable: false });
  }

  /** Starts a sub-orchestration unless it is already started. If it has ended, delivers its outcome. */
  async #startChild(instance: LiveInstance, task: CallTask): Promise<void> {
    const { instanceId = '', name, input, version = null } = task;
    const unknown = this.#runner.problemOf('orchestration', name);
    if (unknown !== undefined) {
      // As on the platform, the parent gets no event and waits forever.
      this.#options.log.write('warning', CATEGORY, unknown);
      return;
    }
    const parent = {
      instanceId: instance.id,
      executionId: instance.state.start.executionId,
      taskId: task.id,
    };
    const existing = await this.#unlessEnded(instanceId);
    const finished = existing === undefined ? await this.files.readFinished(instanceId) : undefined;
    if (isSameParent(existing?.state.start.parent, parent) || this.#isStopping) return;
    if (isSameParent(finished?.start.parent, parent) && finished !== undefined) {
      await this.#notifyParent(finished);
      return;
    }
    // Checks again, because another instance may have taken the id meanwhile.
    const problem =
      this.#live.has(instanceId) &&
      `the instance "${instanceId}" has not ended, so no sub-orchestration can have its id`;
    if (problem !== false) {
      const failed = { EventType: EVENT_TYPE.subOrchestrationFailed, TaskScheduledId: task.id } as const;
      await instance.receive(
        { ...failed, Reason: problem, Details: '', ...this.#base() },
        { durable: false },
      );
      return;
    }
    await this.#create(instanceId, { name, input: JSON.stringify(input ?? null), version, parent });
  }

  /** The log is moved after the parent has the outcome, so that a restart in between finds both. */
  async #onEnd(instance: LiveInstance): Promise<void> {
    const { start, end } = instance.state;
    const isFailure = end?.status === 'Failed';
    const text = `"${start.name}", instance "${instance.id}": ${end?.status ?? ''}${isFailure ? `: ${end.output}` : ''}`;
    this.#options.log.write(isFailure ? 'error' : 'information', CATEGORY, text);
    await this.#notifyParent(instance.state);
    await this.files.finish(instance.id);
    this.#live.delete(instance.id);
  }

  async #notifyParent({ start, end }: InstanceState): Promise<void> {
    const { parent } = start;
    if (parent === undefined || end === undefined) return;
    const instance = this.#live.get(parent.instanceId);
    if (instance?.state.start.executionId !== parent.executionId) return;
    await instance.receive(toParentEvent(parent, end, this.#now()), { durable: false });
  }

  #base(): { EventId: number; Timestamp: string } {
    return { EventId: -1, Timestamp: this.#now() };
  }

  #now(): string {
    return this.#options.clock.now().toISOString();
  }
}

/** Formats a Guid as .NET's format "N". */
function newId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
