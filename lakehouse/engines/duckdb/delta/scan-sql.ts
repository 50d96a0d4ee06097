import { LakehouseError } from '../lakehouse-error';
import { sqlName, sqlPath, sqlText } from './sql-text';
import { type Column, type ColumnType, type DataFile, type Snapshot } from './types';

export interface ScanOptions {
  readonly snapshot: Pick<Snapshot, 'columns' | 'partitionColumns'>;
  /** Files of the snapshot to read. An empty list gives an empty relation. */
  readonly files: readonly DataFile[];
  /** Returns the path of a file on this machine: `DeltaTable.localPath`. */
  readonly localPath: (file: DataFile) => string;
}

/** The type in DuckDB. A timestamp is an instant, so it has a time zone there. */
export function duckDbType(type: ColumnType): string {
  switch (type) {
    case 'string':
      return 'VARCHAR';
    case 'integer':
      return 'INTEGER';
    case 'long':
      return 'BIGINT';
    case 'double':
      return 'DOUBLE';
    case 'boolean':
      return 'BOOLEAN';
    case 'date':
      return 'DATE';
    case 'timestamp':
      return 'TIMESTAMPTZ';
    default:
      return type.toUpperCase();
  }
}

/**
 * Builds a SELECT over data files that returns the table's columns, in order and in their types. Columns that
 * a file lacks are null, and partition columns have the log's values. DuckDB pushes filters through it to the
 * Parquet reader.
 */
export function scanSql({ snapshot: { columns, partitionColumns }, files, localPath }: ScanOptions): string {
  const empty = columns.map(({ name, type }) => `NULL::${duckDbType(type)} AS ${sqlName(name)}`).join(', ');
  const typed = columns
    .map(({ name, type }) => `CAST(${sqlName(name)} AS ${duckDbType(type)}) AS ${sqlName(name)}`)
    .join(', ');
  if (files.length === 0) return `SELECT ${empty} WHERE false`;
  const partitions = partitionColumns.map((name) => partitionExpression(requireColumn(columns, name), files));
  const physical =
    partitions.length === 0
      ? '*'
      : // Some writers store the partition columns in the files, too.
        `COLUMNS(c -> c NOT IN (${partitionColumns.map(sqlText).join(', ')}))`;
  const paths = files.map((file) => sqlPath(localPath(file))).join(', ');
  return `SELECT ${typed} FROM (
SELECT ${empty} WHERE false
UNION ALL BY NAME
SELECT ${[physical, ...partitions].join(', ')} FROM read_parquet([${paths}], union_by_name = true, hive_partitioning = false))`;
}

/** The value of the row's file: DuckDB numbers the files of one read in `file_index`. */
function partitionExpression({ name, type }: Column, files: readonly DataFile[]): string {
  const values = files.map(({ partition }) => {
    const value = partition[name] ?? null;
    return value === null ? 'NULL' : sqlText(value);
  });
  return `(CAST([${values.join(', ')}] AS ${duckDbType(type)}[]))[file_index::BIGINT + 1] AS ${sqlName(name)}`;
}

function requireColumn(columns: readonly Column[], name: string): Column {
  if (columns.some((column) => column.name === 'file_index'))
    throw new LakehouseError(
      'unsupported',
      'a partitioned table cannot have a column file_index: DuckDB uses that name',
    );
  const found = columns.find((column) => column.name === name);
  if (found === undefined)
    throw new LakehouseError('corrupt', `the partition column ${name} is not a column of the table`);
  return found;
}
