import { LakehouseError } from '../lakehouse-error';
import { type Comparable, compare, toComparable } from './comparable';
import { type Column, type DataFile, type Snapshot } from './types';

/** A value of a condition, in the form of statistics: dates `2026-11-21`, timestamps in ISO 8601 with `Z`. */
export type SoughtValue = string | number | bigint | boolean;

export interface Condition {
  readonly column: string;
  /** Smallest value that matches. @default no bound */
  readonly min?: SoughtValue;
  /** Greatest value that matches. @default no bound */
  readonly max?: SoughtValue;
  /** Values that match; null matches rows without a value. @default any */
  readonly in?: readonly (SoughtValue | null)[];
}

/** Statistics of one column in a file. An undefined bound is unknown. */
interface Extent {
  readonly low: Comparable | undefined;
  readonly high: Comparable | undefined;
  readonly mayHaveValues: boolean;
  readonly mayHaveNulls: boolean;
}

/**
 * Returns the files that may have rows that meet the condition. Files that it omits have none. Reads only the
 * log.
 *
 * @throws LakehouseError `option_invalid` for an unknown column, or for a value of another type
 */
export function prune(
  { columns, partitionColumns, files }: Pick<Snapshot, 'columns' | 'partitionColumns' | 'files'>,
  { column: name, min, max, in: among }: Condition,
): DataFile[] {
  const column = columns.find((known) => known.name === name);
  if (column === undefined) throw new LakehouseError('option_invalid', `the table has no column ${name}`);
  const sought = (value: SoughtValue): Comparable => {
    const found = toComparable(column.type, value);
    if (found === undefined)
      throw new LakehouseError(
        'option_invalid',
        `${String(value)} is not a value of ${name}, which is ${column.type}`,
      );
    return found;
  };
  const low = min === undefined ? undefined : sought(min);
  const high = max === undefined ? undefined : sought(max);
  const values = among?.flatMap((value) => (value === null ? [] : [sought(value)])).sort(compare);
  const isPartition = partitionColumns.includes(name);
  return files.filter((file) => {
    const extent = isPartition ? partitionExtent(file, column) : statisticsExtent(file, column);
    if ((low !== undefined || high !== undefined) && !mayHold(extent, low, high)) return false;
    if (values === undefined) return true;
    if (among?.includes(null) === true && extent.mayHaveNulls) return true;
    return extent.mayHaveValues && holdsOneOf(extent, values);
  });
}

function mayHold(extent: Extent, low: Comparable | undefined, high: Comparable | undefined): boolean {
  if (!extent.mayHaveValues) return false;
  if (low !== undefined && extent.high !== undefined && compare(extent.high, low) < 0) return false;
  return !(high !== undefined && extent.low !== undefined && compare(extent.low, high) > 0);
}

/**
 * `values` ascend: if the smallest one from the file's minimum on lies beyond its maximum, no value lies
 * within.
 */
function holdsOneOf({ low, high }: Extent, values: readonly Comparable[]): boolean {
  let from = 0;
  let to = values.length;
  while (low !== undefined && from < to) {
    const middle = (from + to) >> 1;
    const value = values[middle];
    if (value !== undefined && compare(value, low) < 0) from = middle + 1;
    else to = middle;
  }
  const first = values[from];
  return first !== undefined && (high === undefined || compare(first, high) <= 0);
}

function partitionExtent({ partition }: DataFile, { name, type }: Column): Extent {
  const value = partition[name] ?? null;
  if (value === null) return { low: undefined, high: undefined, mayHaveValues: false, mayHaveNulls: true };
  const at = toComparable(type, value);
  return { low: at, high: at, mayHaveValues: true, mayHaveNulls: false };
}

function statisticsExtent({ rows, stats }: DataFile, { name, type }: Column): Extent {
  const nulls = stats.nullCount[name];
  const min = stats.minValues[name];
  const max = stats.maxValues[name];
  const high = max === undefined ? undefined : toComparable(type, max);
  return {
    low: min === undefined ? undefined : toComparable(type, min),
    // Other writers truncate the greatest time to the millisecond (PROTOCOL.md "Per-file Statistics").
    high: type === 'timestamp' && typeof high === 'bigint' ? high + 999n : high,
    // A file older than the column has no count for it, so it stays in.
    mayHaveValues: nulls === undefined || rows < 0 || nulls < rows,
    mayHaveNulls: nulls !== 0,
  };
}
