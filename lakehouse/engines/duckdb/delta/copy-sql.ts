import { join } from 'node:path';
import { duckDbType } from './scan-sql';
import { sqlName, sqlText } from './sql-text';
import { type Column } from './types';

export interface CopyOptions {
  /** A SELECT that returns the columns, in any order. */
  readonly select: string;
  readonly columns: readonly Column[];
  readonly partitionColumns: readonly string[];
  /** An existing, empty directory on this machine. */
  readonly directory: string;
}

/**
 * Builds DuckDB's COPY that writes Parquet files as Delta's readers expect them: columns in their types and
 * order, partition columns only in the paths. Pass the returned rows to `toNewFiles`.
 */
export function copySql({ select, columns, partitionColumns, directory }: CopyOptions): string {
  const typed = columns.map(
    ({ name, type }) => `CAST(${sqlName(name)} AS ${duckDbType(type)}) AS ${sqlName(name)}`,
  );
  const by =
    partitionColumns.length === 0 ? '' : `, PARTITION_BY (${partitionColumns.map(sqlName).join(', ')})`;
  const target = partitionColumns.length === 0 ? join(directory, 'data.parquet') : directory;
  return `COPY (SELECT ${typed.join(', ')} FROM (${select})) TO ${sqlText(target)} (FORMAT parquet, RETURN_STATS${by})`;
}
