import { z } from 'zod';
import { parseCell } from '../parse-cell';
import { type CellValue, type TableColumn } from '../table-reader';
import { goldUnreadable } from './table-schema';
import { type AddFile } from './log-actions';

/** A data file of a table. */
export interface DataFile {
  /** Relative to the table's folder, not URL-encoded. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Undefined if the writer did not record it. */
  readonly rowCount: number | undefined;
  /** By partition column; null if it has no value. */
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
 * @throws SluiceError `gold_unreadable` if the file is outside the table's folder, has a deletion vector, or
 *   has an invalid partition value
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
      'it has deletion vectors; set delta.enableDeletionVectors to false and purge the table',
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

/** Returns the key of a file in the state: its path, decoded from a URI (RFC 2396). */
export function toPath(table: string, uri: string): string {
  if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(uri))
    throw goldUnreadable(table, `it has a data file outside of its folder: ${uri}`);
  try {
    return decodeURIComponent(uri);
  } catch (error) {
    throw goldUnreadable(table, `the path ${uri} in its log is not a valid URI`, error);
  }
}

function toPartitionValue(
  table: string,
  columns: readonly TableColumn[],
  name: string,
  text: string | null,
): CellValue {
  // An empty text means null (PROTOCOL.md "Partition Value Serialization").
  if (text === null || text === '') return null;
  const type = columns.find((column) => column.name === name)?.type;
  const value = type === undefined ? undefined : parseCell(type, text);
  if (value === undefined)
    throw goldUnreadable(table, `the partition value '${text}' of ${name} is not a ${type ?? 'column'}`);
  return value;
}

/** Parses the statistics of a file. They are optional: what cannot be parsed is treated as unknown. */
function toStatistics(text: string | null | undefined): z.infer<typeof statistics> {
  if (text === null || text === undefined) return {};
  try {
    return statistics.parse(JSON.parse(text));
  } catch {
    // A file without statistics is read whole.
    return {};
  }
}
