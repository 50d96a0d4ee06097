import { type DataFile, type Snapshot } from '../delta/types';
import { retriedSql } from '../rejected/rejected-model';
import { type BatchFile } from '../bronze/batch-relation';
import { newSlots } from '../bronze/slot-range';
import { type Model } from '../model/model';
import { changedFiles } from '../table/table-relations';
import { type RefreshRun, TRANSACTION } from './refresh-run';
import { tablesBehind } from './tables-behind';

/** The data that a model would read now. */
export interface Inputs {
  /** The newest refresh that the model's table contains; undefined for a new table. */
  readonly since: number | undefined;
  /** New slots of its contract, on this machine. */
  readonly slots: readonly string[];
  /** The batch file, on this machine; undefined if no run has delivered one. */
  readonly batchFile: BatchFile | undefined;
  /**
   * The tables that it reads, directly or through views, by table name; undefined for a table that does not
   * exist.
   */
  readonly tables: ReadonlyMap<string, Snapshot | undefined>;
  /** By table name, for `changed.<table>`: the files that may have changed rows. */
  readonly changed: ReadonlyMap<string, readonly DataFile[]>;
  /** Whether there is new data for the table. */
  readonly isNew: boolean;
  /** Whether this run is a trial that looks for events on which a model fails. @default false */
  readonly isTrial?: boolean;
  /** Number of slots and files with new data: the cost of reading them again. */
  readonly newFiles: number;
}

/** Reads plans and logs only, no data. */
export async function findInputs(run: RefreshRun, model: Model, since: number | undefined): Promise<Inputs> {
  const { bronze } = model;
  const before = since === undefined || bronze === undefined ? undefined : await run.planOf(since);
  const slots =
    bronze?.kind === 'contract'
      ? newSlots(sourceOf(run, bronze.relation), before, run.plan).map((path) =>
          run.lake.localPath('bronze', path),
        )
      : [];
  const batch = bronze?.kind === 'batch' ? run.plan.batch[bronze.batch] : undefined;
  const batchFile =
    bronze?.kind === 'batch' && batch !== undefined
      ? { path: run.lake.localPath('bronze', `${batch.path}/${bronze.file}`), run: batch.path }
      : undefined;
  const newBatch = bronze?.kind === 'batch' && batch?.runId !== before?.batch[bronze.batch]?.runId;

  const tables = new Map<string, Snapshot | undefined>();
  for (const upstream of tablesBehind(run, model))
    tables.set(upstream.table, await run.tableOf(upstream).read());
  const changed = new Map<string, readonly DataFile[]>();
  for (const { schema, name } of model.relations)
    if (schema === 'changed')
      changed.set(name, changedFiles(tables.get(name), { since, until: run.refresh }));

  const isTriedAgain = bronze?.kind === 'contract' && (await retriedSql(run, bronze.relation)) !== undefined;
  const changedCount = [...changed.values()].reduce((sum, files) => sum + files.length, 0);
  const newerTable =
    model.strategy === 'full' &&
    [...tables.values()].some((one) => (one?.transactions.get(TRANSACTION) ?? -1) > (since ?? -1));
  return {
    since,
    slots,
    batchFile,
    tables,
    changed,
    isNew:
      since === undefined || slots.length > 0 || isTriedAgain || newBatch || changedCount > 0 || newerTable,
    newFiles: slots.length + changedCount,
  };
}

function sourceOf({ models }: RefreshRun, relation: string): string {
  return models.bronzeTypes[relation]?.source ?? '';
}
