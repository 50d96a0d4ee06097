import { type FunctionDefinition } from '../app/function-definition';
import { type HostClock } from '../host/host-clock';
import { type HostLog } from '../host/host-log';
import { type InvocationOutcome } from '../host/worker-process';
import { type InvocationRequest, type WorkerSupervisor } from '../host/worker-supervisor';
import { type WireData } from '../worker/protocol';
import { toActivityEvent, toActivityInput } from './activity-outcome';
import { type DurableExtension } from './durable-extension';
import { type DurableFaults } from './durable-faults';
import { type DurableOptions } from './durable-options';
import { type ReceivedEvent } from './history-event';
import { type CallTask } from './log-record';
import { type OrchestratorRun, toOrchestratorPayload } from './orchestrator-payload';
import { Semaphore } from '../host/semaphore';

/**
 * Runs orchestrators and activities in the worker, with a limit of concurrent runs. As on the platform, a
 * worker that dies fails its runs. Runs that the end of the host interrupts, and orchestrators that exceed
 * the time-out, are repeated.
 */
export class FunctionRunner {
  readonly #supervisor: WorkerSupervisor;
  readonly #clock: HostClock;
  readonly #log: HostLog;
  readonly #functions: ReadonlyMap<string, FunctionDefinition>;
  readonly #orchestrators: Semaphore;
  readonly #activities: Semaphore;
  readonly #faults: DurableFaults;
  readonly #schemaVersion: number;
  #isStopping = false;

  constructor({
    functions,
    supervisor,
    clock,
    log,
    options,
    extension,
    faults,
  }: {
    readonly functions: readonly FunctionDefinition[];
    readonly supervisor: WorkerSupervisor;
    readonly clock: HostClock;
    readonly log: HostLog;
    readonly options: DurableOptions;
    readonly extension: DurableExtension;
    readonly faults: DurableFaults;
  }) {
    this.#supervisor = supervisor;
    this.#clock = clock;
    this.#log = log;
    this.#faults = faults;
    this.#schemaVersion = extension.schemaVersion;
    this.#functions = new Map(
      functions.map((definition) => [keyOf(definition.triggerType, definition.name), definition]),
    );
    this.#orchestrators = new Semaphore(options.maxConcurrentOrchestratorFunctions);
    this.#activities = new Semaphore(options.maxConcurrentActivityFunctions);
  }

  /** @returns why a function cannot be called; names ignore case, as on the platform */
  problemOf(kind: CallTask['kind'], name: string): string | undefined {
    if (this.#find(kind, name) !== undefined) return undefined;
    const what = kind === 'activity' ? 'an activity' : 'an orchestrator';
    return `The function '${name}' doesn't exist, is disabled, or is not ${what} function.`;
  }

  /** @returns `lost` only if the host closes */
  runOrchestrator(run: OrchestratorRun): Promise<InvocationOutcome> {
    const definition = this.#find('orchestration', run.start.name);
    if (definition === undefined) {
      const message = this.problemOf('orchestration', run.start.name) ?? '';
      return Promise.resolve({ outcome: 'failed', error: { message } });
    }
    return this.#orchestrators.run(async () => {
      const payload = Buffer.from(JSON.stringify(toOrchestratorPayload(run, this.#schemaVersion)));
      while (!this.#isClosing()) {
        // As on the platform, the extension binds a text, which the library parses.
        const outcome = await this.#invoke(definition, { stringAt: 0 }, [payload]);
        if (outcome.outcome !== 'lost' || this.#isClosing()) return outcome;
        if (outcome.hasTimedOut !== true) return deadTurn(outcome.error.message);
        this.#log.write(
          'warning',
          `Function.${definition.name}`,
          `${outcome.error.message}. It will run again.`,
        );
      }
      return CLOSING;
    });
  }

  /** @returns undefined if the host closes first; the activity runs again at the next start */
  async runActivity(task: CallTask): Promise<ReceivedEvent | undefined> {
    const definition = this.#find('activity', task.name);
    // The work item is never processed: the orchestration waits forever, unless a later version of the app
    // has the function.
    if (definition === undefined) {
      this.#log.write('warning', 'Host.Triggers.DurableTask', this.problemOf('activity', task.name) ?? '');
      return undefined;
    }
    const outcome = await this.#activities.run(() =>
      this.#invoke(definition, toActivityInput(task.input), []),
    );
    const timestamp = this.#clock.now().toISOString();
    if (outcome.outcome === 'lost') {
      if (this.#isClosing()) return undefined;
      const message =
        outcome.hasTimedOut === true
          ? `The function '${definition.name}' ran longer than functionTimeout`
          : outcome.error.message;
      return toActivityEvent(task, { outcome: 'failed', error: { message } }, timestamp);
    }
    if (outcome.outcome === 'failed') {
      const { stackTrace, message } = outcome.error;
      this.#log.write('error', `Function.${definition.name}`, stackTrace ?? message);
    }
    return toActivityEvent(task, outcome, timestamp);
  }

  /** Starts no more runs; running ones may end. */
  stop(): void {
    this.#isStopping = true;
  }

  async #invoke(
    { name, triggerName, clientInputs }: FunctionDefinition,
    data: WireData,
    segments: readonly Buffer[],
  ): Promise<InvocationOutcome> {
    if (this.#isClosing()) return CLOSING;
    const request: InvocationRequest = {
      functionName: name,
      inputData: [{ name: triggerName, data }, ...clientInputs],
      triggerMetadata: {},
      segments,
    };
    if (this.#faults.take('kill-turn', name)) return this.#killWorker();
    return this.#supervisor.invokeWhenUp(request);
  }

  /** Kills the worker directly: a request to stop could be answered before it ends. */
  async #killWorker(): Promise<InvocationOutcome> {
    const worker = await this.#supervisor.whenUp(WHEN_UP_MILLISECONDS);
    worker?.kill();
    const message = worker === undefined ? 'There was no worker' : await worker.exited;
    return { outcome: 'lost', error: { message } };
  }

  #isClosing(): boolean {
    return this.#isStopping || this.#supervisor.isClosing;
  }

  #find(kind: CallTask['kind'], name: string): FunctionDefinition | undefined {
    return this.#functions.get(keyOf(kind === 'activity' ? 'activitytrigger' : 'orchestrationtrigger', name));
  }
}

/** A lost worker restarts in a few seconds. */
const WHEN_UP_MILLISECONDS = 10_000;

const CLOSING: InvocationOutcome = { outcome: 'lost', error: { message: 'The host is closing' } };

function keyOf(triggerType: string, name: string): string {
  return `${triggerType} ${name.toLowerCase()}`;
}

/**
 * Message of DurableTask.Core for a replay that did not schedule the tasks of its history, because its worker
 * had ended.
 */
function deadTurn(reason: string): InvocationOutcome {
  const message = `Non-Deterministic workflow detected: the worker ended within a turn of the orchestrator, whose replay then lacked what was scheduled before (${reason})`;
  return { outcome: 'failed', error: { message } };
}
