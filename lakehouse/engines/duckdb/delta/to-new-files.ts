import { z } from 'zod';
import { LakehouseError } from '../lakehouse-error';
import { toPartitionValue } from './partition-value';
import { toBounds } from './to-bounds';
import { type Column, type NewFile, type StatisticValue } from './types';

const entries = <V extends z.ZodType>(value: V) => z.array(z.object({ key: z.string(), value }));

/** A row of COPY … (RETURN_STATS), as `getRowObjectsJson()` of DuckDB's Node client returns it. */
const copiedFile = z.object({
  filename: z.string(),
  count: z.coerce.number(),
  column_statistics: entries(entries(z.string())),
  partition_keys: entries(z.string().nullable()).nullable(),
});

export interface ToNewFilesOptions {
  /** The rows that COPY … (FORMAT parquet, RETURN_STATS) returned, through `getRowObjectsJson()`. */
  readonly rows: readonly unknown[];
  /** All columns of the table. */
  readonly columns: readonly Column[];
  readonly partitionColumns: readonly string[];
}

/**
 * Converts DuckDB's report of written files to new files of a table. Files without rows are omitted.
 *
 * The session's time zone must be UTC, because DuckDB reports times in it.
 *
 * @throws LakehouseError `option_invalid` if the files have other columns than the table
 */
export function toNewFiles({ rows, columns, partitionColumns }: ToNewFilesOptions): NewFile[] {
  return z
    .array(copiedFile)
    .parse(rows)
    .filter(({ count }) => count > 0)
    .map((row) => toNewFile(row, columns, partitionColumns));
}

function toNewFile(
  { filename, count, column_statistics, partition_keys }: z.infer<typeof copiedFile>,
  columns: readonly Column[],
  partitionColumns: readonly string[],
): NewFile {
  const minValues: Record<string, StatisticValue> = {};
  const maxValues: Record<string, StatisticValue> = {};
  const nullCount: Record<string, number> = {};
  for (const { key, value } of column_statistics) {
    const name = unquote(key);
    const column = columns.find((known) => known.name === name);
    if (column === undefined)
      throw new LakehouseError(
        'option_invalid',
        `${filename} has the column ${key}, which the table does not have`,
      );
    const found = new Map(value.map((one) => [one.key, one.value]));
    const { min, max } = toBounds(column.type, found);
    if (min !== undefined) minValues[name] = min;
    if (max !== undefined) maxValues[name] = max;
    const nulls = found.get('null_count');
    if (nulls !== undefined) nullCount[name] = Number(nulls);
  }
  const partition: Record<string, string | null> = {};
  for (const name of partitionColumns) {
    const key = partition_keys?.find((one) => one.key === name);
    const type = columns.find((known) => known.name === name)?.type;
    if (key === undefined || type === undefined)
      throw new LakehouseError(
        'option_invalid',
        `${filename} is not partitioned by the table's column ${name}`,
      );
    partition[name] = toPartitionValue(type, key.value);
  }
  return { localPath: filename, rows: count, partition, stats: { minValues, maxValues, nullCount } };
}

/** DuckDB reports a column as a quoted identifier; a field within a struct has several. */
function unquote(key: string): string {
  return /^"(?:[^"]|"")*"$/.test(key) ? key.slice(1, -1).replaceAll('""', '"') : key;
}
