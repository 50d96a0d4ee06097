import { sqlText } from '../delta/sql-text';
import { type Model } from '../model/model';
import { readsRejected } from '../model/order-models';
import { isRebuilt } from '../run/is-rebuilt';
import { type RefreshRun } from '../run/refresh-run';
import { tableRelation } from '../table/table-relations';

/** Returns the model that keeps the rejected events of a contract; undefined if there is none. */
export function rejectedModel({ models }: Pick<RefreshRun, 'models'>, relation: string): Model | undefined {
  return [...models.models.values()].find(
    (model) => model.bronze?.relation === relation && readsRejected(model),
  );
}

/**
 * SQL for the rows of a contract's rejected table that the present rule has not tried; undefined if there are
 * none.
 */
export async function retriedSql(run: RefreshRun, relation: string): Promise<string | undefined> {
  const model = rejectedModel(run, relation);
  // A rebuild reads every slot, so the events are among its new ones.
  if (model !== undefined && (await isRebuilt(run, model))) return undefined;
  const snapshot = model === undefined ? undefined : await run.tableOf(model).read();
  if (model === undefined || snapshot === undefined || snapshot.files.length === 0) return undefined;
  const rule = sqlText(run.models.bronzeTypes[relation]?.rule ?? '');
  const sql = `SELECT * FROM (${tableRelation(run, model, snapshot)}) WHERE rule IS DISTINCT FROM ${rule}`;
  const { found = 0 } = await run.session.counts(`SELECT count(*) AS found FROM (${sql})`);
  return found > 0 ? sql : undefined;
}
