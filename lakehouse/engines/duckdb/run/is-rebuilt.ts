import { type Model } from '../model/model';
import { readModelRecord } from './model-record';
import { type RefreshRun, TRANSACTION } from './refresh-run';
import { tablesBehind } from './tables-behind';

/**
 * Whether this refresh has yet to rebuild a model's table. It does so by request, and if a table that the model reads
 * was rebuilt since the model last read it. All rows of a rebuilt table count as changed, so a model that adds up changes
 * would count them twice. The second case also follows a rebuild that ended before it reached this model.
 */
export async function isRebuilt(run: RefreshRun, model: Model): Promise<boolean> {
  if (model.strategy === 'view') return false;
  const since = (await run.tableOf(model).read())?.transactions.get(TRANSACTION);
  // A new table is computed from everything anyway.
  if (since === undefined || since >= run.refresh) return false;
  if (run.rebuild.has(model.table)) return true;
  for (const upstream of tablesBehind(run, model)) {
    const record = readModelRecord(await run.tableOf(upstream).read());
    if (record?.rebuilt !== undefined && record.rebuilt !== null && record.rebuilt > since) return true;
  }
  return false;
}
