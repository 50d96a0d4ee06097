import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { copySql } from '../delta/copy-sql';
import { sqlName } from '../delta/sql-text';
import { toNewFiles } from '../delta/to-new-files';
import { type NewFile } from '../delta/types';
import { type Model } from '../model/model';
import { type RefreshRun } from '../run/refresh-run';
import { partitionColumns, tableColumns } from './table-columns';

/** Files that DuckDB may keep open while it writes; half of its default. */
const FEW_PARTITIONS = 50;

/**
 * Writes rows as Parquet files of a model's table on this machine.
 *
 * Rows of many partitions are sorted first. Otherwise DuckDB holds a file open for each partition, which does
 * not fit into memory, or writes many small files.
 *
 * @param select returns all columns of the table
 */
export async function writeFiles(
  { session, workDirectory }: Pick<RefreshRun, 'session' | 'workDirectory'>,
  model: Model,
  select: string,
): Promise<{ readonly directory: string; readonly files: NewFile[] }> {
  const columns = tableColumns(model);
  const directory = await mkdtemp(join(workDirectory, 'files-'));
  const partitions = partitionColumns(model);
  let ordered = select;
  for (const name of partitions) {
    const count = `SELECT count(DISTINCT ${sqlName(name)}) AS number FROM (${select})`;
    const { number = 0 } = await session.counts(count);
    if (number > FEW_PARTITIONS) ordered = `SELECT * FROM (${select}) ORDER BY ${sqlName(name)}`;
  }
  const rows = await session.rows(
    copySql({ select: ordered, columns, partitionColumns: partitions, directory }),
  );
  return { directory, files: toNewFiles({ rows, columns, partitionColumns: partitions }) };
}
