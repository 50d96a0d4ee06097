import { type RefreshDetails } from './api';
import { toRefreshSummary } from './to-refresh-summary';
import { type RefreshRun, type RefreshStep } from './details-api';
import { toSourceWatermarks } from './plan';
import { type PlanStore, type RefreshStore } from './ports';
import { checkQuality, toModelChanges } from './quality-gate';
import { type RefreshId } from './refresh-id';
import { type RefreshRecord, type RunKind, type RunRecord, type SemanticModelRecord } from './refresh-record';

export interface DescribeRefreshOptions {
  readonly store: RefreshStore;
  readonly plans: PlanStore;
}

/**
 * Describes a refresh: its steps, the downstream runs with ids and tasks, its plan, the result of each model,
 * and the watermarks of tables. Returns undefined if the refresh does not exist.
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
    modelChanges: toModelChanges(models),
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
    // If the job was cancelled before a model ran, there is no quality to check.
    ...(checkedAt === undefined || (counts?.models === 0 && state !== 'failed')
      ? []
      : [{ step: 'quality', state: quality, startedAt: checkedAt, endedAt: checkedAt } as const]),
    ...(semanticModel === undefined ? [] : [toPowerBiStep(semanticModel, state)]),
  ];
}

function toPowerBiStep(model: SemanticModelRecord, refresh: RefreshRecord['state']): RefreshStep {
  // The refresh was ended from outside during the request to Power BI.
  const isLeft = model.state === 'running' && refresh !== 'running';
  return {
    step: 'power-bi',
    startedAt: model.startedAt,
    endedAt: model.endedAt ?? null,
    state: isLeft ? 'cancelled' : model.state,
    ...(model.reason !== undefined && { reason: model.reason }),
  };
}

/** The step of the newest generation of each run. Earlier generations failed and were retried. */
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
