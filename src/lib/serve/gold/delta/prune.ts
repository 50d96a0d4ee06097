import { compareCells } from '../compare-cells';
import { parseCell } from '../parse-cell';
import { type CellValue, type FileFilter, type TableColumn } from '../table-reader';
import { type DataFile } from './data-file';

/** Selects the files that may have rows for every filter, by the log alone. Other files have none. */
export function prune(
  files: readonly DataFile[],
  columns: readonly TableColumn[],
  filters: readonly FileFilter[],
): DataFile[] {
  return files.filter((file) => filters.every((filter) => mayHold(file, columns, filter)));
}

function mayHold(
  file: DataFile,
  columns: readonly TableColumn[],
  { column: name, min, max }: FileFilter,
): boolean {
  const column = columns.find((known) => known.name === name);
  if (column === undefined) return true;
  const { low, high } = extent(file, column);
  if (low === null) return false;
  if (min !== undefined && high !== undefined && compareCells(high, min) < 0) return false;
  return !(max !== undefined && low !== undefined && compareCells(low, max) > 0);
}

/** Bounds of a column in a file; undefined if unknown, null if it has no values. */
function extent(
  { partition, minValues, maxValues }: DataFile,
  { name, type }: TableColumn,
): { readonly low: CellValue | undefined; readonly high: CellValue | undefined } {
  const value = partition[name];
  if (value !== undefined) return { low: value, high: value };
  const low = statistic(type, minValues[name]);
  const high = statistic(type, maxValues[name]);
  // Writers may truncate the greatest time to milliseconds (PROTOCOL.md "Per-file Statistics").
  return { low, high: type === 'timestamp' && typeof high === 'bigint' ? high + 999n : high };
}

/** Reads a bound. A JSON number beyond 2^53 has lost its last digits, and a decimal may have, so neither is used. */
function statistic(type: TableColumn['type'], value: unknown): CellValue | undefined {
  if (type === 'boolean' || type.startsWith('decimal')) return undefined;
  if (typeof value === 'number') {
    if (type === 'long') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
    return type === 'integer' || type === 'double' ? value : undefined;
  }
  return typeof value === 'string' ? parseCell(type, value) : undefined;
}
