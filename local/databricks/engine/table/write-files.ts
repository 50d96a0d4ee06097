import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { copySql } from '../../delta/copy-sql';
import { toNewFiles } from '../../delta/to-new-files';
import { type NewFile } from '../../delta/types';
import { type Model } from '../model/model';
import { type RefreshRun } from '../run/refresh-run';
import { partitionColumns, tableColumns } from './table-columns';

/** Writes rows as Parquet files of a model's table on this machine. @param select gives all columns of the table */
export async function writeFiles(
  { session, workDirectory }: Pick<RefreshRun, 'session' | 'workDirectory'>,
  model: Model,
  select: string,
): Promise<{ readonly directory: string; readonly files: NewFile[] }> {
  const columns = tableColumns(model);
  const directory = await mkdtemp(join(workDirectory, 'files-'));
  const rows = await session.rows(
    copySql({ select, columns, partitionColumns: partitionColumns(model), directory }),
  );
  return { directory, files: toNewFiles({ rows, columns, partitionColumns: partitionColumns(model) }) };
}
