import { LakehouseError } from '../lakehouse-error';
import { type Comparable, compare, toComparable } from './comparable';
import { type Column, type DataFile, type Snapshot } from './types';

/** A value to look for, in the words of statistics: dates `2026-11-21`, timestamps in ISO 8601 with `Z`. */
export type SoughtValue = string | number | bigint | boolean;

export interface Condition {
  readonly column: string;
  /** Not less than. @default no bound */
  readonly min?: SoughtValue;
  /** Not greater than. @default no bound */
  readonly max?: SoughtValue;
  /** One of these; null finds rows without a value. @default any */
  readonly in?: readonly (SoughtValue | null)[];
}

/** What is known of a column in a file. A bound that is undefined is not known. */
interface Extent {
  readonly low: Comparable | undefined;
  readonly high: Comparable | undefined;
  readonly mayHaveValues: boolean;
  readonly mayHaveNulls: boolean;
}

/**
 * The files that may have rows that meet the condition; those left out have none. Looks at the log only.
 *
 * @throws LakehouseError `option_invalid` for an unknown column or a value that is none of its type
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
        `${String(value)} is no value of ${name}, which is ${column.type}`,
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

/** The smallest value that is not below the file's lies within the file's, or none does. `values` ascend. */
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
    // Other writers cut the greatest time off at the millisecond (PROTOCOL.md "Per-file Statistics").
    high: type === 'timestamp' && typeof high === 'bigint' ? high + 999n : high,
    // A file from before the column was added has no count of it at all, so it stays in.
    mayHaveValues: nulls === undefined || rows < 0 || nulls < rows,
    mayHaveNulls: nulls !== 0,
  };
}
