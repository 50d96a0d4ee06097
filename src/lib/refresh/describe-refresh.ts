import { type RefreshDetails } from './api';
import { toRefreshSummary } from './to-refresh-summary';
import { type RefreshRun, type RefreshStep } from './details-api';
import { toSourceWatermarks } from './plan';
import { type PlanStore, type RefreshStore } from './ports';
import { checkQuality } from './quality-gate';
import { type RefreshId } from './refresh-id';
import { type RefreshRecord, type RunKind, type RunRecord, type SemanticModelRecord } from './refresh-record';

export interface DescribeRefreshOptions {
  readonly store: RefreshStore;
  readonly plans: PlanStore;
}

/**
 * All that is known of one refresh: its steps, the runs downstream with their ids and tasks, what its plan takes in, what
 * each model reports, and how far each table is complete. Undefined where there is no such refresh.
 */
export async function describeRefresh(
  id: RefreshId,
  { store, plans }: DescribeRefreshOptions,
): Promise<RefreshDetails | undefined> {
  const found = await store.readRefresh(id);
  if (found === undefined) return undefined;
  const record = found.value;
  const planned = record.plannedAt !== undefined;
  const [runs, plan, models, watermarks] = await Promise.all([
    store.listRuns(id),
    planned ? plans.readPlan(record.number) : undefined,
    planned ? plans.readResults(record.number) : [],
    store.listWatermarks(),
  ]);
  const { reasons, warnings } = checkQuality(models);
  return {
    ...toRefreshSummary(record),
    steps: toSteps(record, runs),
    runs: runs.map(toRunView),
    plan:
      plan === undefined
        ? null
        : {
            previous: plan.previous,
            asOf: plan.asOf,
            sources: toSourceWatermarks(plan.bronze),
            batch: plan.batch,
          },
    models,
    quality: models.length === 0 ? null : { passed: reasons.length === 0, reasons, warnings },
    watermarks,
  };
}

function toRunView(run: RunRecord): RefreshRun {
  const { kind, name, generation, token, externalId, state, status, message, url, intendedAt, endedAt } = run;
  return {
    kind,
    name,
    generation,
    token,
    state,
    startedAt: intendedAt,
    runId: externalId ?? null,
    status: status ?? null,
    message: message ?? null,
    url: url ?? null,
    endedAt: endedAt ?? null,
    tasks: run.tasks ?? [],
  };
}

function toSteps(record: RefreshRecord, runs: readonly RunRecord[]): RefreshStep[] {
  const { plannedAt, checkedAt, counts, state, semanticModel } = record;
  const quality = counts?.failed === 0 && state !== 'failed' ? 'succeeded' : 'failed';
  return [
    ...toRunStep('pipelines', 'pipeline', runs),
    ...(plannedAt === undefined
      ? []
      : [{ step: 'plan', state: 'succeeded', startedAt: plannedAt, endedAt: plannedAt } as const]),
    ...toRunStep('job', 'job', runs),
    // A job that was cancelled before any model ran has nothing to be judged.
    ...(checkedAt === undefined || (counts?.models === 0 && state !== 'failed')
      ? []
      : [{ step: 'quality', state: quality, startedAt: checkedAt, endedAt: checkedAt } as const]),
    ...(semanticModel === undefined ? [] : [toPowerBiStep(semanticModel, state)]),
  ];
}

function toPowerBiStep(model: SemanticModelRecord, refresh: RefreshRecord['state']): RefreshStep {
  // The refresh was ended from outside while Power BI was asked.
  const isLeft = model.state === 'running' && refresh !== 'running';
  return {
    step: 'power-bi',
    startedAt: model.startedAt,
    endedAt: model.endedAt ?? null,
    state: isLeft ? 'cancelled' : model.state,
    ...(model.reason !== undefined && { reason: model.reason }),
  };
}

/** Of the newest generation of each run; earlier ones were tried again. */
function toRunStep(
  step: RefreshStep['step'],
  kind: RunKind,
  all: readonly RunRecord[],
): readonly RefreshStep[] {
  const runs = all.filter((run) => run.kind === kind);
  const newest = [...new Map(runs.map((run) => [run.name, run] as const)).values()];
  const [first] = runs;
  if (first === undefined) return [];
  const unfinished = newest.some(({ state }) => state === 'intended' || state === 'running');
  const bad = newest.find(({ state }) => state === 'failed' || state === 'cancelled')?.state;
  const ends = newest.flatMap(({ endedAt }) => endedAt ?? []).sort();
  return [
    {
      step,
      state: bad === 'failed' || bad === 'cancelled' ? bad : unfinished ? 'running' : 'succeeded',
      startedAt: first.intendedAt,
      endedAt: unfinished ? null : (ends.at(-1) ?? null),
    },
  ];
}
