import { DeltaTable } from '../delta/delta-table';
import { type LakeFiles } from '../lake/lake-files';
import { agreeOnTimeZone, UTC } from '../business-time-zone';
import { Session } from '../session';
import { type ModelSet } from '../model/load-models';
import { type Model } from '../model/model';
import { rebuildSet } from '../model/rebuild-set';
import { selectModels } from '../model/select-models';
import { type Plan, readPlan, refreshFolder } from '../plan';
import { type ModelFailure, failure } from './model-failure';
import { type ModelResult } from './model-result';
import { type RefreshRun } from './refresh-run';
import { runModel } from './run-model';

export interface RunModelsOptions {
  readonly models: ModelSet;
  /** Folders and models, comma-separated: `silver/iot`, `gold.mart_sales`. */
  readonly select: string;
  /** Number of the refresh; the lake has its plan. */
  readonly refresh: number;
  readonly lake: LakeFiles;
  /** Secret for pseudonyms; models read it from `run.settings`. */
  readonly pepper: string;
  /** Time zone of Gold's business days, checked by `readTimeZone`. @default UTC */
  readonly businessTimeZone?: string;
  /** An empty directory on this machine for temporary files, and for data that does not fit into memory. */
  readonly workDirectory: string;
  /** Called as each model ends. @default nothing */
  readonly onResult?: (result: ModelResult) => void;
  /** @default the system's clock */
  readonly clock?: () => Date;
  /** @default the number of processors */
  readonly threads?: number;
  /** In DuckDB's notation. @default '2GB' */
  readonly memoryLimit?: string;
  /** Events of a contract on which a model can fail before it is at fault itself. @default MAX_FAILING_EVENTS */
  readonly maxFailingEvents?: number;
  /** Versions of a table between two searches for old files. @default VERSIONS_PER_VACUUM */
  readonly versionsPerVacuum?: number;
}

/**
 * Runs the selected models of a refresh, each after those that it reads, and writes a result file for each.
 *
 * If a model fails, the others run nevertheless. Models that read it do not run: they fail with its name.
 *
 * @throws LakehouseError `option_invalid` for an invalid selection and for a time zone that is not the
 * lake's, `corrupt` for a missing plan
 */
export async function runModels(options: RunModelsOptions): Promise<ModelResult[]> {
  const { models, select, refresh, lake, workDirectory, clock = () => new Date(), onResult } = options;
  const { maxFailingEvents, versionsPerVacuum } = options;
  const selected = selectModels(models.models, select);
  const plan = await readPlan(lake, refresh);
  await agreeOnTimeZone(lake, options.businessTimeZone ?? UTC);
  const session = await Session.open({ ...options, temporaryDirectory: workDirectory });
  try {
    await session.run(
      'CREATE TABLE run.settings AS SELECT $refresh::BIGINT AS refresh, $asOf::TIMESTAMPTZ AS refreshed_at, $pepper::VARCHAR AS pepper',
      { refresh: BigInt(refresh), asOf: plan.asOf, pepper: options.pepper },
    );
    const run = createRun({
      refresh,
      plan,
      models,
      session,
      lake,
      workDirectory,
      clock,
      maxFailingEvents,
      versionsPerVacuum,
      rebuild: new Set(rebuildSet(models.models, plan.rebuild).map(({ model }) => model.table)),
    });
    const results = new Map<string, ModelResult>();
    for (const model of selected) {
      const result = await runToResult(run, model, results);
      results.set(model.table, result);
      const path = `${refreshFolder(refresh)}/models/${model.name}.json`;
      await lake.put('gold', path, Buffer.from(`${JSON.stringify(result, undefined, 2)}\n`));
      onResult?.(result);
    }
    return [...results.values()];
  } finally {
    session.close();
  }
}

function createRun(parts: Omit<RefreshRun, 'planOf' | 'tableOf' | 'readings'>): RefreshRun {
  const plans = new Map<number, Promise<Plan>>();
  const tables = new Map<string, DeltaTable>();
  return {
    ...parts,
    readings: new Map(),
    planOf: (refresh) => {
      const plan = plans.get(refresh) ?? readPlan(parts.lake, refresh);
      plans.set(refresh, plan);
      return plan;
    },
    tableOf: ({ layer, table }) => {
      const known =
        tables.get(table) ??
        new DeltaTable({ lake: parts.lake, container: layer, path: table, clock: parts.clock });
      tables.set(table, known);
      return known;
    },
  };
}

async function runToResult(
  run: RefreshRun,
  model: Model,
  results: ReadonlyMap<string, ModelResult>,
): Promise<ModelResult> {
  const started = run.clock();
  const broken = model.upstreams.find((name) => results.get(name)?.outcome === 'failed');
  const taken =
    broken === undefined
      ? await runModel(run, model).catch(toFailure)
      : failure(`${results.get(broken)?.model ?? broken} has failed, and this model reads it`);
  const ended = run.clock();
  return {
    model: model.name,
    refresh: run.refresh,
    ...(taken.outcome === 'failed' ? NOTHING_DONE : taken),
    startedAt: started.toISOString(),
    endedAt: ended.toISOString(),
    durationMilliseconds: ended.getTime() - started.getTime(),
    error: taken.outcome === 'failed' ? taken.error : null,
  };
}

const NOTHING_DONE = {
  outcome: 'failed',
  version: null,
  rowsRead: 0,
  rowsWritten: 0,
  rowsRemoved: 0,
  rowsDropped: 0,
  newestEventTime: null,
  expectations: [],
  rebuilt: false,
  modelChangedAt: null,
} as const;

/** An error in one model is that model's result: the job's next attempt repeats it. */
function toFailure(error: unknown): ModelFailure {
  return failure(error instanceof Error ? error.message : String(error));
}
