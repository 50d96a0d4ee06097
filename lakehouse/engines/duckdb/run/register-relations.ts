import { sqlName } from '../delta/sql-text';
import { batchRelation, rejectedRows } from '../bronze/batch-relation';
import { contractRelation } from '../bronze/contract-relation';
import { type Model } from '../model/model';
import { readContract } from '../rejected/read-contract';
import { retriedSql } from '../rejected/rejected-model';
import { registerRejected } from '../rejected/rejected-relation';
import { findRelations, toText } from '../model/sql-text';
import { castColumns } from '../sql';
import { tableRelation } from '../table/table-relations';
import { type Inputs } from './find-inputs';
import { REFRESH_COLUMN, type RefreshRun } from './refresh-run';

/**
 * Registers the relations that a model's SQL names in DuckDB, except `existing` and those that `affected`
 * restricts. They exist until the next model registers its own.
 */
export async function registerRelations(run: RefreshRun, model: Model, inputs: Inputs): Promise<void> {
  const { session } = run;
  const forAffected = findRelations(model.affected ?? '').map(toText);
  for (const one of model.relations) {
    const { schema, name } = one;
    const relation = `${schema}.${sqlName(name)}`;
    if (toText(one) in model.restrict && !forAffected.includes(toText(one))) continue;
    switch (schema) {
      case 'bronze':
        await session.view(relation, await bronzeRelation(run, model, inputs));
        break;
      case 'rejected':
        if (model.bronze?.kind === 'batch')
          await session.view(relation, rejectedRows(model.bronze, inputs.batchFile, run.models.batchChecks));
        else await registerRejected(run, name, inputs.slots);
        break;
      case 'silver':
      case 'gold':
        await registerWhole(run, name, inputs);
        break;
      case 'changed':
        await session.view(relation, await changedRelation(run, model, name, inputs));
        break;
      case 'existing':
      case 'run':
        break;
    }
  }
}

/** A whole table, or a view over whole tables. */
async function registerWhole(run: RefreshRun, name: string, inputs: Inputs): Promise<void> {
  const upstream = run.models.models.get(name);
  if (upstream === undefined) return;
  const relation = `${upstream.layer}.${sqlName(name)}`;
  if (upstream.strategy !== 'view') {
    await run.session.view(relation, tableRelation(run, upstream, inputs.tables.get(name)));
    return;
  }
  for (const behind of upstream.upstreams) await registerWhole(run, behind, inputs);
  await run.session.view(relation, viewSql(upstream));
}

/** The rows of a lake's view: its SELECT with the declared columns. */
export function viewSql({ columns, sql }: Model): string {
  return `SELECT ${castColumns(columns)} FROM (\n${sql}\n)`;
}

async function bronzeRelation(run: RefreshRun, { bronze }: Model, inputs: Inputs): Promise<string> {
  if (bronze?.kind === 'batch') return batchRelation(bronze, inputs.batchFile, run.models.batchChecks);
  const { type, lines } = await readContract(run, bronze?.relation ?? '', inputs.slots, inputs.isTrial);
  return contractRelation(type, lines);
}

/**
 * Rows of a table that the model has not read. A model of a contract also reads rows of rejected events that are
 * tried again. The table may have had the event when this model failed on it.
 */
async function changedRelation(
  run: RefreshRun,
  { bronze }: Model,
  name: string,
  { tables, changed, since, isTrial }: Inputs,
): Promise<string> {
  const upstream = run.models.models.get(name);
  if (upstream === undefined) throw new Error(`no model ${name}`);
  const retried =
    bronze?.kind === 'contract' && isTrial !== true ? await retriedSql(run, bronze.relation) : undefined;
  if (retried !== undefined) {
    const position = 'enqueued_time, "partition", sequence_number';
    return (
      `SELECT * FROM (${tableRelation(run, upstream, tables.get(name))}) WHERE ` +
      `(${REFRESH_COLUMN} > ${since ?? -1} AND ${REFRESH_COLUMN} <= ${run.refresh}) OR ` +
      `(${position}) IN (SELECT (${position}) FROM (${retried}))`
    );
  }
  const rows = tableRelation(run, upstream, tables.get(name), changed.get(name));
  return `SELECT * FROM (${rows}) WHERE ${REFRESH_COLUMN} > ${since ?? -1} AND ${REFRESH_COLUMN} <= ${run.refresh}`;
}
