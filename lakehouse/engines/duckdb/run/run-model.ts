import { rm } from 'node:fs/promises';
import { sqlName } from '../delta/sql-text';
import { RestError } from '@azure/storage-blob';
import { LakehouseError } from '../lakehouse-error';
import { type NewFile, type Snapshot } from '../delta/types';
import { type Model, type Strategy } from '../model/model';
import { readsRejected } from '../model/order-models';
import { rejectFailingEvents } from '../rejected/find-failing-events';
import { rejectedModel } from '../rejected/rejected-model';
import { append } from '../strategies/append';
import { type Change, type StrategyOptions, type StrategyRun } from '../strategies/change';
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
): Promise<Taken | ModelFailure | { readonly outcome: 'conflict' }> {
  const snapshot = await run.tableOf(model).read();
  const since = snapshot?.transactions.get(TRANSACTION);
  if (snapshot !== undefined && since !== undefined && since >= run.refresh)
    return { outcome: 'already', version: snapshot.version, ...NOTHING };
  const inputs = await findInputs(run, model, since);
  if (!inputs.isNew) return { outcome: 'unchanged', version: snapshot?.version ?? null, ...NOTHING };
  const prepared = await prepareWithoutFailingEvents({ run, model, snapshot, inputs }, strategy);
  if (prepared.outcome === 'failed') return prepared;
  const { change, written, newestEventTime } = prepared;
  try {
    const { rowsRead, rowsWritten, rowsRemoved, rowsDropped, expectations } = change;
    const counts = { rowsRead, rowsWritten, rowsRemoved, rowsDropped, expectations };
    const isEmpty = rowsWritten === 0 && change.remove.length === 0;
    if (isEmpty && model.strategy !== 'full' && snapshot !== undefined && inputs.newFiles <= FEW_FILES)
      return { outcome: 'unchanged', version: snapshot.version, newestEventTime: null, ...counts };
    const committed = await commitChange(run, model, snapshot, change, written.files);
    if (committed.outcome === 'conflict') return committed;
    await maintainTable(run, model);
    return { ...committed, newestEventTime, ...counts };
  } finally {
    await rm(written.directory, { recursive: true, force: true });
  }
}

/** A change with its files on this machine. The remaining steps do not depend on the rows. */
interface Prepared {
  readonly outcome: 'prepared';
  readonly change: Change;
  readonly written: Awaited<ReturnType<typeof writeFiles>>;
  readonly newestEventTime: string | null;
}

async function prepare(options: StrategyOptions, strategy: StrategyRun): Promise<Prepared | ModelFailure> {
  const { run, model, inputs } = options;
  await registerRelations(run, model, inputs);
  const change = await strategy(options);
  if (change.outcome === 'failed') return change;
  const newestEventTime = await findNewestEventTime(run, model, change);
  const rows = `SELECT *, CAST(${run.refresh} AS BIGINT) AS ${REFRESH_COLUMN} FROM ${change.fresh}`;
  const { kept } = change;
  const written = await writeFiles(
    run,
    model,
    kept === undefined ? rows : `${rows} UNION ALL BY NAME ${kept}`,
  );
  return { outcome: 'prepared', change, written, newestEventTime };
}

/**
 * Prepares a change. If that fails on events that no check covers, it finds and records them, and prepares
 * the change without them. If no new events are found, it fails.
 */
async function prepareWithoutFailingEvents(
  options: StrategyOptions,
  strategy: StrategyRun,
): Promise<Prepared | ModelFailure> {
  const { run, model, inputs } = options;
  const { bronze } = model;
  let failed: ModelFailure | undefined;
  let thrown: unknown;
  try {
    const prepared = await prepare(options, strategy);
    if (prepared.outcome === 'prepared') return prepared;
    failed = prepared;
  } catch (error) {
    // Faults of the lake and corrupt data do not come from an event.
    if (error instanceof LakehouseError || error instanceof RestError) throw error;
    thrown = error;
  }
  // Without a rejected table to keep them, events are not set aside.
  const mayReject =
    bronze?.kind === 'contract' && !readsRejected(model) && rejectedModel(run, bronze.relation) !== undefined;
  if (mayReject) {
    const trial = (slots: readonly string[]): Promise<string | undefined> =>
      tryOut({ ...options, inputs: { ...inputs, slots, isTrial: true } }, strategy);
    if (await rejectFailingEvents(run, bronze.relation, inputs.slots, trial))
      return prepare(options, strategy);
  }
  if (failed === undefined) throw thrown;
  return failed;
}

/** Prepares a change and discards it. @returns why it fails; undefined if it does not */
async function tryOut(options: StrategyOptions, strategy: StrategyRun): Promise<string | undefined> {
  try {
    const prepared = await prepare(options, strategy);
    if (prepared.outcome === 'failed') return prepared.error;
    await rm(prepared.written.directory, { recursive: true, force: true });
    return undefined;
  } catch (error) {
    if (error instanceof LakehouseError || error instanceof RestError) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

async function commitChange(
  run: RefreshRun,
  model: Model,
  snapshot: Snapshot | undefined,
  { remove, operation }: Change,
  add: readonly NewFile[],
): Promise<{ outcome: 'committed' | 'already'; version: number } | { outcome: 'conflict' }> {
  return run.tableOf(model).commit({
    readVersion: snapshot?.version,
    operation,
    columns: tableColumns(model),
    partitionColumns: partitionColumns(model),
    add,
    remove,
    transaction: { appId: TRANSACTION, version: run.refresh },
    userMetadata: JSON.stringify({ refresh: run.refresh }),
  });
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

/** A view has no data: its run only checks that the SQL fits the tables. */
async function checkView(run: RefreshRun, model: Model): Promise<Taken> {
  await registerRelations(run, model, await findInputs(run, model, undefined));
  await run.session.view(`${model.layer}.${sqlName(model.table)}`, viewSql(model));
  return { outcome: 'unchanged', version: null, ...NOTHING };
}
