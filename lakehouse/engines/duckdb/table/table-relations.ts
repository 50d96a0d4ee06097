import { scanSql } from '../delta/scan-sql';
import { prune } from '../delta/prune';
import { type DataFile, type Snapshot } from '../delta/types';
import { type Model } from '../model/model';
import { REFRESH_COLUMN, type RefreshRun } from '../run/refresh-run';
import { emptyRelation } from '../sql';
import { tableColumns } from './table-columns';

/** SQL for rows of a model's table, from some of its files. @param files default: all */
export function tableRelation(
  run: Pick<RefreshRun, 'tableOf'>,
  model: Model,
  snapshot: Snapshot | undefined,
  files: readonly DataFile[] = snapshot?.files ?? [],
): string {
  if (snapshot === undefined) return emptyRelation(tableColumns(model));
  const table = run.tableOf(model);
  return scanSql({ snapshot, files, localPath: (file) => table.localPath(file) });
}

/**
 * The files that can have rows of refreshes after `since` and up to this one. Only they are opened, so
 * reading changes costs only the changes. Compaction leaves the newest files alone for the same reason.
 */
export function changedFiles(
  snapshot: Snapshot | undefined,
  { since, until }: { readonly since: number | undefined; readonly until: number },
): DataFile[] {
  if (snapshot === undefined) return [];
  const min = since === undefined ? {} : { min: since + 1 };
  return prune(snapshot, { column: REFRESH_COLUMN, ...min, max: until });
}
