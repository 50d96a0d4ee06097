import { type ColumnType } from '../../lakehouse/engines/duckdb/delta/types';

const TYPES: Readonly<Partial<Record<ColumnType, string>>> = {
  // The maximum length: contracts limit texts by characters, and a character takes up to four bytes of UTF-8.
  string: 'varchar(8000)',
  integer: 'int',
  long: 'bigint',
  double: 'float',
  boolean: 'bit',
  date: 'date',
  timestamp: 'datetime2(7)',
};

/** The type of a Delta column in T-SQL (https://learn.microsoft.com/azure/synapse-analytics/sql/develop-openrowset). */
export function toSqlType(type: ColumnType): string {
  // decimal(p,s) is the same in both.
  return TYPES[type] ?? type;
}

/**
 * The type in a table of a dedicated pool, whose collation has no UTF-8: texts are Unicode with at most 4,000
 * characters. They compare in binary order, as in the lake: with the pool's own collation `dev-1` would equal
 * `DEV-1`.
 */
export function toTableType(type: ColumnType): string {
  return type === 'string' ? 'nvarchar(4000) COLLATE Latin1_General_100_BIN2' : toSqlType(type);
}
