import { rm } from 'node:fs/promises';
import { sqlName } from '../../delta/sql-text';
import { type Snapshot } from '../../delta/types';
import { type Model, type Strategy } from '../model/model';
import { append } from '../strategies/append';
import { type Change, type StrategyRun } from '../strategies/change';
import { full } from '../strategies/full';
import { merge } from '../strategies/merge';
import { replace } from '../strategies/replace';
import { maintainTable } from '../table/maintain-table';
import { partitionColumns, tableColumns } from '../table/table-columns';
import { writeFiles } from '../table/write-files';
import { findInputs } from './find-inputs';
import { type ModelFailure, failure } from './model-failure';
import { type ModelResult } from './model-result';
import { REFRESH_COLUMN, type RefreshRun, TRANSACTION } from './refresh-run';
import { registerRelations, viewSql } from './register-relations';

const RUNS: Readonly<Record<Exclude<Strategy, 'view'>, StrategyRun>> = { append, merge, replace, full };

/** Looking at so many slots and files again costs less than a commit that only says that they held nothing. */
const FEW_FILES = 20;
/** Somebody else may commit between reading and committing; then the work is done again on the newer version. */
const MOST_ATTEMPTS = 3;

/** What a run of a model found, without its times. */
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
} as const;

/**
 * Brings one model's table up to a refresh: once, however often it is run, because the commit carries the refresh's
 * number as its transaction.
 *
 * @throws whatever the lake, DuckDB or the SQL have to say; the table is as it was then
 */
export async function runModel(run: RefreshRun, model: Model): Promise<Taken | ModelFailure> {
  if (model.strategy === 'view') return checkView(run, model);
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const taken = await takeIn(run, model, RUNS[model.strategy]);
    if (taken.outcome !== 'conflict') return taken;
  }
  return failure(`somebody else commits to ${model.name} all the time; one refresh runs at a time`);
}

async function takeIn(
  run: RefreshRun,
  model: Model,
  strategy: StrategyRun,
): Promise<Taken | ModelFailure | { readonly outcome: 'conflict' }> {
  const snapshot = await run.tableOf(model).read();
  const since = snapshot?.transactions.get(TRANSACTION);
  if (snapshot !== undefined && since !== undefined && since >= run.refresh)
    return { outcome: 'already', version: snapshot.version, ...NOTHING };
  const inputs = await findInputs(run, model, since);
  if (!inputs.isNew) return { outcome: 'unchanged', version: snapshot?.version ?? null, ...NOTHING };
  await registerRelations(run, model, inputs);
  const change = await strategy({ run, model, snapshot, inputs });
  if (change.outcome === 'failed') return change;
  const { rowsRead, rowsWritten, rowsRemoved, rowsDropped, expectations } = change;
  const counts = { rowsRead, rowsWritten, rowsRemoved, rowsDropped, expectations };
  const isEmpty = rowsWritten === 0 && change.remove.length === 0;
  if (isEmpty && model.strategy !== 'full' && snapshot !== undefined && inputs.newFiles <= FEW_FILES)
    return { outcome: 'unchanged', version: snapshot.version, newestEventTime: null, ...counts };
  const newestEventTime = await findNewestEventTime(run, model, change);
  const committed = await commitChange(run, model, snapshot, change);
  if (committed.outcome === 'conflict') return committed;
  await maintainTable(run, model);
  return { ...committed, newestEventTime, ...counts };
}

async function commitChange(
  run: RefreshRun,
  model: Model,
  snapshot: Snapshot | undefined,
  { fresh, kept, remove, operation }: Change,
): Promise<{ outcome: 'committed' | 'already'; version: number } | { outcome: 'conflict' }> {
  const rows = `SELECT *, CAST(${run.refresh} AS BIGINT) AS ${REFRESH_COLUMN} FROM ${fresh}`;
  const { directory, files } = await writeFiles(
    run,
    model,
    kept === undefined ? rows : `${rows} UNION ALL BY NAME ${kept}`,
  );
  try {
    const outcome = await run.tableOf(model).commit({
      readVersion: snapshot?.version,
      operation,
      columns: tableColumns(model),
      partitionColumns: partitionColumns(model),
      add: files,
      remove,
      transaction: { appId: TRANSACTION, version: run.refresh },
      userMetadata: JSON.stringify({ refresh: run.refresh }),
    });
    return outcome;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function findNewestEventTime(
  { session }: RefreshRun,
  { eventTime }: Model,
  { fresh }: Change,
): Promise<string | null> {
  if (eventTime === undefined) return null;
  const format = "'%Y-%m-%dT%H:%M:%S.%gZ'";
  const [row] = await session.rows(
    `SELECT strftime(max(${sqlName(eventTime)}), ${format}) AS newest FROM ${fresh}`,
  );
  const newest = row?.['newest'];
  return typeof newest === 'string' ? newest : null;
}

/** A view has no data: running it means to see that its SQL fits the tables. */
async function checkView(run: RefreshRun, model: Model): Promise<Taken> {
  await registerRelations(run, model, await findInputs(run, model, undefined));
  await run.session.view(`${model.layer}.${sqlName(model.table)}`, viewSql(model));
  return { outcome: 'unchanged', version: null, ...NOTHING };
}
