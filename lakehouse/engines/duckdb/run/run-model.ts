import { rm } from 'node:fs/promises';
import { sqlName } from '../delta/sql-text';
import { type NewFile, type Snapshot } from '../delta/types';
import { type Model, type Strategy } from '../model/model';
import { modelHash } from '../model/model-hash';
import { append } from '../strategies/append';
import { type Change, type StrategyRun } from '../strategies/change';
import { full } from '../strategies/full';
import { merge } from '../strategies/merge';
import { replace } from '../strategies/replace';
import { maintainTable } from '../table/maintain-table';
import { takeShape } from '../table/take-shape';
import { partitionColumns, tableColumns } from '../table/table-columns';
import { findInputs, type Inputs } from './find-inputs';
import { isRebuilt } from './is-rebuilt';
import { findLostBronze } from './lost-bronze';
import { type ModelFailure, failure } from './model-failure';
import {
  afterChange,
  afterWhole,
  modelChangedAt,
  type ModelRecord,
  readModelRecord,
  toModelProperty,
} from './model-record';
import { type ModelResult } from './model-result';
import { type RefreshRun, TRANSACTION } from './refresh-run';
import { type Prepared, prepareWithoutFailingEvents } from './prepare-change';
import { registerRelations, viewSql } from './register-relations';

const RUNS: Readonly<Record<Exclude<Strategy, 'view'>, StrategyRun>> = { append, merge, replace, full };

/**
 * Below this number, reading slots and files again costs less than a commit that only records that they had
 * no rows.
 */
const FEW_FILES = 20;
/**
 * Another writer may commit between reading and committing. The work is then repeated on the newer version.
 */
const MAX_ATTEMPTS = 3;

/** The result of a model's run, without its times. */
export type Taken = Omit<
  ModelResult,
  'model' | 'refresh' | 'outcome' | 'startedAt' | 'endedAt' | 'durationMilliseconds' | 'error'
> & { readonly outcome: Exclude<ModelResult['outcome'], 'failed'> };

const NOTHING = {
  rowsRead: 0,
  rowsWritten: 0,
  rowsRemoved: 0,
  rowsDropped: 0,
  newestEventTime: null,
  expectations: [],
  rebuilt: false,
  modelChangedAt: null,
} as const;

/**
 * Updates one model's table for a refresh. Repeated calls have no effect, because the commit has the
 * refresh's number as its transaction.
 *
 * @throws errors of the lake, DuckDB or the SQL; the table is then unchanged
 */
export async function runModel(run: RefreshRun, model: Model): Promise<Taken | ModelFailure> {
  if (model.strategy === 'view') return checkView(run, model);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const taken = await takeIn(run, model, RUNS[model.strategy]);
    if (taken.outcome !== 'conflict') return taken;
  }
  return failure(`another writer keeps committing to ${model.name}; run one refresh at a time`);
}

async function takeIn(
  run: RefreshRun,
  model: Model,
  strategy: StrategyRun,
): Promise<Taken | ModelFailure | Conflict> {
  const snapshot = await run.tableOf(model).read();
  const since = snapshot?.transactions.get(TRANSACTION);
  const known = readModelRecord(snapshot);
  if (snapshot !== undefined && since !== undefined && since >= run.refresh)
    return {
      outcome: 'already',
      version: snapshot.version,
      ...NOTHING,
      modelChangedAt: modelChangedAt(known, model),
    };
  const hash = modelHash(model, run.models);
  if (snapshot !== undefined && (await isRebuilt(run, model)))
    return rebuild(run, model, strategy, { snapshot, record: afterWhole(known, hash, run.refresh, true) });
  if (snapshot !== undefined && known !== undefined && known.hash !== hash && !hasRows(snapshot)) {
    const emptied = await takeShape(
      run,
      model,
      snapshot,
      toModelProperty(afterWhole(known, hash, run.refresh, false)),
    );
    return emptied.outcome === 'conflict' ? emptied : takeIn(run, model, strategy);
  }
  const record =
    model.strategy === 'full'
      ? afterWhole(known, hash, run.refresh, false)
      : afterChange(known, hash, run.refresh, hasRows(snapshot));
  const inputs = await findInputs(run, model, since);
  // A table that is computed whole follows a change of its model without new data.
  const isNew = inputs.isNew || (model.strategy === 'full' && known !== undefined && known.hash !== hash);
  if (!isNew) return keepTable(run, model, { snapshot, record }, NOTHING);
  const prepared = await prepareWithoutFailingEvents({ run, model, snapshot, inputs }, strategy);
  if (prepared.outcome === 'failed') return prepared;
  const { change } = prepared;
  const isEmpty = change.rowsWritten === 0 && change.remove.length === 0;
  if (isEmpty && model.strategy !== 'full' && snapshot !== undefined && inputs.newFiles <= FEW_FILES) {
    await rm(prepared.written.directory, { recursive: true, force: true });
    return keepTable(run, model, { snapshot, record }, toCounts(change));
  }
  return commitPrepared(run, model, prepared, { snapshot, record });
}

/** Another writer committed in between: read and decide again. */
interface Conflict {
  readonly outcome: 'conflict';
}

/** A table before a commit, and the record of its model after it. */
interface Target {
  readonly snapshot: Snapshot | undefined;
  readonly record: ModelRecord;
}

type Counts = Omit<Taken, 'outcome' | 'version' | 'newestEventTime' | 'rebuilt' | 'modelChangedAt'>;

function toCounts({ rowsRead, rowsWritten, rowsRemoved, rowsDropped, expectations }: Change): Counts {
  return { rowsRead, rowsWritten, rowsRemoved, rowsDropped, expectations };
}

function hasRows(snapshot: Snapshot | undefined): boolean {
  return snapshot?.files.some(({ rows }) => rows !== 0) ?? false;
}

/**
 * Computes a table from all of its inputs, as if it did not exist, and replaces its rows in one commit. Readers have the
 * old rows until then, and older versions stay readable.
 */
async function rebuild(
  run: RefreshRun,
  model: Model,
  strategy: StrategyRun,
  target: Target & { readonly snapshot: Snapshot },
): Promise<Taken | ModelFailure | Conflict> {
  const { snapshot } = target;
  const lost = await findLostBronze(run, model, snapshot);
  if (lost !== undefined) return lost;
  const inputs: Inputs = await findInputs(run, model, undefined);
  const prepared = await prepareWithoutFailingEvents({ run, model, snapshot: undefined, inputs }, strategy);
  if (prepared.outcome === 'failed') return prepared;
  const change: Change = {
    ...prepared.change,
    remove: snapshot.files.map(({ path }) => path),
    rowsRemoved: snapshot.files.reduce((sum, { rows }) => sum + rows, 0),
  };
  return commitPrepared(run, model, { ...prepared, change }, { ...target, isRebuild: true });
}

/** Leaves the rows as they are. Records the model if its text changed, so that later runs know since when. */
async function keepTable(
  run: RefreshRun,
  model: Model,
  { snapshot, record }: Target,
  counts: Counts,
): Promise<Taken | Conflict> {
  const kept = {
    ...NOTHING,
    ...counts,
    outcome: 'unchanged',
    modelChangedAt: modelChangedAt(record, model),
  } as const;
  if (snapshot === undefined) return { ...kept, version: null };
  const properties = toModelProperty(record);
  const isRecorded = Object.entries(properties).every(([name, value]) => snapshot.properties[name] === value);
  if (isRecorded) return { ...kept, version: snapshot.version };
  const committed = await run.tableOf(model).commit({
    readVersion: snapshot.version,
    operation: 'SET TBLPROPERTIES',
    columns: snapshot.columns,
    partitionColumns: snapshot.partitionColumns,
    add: [],
    remove: [],
    properties,
    dataChange: false,
  });
  return committed.outcome === 'conflict' ? committed : { ...kept, version: committed.version };
}

async function commitPrepared(
  run: RefreshRun,
  model: Model,
  { change, written, newestEventTime }: Prepared,
  target: Target & { readonly isRebuild?: boolean },
): Promise<Taken | Conflict> {
  try {
    const committed = await commitChange(run, model, change, written.files, target);
    if (committed.outcome === 'conflict') return committed;
    await maintainTable(run, model);
    return {
      ...committed,
      newestEventTime,
      ...toCounts(change),
      rebuilt: target.isRebuild ?? false,
      modelChangedAt: modelChangedAt(target.record, model),
    };
  } finally {
    await rm(written.directory, { recursive: true, force: true });
  }
}

async function commitChange(
  run: RefreshRun,
  model: Model,
  { remove, operation }: Change,
  add: readonly NewFile[],
  { snapshot, record, isRebuild = false }: Target & { readonly isRebuild?: boolean },
): Promise<{ outcome: 'committed' | 'already'; version: number } | Conflict> {
  return run.tableOf(model).commit({
    readVersion: snapshot?.version,
    operation: isRebuild ? 'WRITE' : operation,
    operationParameters: isRebuild ? { mode: 'Overwrite' } : {},
    columns: tableColumns(model),
    partitionColumns: partitionColumns(model),
    add,
    remove,
    overwrite: isRebuild || (model.strategy === 'full' && remove.length === (snapshot?.files.length ?? 0)),
    remedy: `for another change, rebuild it: npm run refresh -- --rebuild ${model.name}`,
    properties: toModelProperty(record),
    transaction: { appId: TRANSACTION, version: run.refresh },
    userMetadata: JSON.stringify({ refresh: run.refresh, model: record.hash }),
  });
}

/** A view has no data: its run only checks that the SQL fits the tables. */
async function checkView(run: RefreshRun, model: Model): Promise<Taken> {
  await registerRelations(run, model, await findInputs(run, model, undefined));
  await run.session.view(`${model.layer}.${sqlName(model.table)}`, viewSql(model));
  return { outcome: 'unchanged', version: null, ...NOTHING };
}
