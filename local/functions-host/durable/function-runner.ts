import { type FunctionDefinition } from '../app/function-definition';
import { type HostClock } from '../host/host-clock';
import { type HostLog } from '../host/host-log';
import { type InvocationOutcome } from '../host/worker-process';
import { type WorkerSupervisor } from '../host/worker-supervisor';
import { type WireData } from '../worker/protocol';
import { toActivityEvent, toActivityInput } from './activity-outcome';
import { type DurableOptions } from './durable-options';
import { type ReceivedEvent } from './history-event';
import { type CallTask } from './log-record';
import { type OrchestratorRun, toOrchestratorPayload } from './orchestrator-payload';
import { Semaphore } from '../host/semaphore';

/** Runs orchestrators and activities in the worker, a bounded number at a time. A run whose worker died is run again. */
export class FunctionRunner {
  readonly #supervisor: WorkerSupervisor;
  readonly #clock: HostClock;
  readonly #log: HostLog;
  readonly #functions: ReadonlyMap<string, FunctionDefinition>;
  readonly #orchestrators: Semaphore;
  readonly #activities: Semaphore;
  #isStopping = false;

  constructor({
    functions,
    supervisor,
    clock,
    log,
    options,
  }: {
    readonly functions: readonly FunctionDefinition[];
    readonly supervisor: WorkerSupervisor;
    readonly clock: HostClock;
    readonly log: HostLog;
    readonly options: DurableOptions;
  }) {
    this.#supervisor = supervisor;
    this.#clock = clock;
    this.#log = log;
    this.#functions = new Map(
      functions.map((definition) => [keyOf(definition.triggerType, definition.name), definition]),
    );
    this.#orchestrators = new Semaphore(options.maxConcurrentOrchestratorFunctions);
    this.#activities = new Semaphore(options.maxConcurrentActivityFunctions);
  }

  /** @returns why a function cannot be called; names are compared without case, as on the platform */
  problemOf(kind: CallTask['kind'], name: string): string | undefined {
    if (this.#find(kind, name) !== undefined) return undefined;
    const what = kind === 'activity' ? 'an activity' : 'an orchestrator';
    return `The function '${name}' doesn't exist, is disabled, or is not ${what} function.`;
  }

  /** @returns `lost` only when the host closes */
  runOrchestrator(run: OrchestratorRun): Promise<InvocationOutcome> {
    const definition = this.#find('orchestration', run.start.name);
    if (definition === undefined) {
      const message = this.problemOf('orchestration', run.start.name) ?? '';
      return Promise.resolve({ outcome: 'failed', error: { message } });
    }
    return this.#orchestrators.run(() => {
      const payload = Buffer.from(JSON.stringify(toOrchestratorPayload(run)));
      // As on the platform: the extension binds a text, which the library parses.
      return this.#invoke(definition, { stringAt: 0 }, [payload]);
    });
  }

  /** @returns undefined when the host closes first: it runs again at the next start */
  async runActivity(task: CallTask): Promise<ReceivedEvent | undefined> {
    const timestamp = (): string => this.#clock.now().toISOString();
    const definition = this.#find('activity', task.name);
    if (definition === undefined) {
      const message = this.problemOf('activity', task.name) ?? '';
      return toActivityEvent(task, { outcome: 'failed', error: { message } }, timestamp());
    }
    const outcome = await this.#activities.run(() =>
      this.#invoke(definition, toActivityInput(task.input), []),
    );
    if (outcome.outcome === 'lost') return undefined;
    if (outcome.outcome === 'failed') {
      const { stackTrace, message } = outcome.error;
      this.#log.write('error', `Function.${definition.name}`, stackTrace ?? message);
    }
    return toActivityEvent(task, outcome, timestamp());
  }

  /** Begins no more runs; those that go on may end. */
  stop(): void {
    this.#isStopping = true;
  }

  async #invoke(
    { name, triggerName, clientInputs }: FunctionDefinition,
    data: WireData,
    segments: readonly Buffer[],
  ): Promise<InvocationOutcome> {
    const isClosing = (): boolean => this.#isStopping || this.#supervisor.isClosing;
    while (!isClosing()) {
      const outcome = await this.#supervisor.invokeWhenUp({
        functionName: name,
        inputData: [{ name: triggerName, data }, ...clientInputs],
        triggerMetadata: {},
        segments,
      });
      if (outcome.outcome !== 'lost') return outcome;
      if (outcome.hasTimedOut === true) {
        const message = `The function '${name}' ran longer than functionTimeout`;
        return { outcome: 'failed', error: { message } };
      }
      if (!isClosing())
        this.#log.write('warning', `Function.${name}`, `${outcome.error.message}. It runs again.`);
    }
    return { outcome: 'lost', error: { message: 'The host is closing' } };
  }

  #find(kind: CallTask['kind'], name: string): FunctionDefinition | undefined {
    return this.#functions.get(keyOf(kind === 'activity' ? 'activitytrigger' : 'orchestrationtrigger', name));
  }
}

function keyOf(triggerType: string, name: string): string {
  return `${triggerType} ${name.toLowerCase()}`;
}
