import { z } from 'zod';
import { parseCell } from '../parse-cell';
import { type CellValue, type TableColumn } from '../table-reader';
import { goldUnreadable } from './table-schema';
import { type AddFile } from './log-actions';

/** A data file of a table. */
export interface DataFile {
  /** Below the table, not URL-encoded. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Undefined where the writer did not say. */
  readonly rowCount: number | undefined;
  /** Of each partition column; null for none. */
  readonly partition: Readonly<Record<string, CellValue>>;
  readonly minValues: Readonly<Record<string, unknown>>;
  readonly maxValues: Readonly<Record<string, unknown>>;
}

/** PROTOCOL.md "Per-file Statistics". */
const statistics = z.object({
  numRecords: z.number().nullish(),
  minValues: z.record(z.string(), z.unknown()).nullish(),
  maxValues: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * @throws SluiceError `gold_unreadable` for a file that lies outside the table, has rows deleted by a vector, or a partition
 *   value that is none of its column's type
 */
export function toDataFile(
  table: string,
  { path, size, partitionValues, stats, deletionVector }: AddFile,
  columns: readonly TableColumn[],
  partitionColumns: readonly string[],
): DataFile {
  if (deletionVector !== undefined && deletionVector !== null)
    throw goldUnreadable(
      table,
      'it has deletion vectors; set delta.enableDeletionVectors to false and purge',
    );
  const { numRecords, minValues, maxValues } = toStatistics(stats);
  return {
    path: toPath(table, path),
    size,
    rowCount: numRecords ?? undefined,
    partition: Object.fromEntries(
      partitionColumns.map((name) => [
        name,
        toPartitionValue(table, columns, name, partitionValues[name] ?? null),
      ]),
    ),
    minValues: minValues ?? {},
    maxValues: maxValues ?? {},
  };
}

/** The key of a file in the state: its path as a URI (RFC 2396), decoded. */
export function toPath(table: string, uri: string): string {
  if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(uri))
    throw goldUnreadable(table, `it has a data file outside its own folder: ${uri}`);
  try {
    return decodeURIComponent(uri);
  } catch (error) {
    throw goldUnreadable(table, `the path ${uri} in its log is no URI`, error);
  }
}

function toPartitionValue(
  table: string,
  columns: readonly TableColumn[],
  name: string,
  text: string | null,
): CellValue {
  // An empty text stands for null (PROTOCOL.md "Partition Value Serialization").
  if (text === null || text === '') return null;
  const type = columns.find((column) => column.name === name)?.type;
  const value = type === undefined ? undefined : parseCell(type, text);
  if (value === undefined)
    throw goldUnreadable(table, `the partition value '${text}' of ${name} is no ${type ?? 'column'}`);
  return value;
}

/** Statistics are a help: what cannot be understood is unknown. */
function toStatistics(text: string | null | undefined): z.infer<typeof statistics> {
  if (text === null || text === undefined) return {};
  try {
    return statistics.parse(JSON.parse(text));
  } catch {
    // Not a fault: a file without statistics is read whole.
    return {};
  }
}
