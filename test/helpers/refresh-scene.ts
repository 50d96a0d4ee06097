import { type OrchestrationHandler } from 'durable-functions';
import { cancelRefresh, type CancelRefreshOutcome } from '../../src/lib/refresh/cancel-refresh';
import { endRuns } from '../../src/lib/refresh/end-runs';
import { type ModelResult } from '../../src/lib/refresh/model-result';
import { type PlannedBronze } from '../../src/lib/refresh/plan';
import {
  type RefreshInput,
  type RefreshInstances,
  type RefreshLimits,
  type RunService,
  type SemanticModelRefresher,
} from '../../src/lib/refresh/ports';
import { type RefreshId } from '../../src/lib/refresh/refresh-id';
import { type RefreshChoices, type RefreshRecord, type RunKind } from '../../src/lib/refresh/refresh-record';
import { type RecoverOptions, recoverRefresh } from '../../src/lib/refresh/recover-refresh';
import { RefreshSteps } from '../../src/lib/refresh/refresh-steps';
import { RunSteps } from '../../src/lib/refresh/run-steps';
import { refreshSemanticModel } from '../../src/lib/refresh/semantic-model-step';
import { type StartedRefresh, startRefresh } from '../../src/lib/refresh/start-refresh';
import { createRefreshActivities } from '../../src/lib/refresh/trigger/refresh-activities';
import { ORCHESTRATIONS } from '../../src/lib/refresh/trigger/refresh-names';
import { refreshMedallion } from '../../src/lib/refresh/trigger/refresh-orchestrator';
import { runDownstream } from '../../src/lib/refresh/trigger/run-orchestrator';
import { DurableRunner, type DurableRunnerOptions } from './durable-runner';
import { MemoryPlanStore, MemoryRefreshStore } from './memory-refresh-store';
import { type Script, ScriptedRuns } from './scripted-runs';

export const HANDLERS: ReadonlyMap<string, OrchestrationHandler> = new Map<string, OrchestrationHandler>([
  [ORCHESTRATIONS.refresh, refreshMedallion],
  [ORCHESTRATIONS.run.pipeline, runDownstream],
  [ORCHESTRATIONS.run.job, runDownstream],
]);

export const SUCCEEDS: Script = [{}, { outcome: 'succeeded', status: 'Succeeded' }];

export interface RefreshSceneOptions {
  readonly pipelines?: readonly string[];
  readonly job?: (run: { readonly index: number }) => Script;
  readonly pipeline?: (run: { readonly name: string; readonly index: number }) => Script;
  readonly limits?: Partial<RefreshLimits>;
  /** Power BI; without it the step is left out. */
  readonly semanticModel?: SemanticModelRefresher;

  /** Services in place of the scripted ones. */
  readonly services?: Partial<Readonly<Record<RunKind, RunService>>>;
  readonly pause?: () => Promise<void>;
  /** Called before each activity; may throw in its stead. */
  readonly beforeActivity?: (name: string, input: unknown) => unknown;
  /** See {@link DurableRunnerOptions}. */
  readonly diesIn?: DurableRunnerOptions['diesIn'];
  readonly timerDelay?: DurableRunnerOptions['timerDelay'];
}

/** One event more a call, in one partition. */
export function bronzeOf(events: number): PlannedBronze {
  if (events === 0) return {};
  const head = { incarnation: '20261121T000000000Z', partition: 0, slot: events - 1 };
  return { iot: [{ ...head, lastSequenceNumber: events - 1, lastEnqueuedTime: '2026-11-21T06:00:00.000Z' }] };
}

export function resultOf(model: string, refresh: number, change: Partial<ModelResult> = {}): ModelResult {
  return {
    model,
    refresh,
    outcome: 'committed',
    version: 0,
    rowsRead: 10,
    rowsWritten: 10,
    rowsRemoved: 0,
    rowsDropped: 0,
    newestEventTime: null,
    expectations: [],
    startedAt: '2026-11-21T06:10:00Z',
    endedAt: '2026-11-21T06:10:01Z',
    durationMilliseconds: 1000,
    error: null,
    ...change,
  };
}

/** A refresh in memory: its stages as they are, services that run scripts, a durable host with a clock of its own. */
export class RefreshScene {
  readonly clock = { now: Date.parse('2026-11-21T06:10:00.000Z') };
  readonly store = new MemoryRefreshStore();
  readonly plans = new MemoryPlanStore();
  readonly job: ScriptedRuns;
  readonly pipeline: ScriptedRuns;
  readonly runner: DurableRunner;
  readonly runs: RunSteps;
  readonly limits: RefreshLimits;
  /** Events in Bronze now. */
  events = 1000;
  /** What the models of a refresh report. */
  results: readonly Partial<ModelResult>[] = [{}];
  readonly #hasSemanticModel: boolean;
  readonly #services: Readonly<Record<RunKind, RunService>>;
  #suffixes = 0;
  /** Instances that were started and did not run yet. */
  readonly waiting = new Map<RefreshId, RefreshInput>();
  readonly ended = new Set<RefreshId>();
  /** With which message an instance that has ended failed. */
  failure: string | undefined;

  constructor(options: RefreshSceneOptions = {}) {
    const { pipelines = [], job = () => SUCCEEDS, pipeline = () => SUCCEEDS, beforeActivity } = options;
    this.limits = { pollSeconds: 5, pollMaxSeconds: 60, timeoutMinutes: 120, ...options.limits };
    this.job = new ScriptedRuns(job);
    this.pipeline = new ScriptedRuns(pipeline);
    this.#services = { job: this.job, pipeline: this.pipeline, ...options.services };
    this.#hasSemanticModel = options.semanticModel !== undefined;
    const { store, plans } = this;
    const clock = { now: () => new Date(this.clock.now) };
    const bronze = { read: () => Promise.resolve(bronzeOf(this.events)) };
    const steps = new RefreshSteps({
      store,
      plans,
      bronze,
      clock,
      pipelines,
      pipelinesEveryMinutes: 1440,
      endRuns: this.#endRuns,
    });
    const runs = (this.runs = new RunSteps({ store, services: this.#services, clock }));
    const activities = createRefreshActivities({
      steps: () => steps,
      runs: () => runs,
      refreshSemanticModel: (id) =>
        refreshSemanticModel(id, { store, refresher: options.semanticModel, clock }),
    });
    this.runner = new DurableRunner({
      orchestrations: HANDLERS,
      activities: new Map(
        [...activities].map(([name, activity]) => [
          name,
          async (input: unknown) => {
            // Each call takes a moment, so that no two things happen at once.
            this.clock.now += 20;
            await beforeActivity?.(name, input);
            return activity(input);
          },
        ]),
      ),
      clock: this.clock,
      ...(options.pause !== undefined && { pause: options.pause }),
      ...(options.diesIn !== undefined && { diesIn: options.diesIn }),
      ...(options.timerDelay !== undefined && { timerDelay: options.timerDelay }),
    });
  }

  readonly instances: RefreshInstances = {
    status: (id) =>
      Promise.resolve(
        this.ended.has(id)
          ? { status: 'ended', ...(this.failure !== undefined && { failure: this.failure }) }
          : { status: this.waiting.has(id) ? 'active' : 'absent' },
      ),
    start: (id, input) => {
      this.waiting.set(id, input);
      return Promise.resolve();
    },
    purge: () => Promise.resolve(0),
  };

  start(
    choices: Partial<RefreshChoices> = {},
    instances: RefreshInstances = this.instances,
  ): Promise<StartedRefresh> {
    this.clock.now += 20;
    return startRefresh({
      trigger: 'request',
      pipelines: 'due',
      force: false,
      ...choices,
      ...this.#recovery(instances),
      suffix: () => String(++this.#suffixes).padStart(8, '0'),
    });
  }

  /** What the timers do besides starting refreshes. */
  recover(instances: RefreshInstances = this.instances): ReturnType<typeof recoverRefresh> {
    return recoverRefresh(this.#recovery(instances));
  }

  #recovery(instances: RefreshInstances): RecoverOptions {
    return {
      store: this.store,
      instances,
      limits: this.limits,
      semanticModel: this.#hasSemanticModel,
      clock: { now: () => new Date(this.clock.now) },
      endRuns: this.#endRuns,
    };
  }

  readonly #endRuns: RecoverOptions['endRuns'] = (record) =>
    endRuns(record, {
      store: this.store,
      services: this.#services,
      clock: { now: () => new Date(this.clock.now) },
    });

  /** Runs a started refresh to its end. */
  async complete(id: RefreshId): Promise<RefreshRecord> {
    const input = this.waiting.get(id);
    if (input === undefined) throw new Error(`refresh ${id} was not started`);
    this.plans.results.set(
      input.number,
      this.results.map((change, index) => resultOf(`silver.table_${index}`, input.number, change)),
    );
    await this.runner.run(ORCHESTRATIONS.refresh, { instanceId: id, input });
    this.ended.add(id);
    return this.read(id);
  }

  /** Starts a refresh and runs it to its end. */
  async refresh(choices: Partial<RefreshChoices> = {}): Promise<RefreshRecord> {
    return this.complete((await this.start(choices)).id);
  }

  cancel(id: RefreshId): Promise<CancelRefreshOutcome> {
    const clock = { now: () => new Date(this.clock.now) };
    return cancelRefresh(id, { store: this.store, services: this.#services, clock });
  }

  async read(id: RefreshId): Promise<RefreshRecord> {
    const record = await this.store.readRefresh(id);
    if (record === undefined) throw new Error(`no refresh ${id}`);
    return record.value;
  }
}
