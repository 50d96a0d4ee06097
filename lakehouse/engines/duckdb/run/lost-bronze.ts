import { existsSync } from 'node:fs';
import { lineMeta, readLines } from '../bronze/slot-lines';
import { partitionTail, slotTail, toSlotPlace } from '../bronze/slot-path';
import { type Snapshot } from '../delta/types';
import { sqlName } from '../delta/sql-text';
import { type Model } from '../model/model';
import { tableRelation } from '../table/table-relations';
import { type ModelFailure, failure } from './model-failure';
import { type RefreshRun } from './refresh-run';

/** Columns that date a row of a contract's table, the best first. */
const DATES = ['landed_at', 'enqueued_time', 'event_time'];

/**
 * Why a table cannot be rebuilt: Bronze begins later than the table, because slots were deleted by age. Undefined if
 * every slot from 0 on is there. Rows of deleted slots would be lost.
 */
export async function findLostBronze(
  run: RefreshRun,
  model: Model,
  snapshot: Snapshot,
): Promise<ModelFailure | undefined> {
  const { bronze } = model;
  if (bronze?.kind === 'batch') return findLostBatch(run, model, bronze);
  if (bronze?.kind !== 'contract') return undefined;
  const source = run.models.bronzeTypes[bronze.relation]?.source ?? '';
  for (const { hubGeneration, partition } of run.plan.bronze[source] ?? []) {
    const first = `${source}/${slotTail({ hubGeneration, partition, slot: 0 })}`;
    if (existsSync(run.lake.localPath('bronze', first))) continue;
    const folder = `${source}/${partitionTail({ hubGeneration, partition })}/`;
    const begin = await beginOfBronze(run, folder);
    return failure(
      `${model.name} cannot be rebuilt, because Bronze begins later than the table. ` +
        `Partition ${partition} of ${source} begins ${begin}. ` +
        `The table begins ${await beginOfTable(run, model, snapshot)}. ` +
        'Restore the deleted slots (soft delete keeps them for some days), or keep the table as it is: ' +
        'new rows follow the present model',
    );
  }
  return undefined;
}

function findLostBatch(
  run: RefreshRun,
  model: Model,
  { batch, file }: Extract<NonNullable<Model['bronze']>, { kind: 'batch' }>,
): ModelFailure | undefined {
  const planned = run.plan.batch[batch];
  if (planned === undefined) return undefined;
  const path = `${planned.path}/${file}`;
  if (existsSync(run.lake.localPath('bronze', path))) return undefined;
  return failure(
    `${model.name} cannot be rebuilt, because bronze/${path} was deleted. Run the pipeline of ${batch} again, ` +
      'with `--pipelines all`',
  );
}

async function beginOfBronze(run: RefreshRun, folder: string): Promise<string> {
  for await (const { path } of run.lake.list('bronze', folder)) {
    if (!path.endsWith('.ndjson.gz')) continue;
    const { slot } = toSlotPlace(path);
    const [line] = await readLines(run.lake.localPath('bronze', path));
    const landedAt = line === undefined ? undefined : lineMeta(line)?.landedAt;
    return `with slot ${slot}${landedAt === undefined ? '' : ` on ${toMinute(landedAt)}`}`;
  }
  return 'after its last slot';
}

async function beginOfTable(run: RefreshRun, model: Model, snapshot: Snapshot): Promise<string> {
  const column = DATES.find((name) => model.columns.some((one) => one.name === name));
  if (column === undefined || !snapshot.columns.some(({ name }) => name === column)) return 'with slot 0';
  const [row] = await run.session.rows(
    `SELECT strftime(min(${sqlName(column)}), '%Y-%m-%dT%H:%M:%SZ') AS begin FROM (${tableRelation(run, model, snapshot)})`,
  );
  const begin = row?.['begin'];
  return typeof begin === 'string' ? `on ${toMinute(begin)}` : 'with slot 0';
}

/** `2026-11-21 08:15 UTC` */
function toMinute(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
