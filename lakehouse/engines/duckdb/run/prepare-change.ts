import { rm } from 'node:fs/promises';
import { RestError } from '@azure/storage-blob';
import { sqlName } from '../delta/sql-text';
import { LakehouseError } from '../lakehouse-error';
import { type Model } from '../model/model';
import { readsRejected } from '../model/order-models';
import { rejectFailingEvents } from '../rejected/find-failing-events';
import { rejectedModel } from '../rejected/rejected-model';
import { type Change, type StrategyOptions, type StrategyRun } from '../strategies/change';
import { writeFiles } from '../table/write-files';
import { type ModelFailure } from './model-failure';
import { REFRESH_COLUMN, type RefreshRun } from './refresh-run';
import { registerRelations } from './register-relations';

/** A change with its files on this machine. The remaining steps do not depend on the rows. */
export interface Prepared {
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
export async function prepareWithoutFailingEvents(
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
