import { compareCells } from '../compare-cells';
import { parseCell } from '../parse-cell';
import { type CellValue, type FileFilter, type TableColumn } from '../table-reader';
import { type DataFile } from './data-file';

/** The files that may have rows that every filter lets through; those left out have none. Looks at the log only. */
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

/** Bounds of a column in a file; undefined where they are not known, null where it has no values. */
function extent(
  { partition, minValues, maxValues }: DataFile,
  { name, type }: TableColumn,
): { readonly low: CellValue | undefined; readonly high: CellValue | undefined } {
  const value = partition[name];
  if (value !== undefined) return { low: value, high: value };
  const low = statistic(type, minValues[name]);
  const high = statistic(type, maxValues[name]);
  // Writers may cut the greatest time off at the millisecond (PROTOCOL.md "Per-file Statistics").
  return { low, high: type === 'timestamp' && typeof high === 'bigint' ? high + 999n : high };
}

/** A number in JSON beyond 2^53 has lost its last digits, and one of a decimal may have: neither is a bound. */
function statistic(type: TableColumn['type'], value: unknown): CellValue | undefined {
  if (type === 'boolean' || type.startsWith('decimal')) return undefined;
  if (typeof value === 'number') {
    if (type === 'long') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
    return type === 'integer' || type === 'double' ? value : undefined;
  }
  return typeof value === 'string' ? parseCell(type, value) : undefined;
}
