import { type ColumnType } from '../../lakehouse/engines/duckdb/delta/types';

/** Power BI's names of a column's type. */
export interface PowerBiType {
  /** Of TMDL (https://learn.microsoft.com/dotnet/api/microsoft.analysisservices.tabular.datatype). */
  readonly dataType: 'string' | 'int64' | 'double' | 'decimal' | 'boolean' | 'dateTime';
  /** Of Power Query. */
  readonly queryType: string;
}

const TYPES: Readonly<Record<Exclude<ColumnType, `decimal(${string}`>, PowerBiType>> = {
  string: { dataType: 'string', queryType: 'type text' },
  integer: { dataType: 'int64', queryType: 'Int64.Type' },
  long: { dataType: 'int64', queryType: 'Int64.Type' },
  double: { dataType: 'double', queryType: 'type number' },
  boolean: { dataType: 'boolean', queryType: 'type logical' },
  date: { dataType: 'dateTime', queryType: 'type date' },
  timestamp: { dataType: 'dateTime', queryType: 'type datetime' },
};

/**
 * Power BI's fixed decimal has four decimals and nineteen digits in all; larger types become a double there. Money
 * stays exact: its sums have more digits than any business needs, and real amounts fit.
 */
export function toPowerBiType(type: ColumnType): PowerBiType {
  const decimal = readDecimal(type);
  if (decimal === undefined) return TYPES[type as keyof typeof TYPES];
  return isMoney(type) || (decimal.scale <= 4 && decimal.precision <= 19)
    ? { dataType: 'decimal', queryType: 'Currency.Type' }
    : { dataType: 'double', queryType: 'type number' };
}

/** Only amounts of money have two decimals: `decimal(18,2)`, and their sums `decimal(28,2)`. */
export function isMoney(type: ColumnType): boolean {
  return type === 'decimal(18,2)' || type === 'decimal(28,2)';
}

export function readDecimal(
  type: ColumnType,
): { readonly precision: number; readonly scale: number } | undefined {
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)$/.exec(type) ?? [];
  return precision === undefined ? undefined : { precision: Number(precision), scale: Number(scale) };
}
