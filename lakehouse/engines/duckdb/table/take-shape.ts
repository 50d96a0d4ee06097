import { type CommitOutcome, type Snapshot } from '../delta/types';
import { type Model } from '../model/model';
import { type RefreshRun } from '../run/refresh-run';
import { partitionColumns, tableColumns } from './table-columns';

/**
 * Gives a table without rows the columns and partitions of a changed model.
 *
 * @param properties to set in the same commit
 */
export async function takeShape(
  run: Pick<RefreshRun, 'tableOf'>,
  model: Model,
  snapshot: Snapshot,
  properties: Readonly<Record<string, string>>,
): Promise<CommitOutcome> {
  return run.tableOf(model).commit({
    readVersion: snapshot.version,
    operation: 'REPLACE TABLE',
    columns: tableColumns(model),
    partitionColumns: partitionColumns(model),
    add: [],
    remove: snapshot.files.map(({ path }) => path),
    overwrite: true,
    properties,
    dataChange: false,
  });
}
