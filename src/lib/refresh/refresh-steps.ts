import { isSluiceError, SluiceError } from '../platform/errors';
import { batchOfPipeline, countNewEvents, isSameBatch, type Plan, toSourceWatermarks } from './plan';
import { type PlannedBatch } from './details-api';
import { changeCurrent } from './change-current';
import { type BronzeHeads, type PlanStore, type RefreshStore } from './ports';
import { type FinishOptions, type FinishOutcome, finishRefresh } from './finish-refresh';
import { checkQuality } from './quality-gate';
import { type RefreshId, type RefreshNumber } from './refresh-id';
import {
  type CurrentRefresh,
  type PipelineRecord,
  type RefreshEnd,
  type RefreshEndState,
  type RefreshRecord,
} from './refresh-record';

export interface RefreshStepsOptions extends FinishOptions {
  readonly store: RefreshStore;
  readonly plans: PlanStore;
  readonly bronze: BronzeHeads;
  /** Pipelines that copy batch sources. */
  readonly pipelines: readonly string[];
  /** A pipeline is due if its newest complete run is older than this. */
  readonly pipelinesEveryMinutes: number;
}

/** `ended`: this refresh has ended before, so a repeated start of its id does nothing. */
export type BeginOutcome =
  | { readonly outcome: 'begun'; readonly pipelines: readonly string[] }
  | { readonly outcome: 'ended'; readonly state: RefreshEndState };

export type PlanOutcome =
  | { readonly outcome: 'planned'; readonly newEvents: number }
  | { readonly outcome: 'nothing-new' | 'cancel-requested' };

/** The results of a refresh's models in short, as the orchestration needs them. */
export interface QualityOutcome {
  readonly outcome: 'checked';
  readonly passed: boolean;
  readonly models: number;
  readonly reasons: readonly string[];
}

/** A step that would fail again, so the refresh fails. */
export interface FailedStep {
  readonly outcome: 'failed';
  readonly reason: string;
}

/** Limits of the reasons in the row and the durable history. The results of the models have all of them. */
const MAX_REASONS = 10;
const MAX_REASON = 1000;

/** The steps of a refresh between its downstream runs. Each step may be repeated. */
export class RefreshSteps {
  readonly #options: RefreshStepsOptions;

  constructor(options: RefreshStepsOptions) {
    this.#options = options;
  }

  /** The row of a refresh, for telemetry. */
  async describe(id: RefreshId): Promise<RefreshRecord | undefined> {
    return (await this.#options.store.readRefresh(id))?.value;
  }

  begin(id: RefreshId): Promise<BeginOutcome | FailedStep> {
    return orFailed(() => this.#begin(id));
  }

  async #begin(id: RefreshId): Promise<BeginOutcome> {
    const { store, clock, pipelines, pipelinesEveryMinutes } = this.#options;
    const { state, pipelines: choice } = await this.#read(id);
    if (state !== 'running') return { outcome: 'ended', state };
    if (choice === 'none') return { outcome: 'begun', pipelines: [] };
    const records = choice === 'all' ? [] : await store.listPipelines();
    const dueBefore = clock.now().getTime() - pipelinesEveryMinutes * 60_000;
    const isFresh = ({ completedAt }: PipelineRecord): boolean => Date.parse(completedAt) > dueBefore;
    const fresh = new Set(records.filter(isFresh).map(({ pipeline }) => pipeline));
    return { outcome: 'begun', pipelines: pipelines.filter((pipeline) => !fresh.has(pipeline)) };
  }

  /** Writes the plan, unless there is nothing new since the last plan that every model has processed. */
  plan(id: RefreshId): Promise<PlanOutcome | FailedStep> {
    return orFailed(() => this.#plan(id));
  }

  async #plan(id: RefreshId): Promise<PlanOutcome> {
    const { store, plans, clock } = this.#options;
    const { number, force, rebuild, cancelRequestedAt } = await this.#read(id);
    if (cancelRequestedAt !== undefined) return { outcome: 'cancel-requested' };
    const current = await this.#current(id);
    const previous = current.lastPlan === number ? await this.#previousOf(number) : current.lastPlan;
    const before = previous === undefined ? undefined : await this.#readPlan(previous);

    let plan = await plans.readPlan(number);
    if (plan === undefined) {
      const asOf = clock.now().toISOString();
      const bronze = await this.#options.bronze.read(before?.bronze ?? {});
      const batch = { ...before?.batch, ...(await this.#batches()) };
      const isSame =
        before !== undefined &&
        countNewEvents(bronze, before.bronze) === 0 &&
        isSameBatch(batch, before.batch);
      const isEmpty = before === undefined && countNewEvents(bronze, {}) === 0 && isSameBatch(batch, {});
      if (
        !force &&
        rebuild === undefined &&
        (isEmpty || (isSame && current.lastCompletedPlan === previous))
      ) {
        return { outcome: 'nothing-new' };
      }
      plan = await plans.createPlan({
        refresh: number,
        refreshId: id,
        previous: previous ?? null,
        asOf,
        bronze,
        batch,
        ...(rebuild !== undefined && { rebuild }),
      });
    }
    const newEvents = countNewEvents(plan.bronze, before?.bronze ?? {});
    await changeCurrent(store, id, { lastPlan: number });
    await store.changeRefresh(number, { plannedAt: plan.asOf, newEvents });
    return { outcome: 'planned', newEvents };
  }

  /** Reads the results of the models, stores their counts, and advances the watermark of each table at this refresh. */
  checkQuality(id: RefreshId): Promise<QualityOutcome | FailedStep> {
    return orFailed(() => this.#checkQuality(id));
  }

  async #checkQuality(id: RefreshId): Promise<QualityOutcome> {
    const { store, plans, clock } = this.#options;
    const { number } = await this.#read(id);
    const plan = await this.#readPlan(number);
    const results = await plans.readResults(number);
    const result = checkQuality(results);
    const watermark = {
      refresh: number,
      asOf: plan.asOf,
      sources: mapValues(toSourceWatermarks(plan.bronze), ({ lastEnqueuedTime }) => lastEnqueuedTime),
    };
    for (const { model, outcome } of results) {
      if (outcome !== 'failed') await store.writeWatermark({ table: model, ...watermark });
    }
    await store.changeRefresh(number, { checkedAt: clock.now().toISOString(), counts: result.counts });
    const reasons = result.reasons.slice(0, MAX_REASONS).map((reason) => reason.slice(0, MAX_REASON));
    return { outcome: 'checked', passed: result.passed, models: results.length, reasons };
  }

  /** See {@link finishRefresh}. */
  finish(id: RefreshId, end: RefreshEnd, powerBiFailure?: string): Promise<FinishOutcome> {
    return finishRefresh(id, { end, ...(powerBiFailure !== undefined && { powerBiFailure }) }, this.#options);
  }

  async #read(id: RefreshId): Promise<RefreshRecord> {
    const record = await this.#options.store.readRefresh(id);
    if (record !== undefined) return record.value;
    throw new SluiceError('refresh_invariant', `refresh ${id} has no row`, { kind: 'permanent' });
  }

  async #readPlan(number: RefreshNumber): Promise<Plan> {
    const plan = await this.#options.plans.readPlan(number);
    if (plan !== undefined) return plan;
    throw new SluiceError('refresh_invariant', `the plan of refresh ${number} does not exist any more`, {
      kind: 'permanent',
    });
  }

  /** A repeated step finds its own plan as the newest; that plan has the previous one. */
  async #previousOf(number: RefreshNumber): Promise<RefreshNumber | undefined> {
    return (await this.#readPlan(number)).previous ?? undefined;
  }

  async #current(id: RefreshId): Promise<CurrentRefresh> {
    const current = await this.#options.store.readCurrent();
    if (current?.value.id === id) return current.value;
    throw new SluiceError('refresh_invariant', `refresh ${id} does not hold the claim any more`, {
      kind: 'permanent',
    });
  }

  async #batches(): Promise<Record<string, PlannedBatch>> {
    const pipelines = await this.#options.store.listPipelines();
    return Object.fromEntries(
      pipelines.map(({ pipeline, runId }) => {
        const { source, path } = batchOfPipeline(pipeline, runId);
        return [source, { runId, path }];
      }),
    );
  }
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

async function orFailed<T>(step: () => Promise<T>): Promise<T | FailedStep> {
  try {
    return await step();
  } catch (error) {
    if (!isSluiceError(error) || error.kind === 'transient') throw error;
    return { outcome: 'failed', reason: error.message };
  }
}
