import { duckDbType } from './delta/scan-sql';
import { sqlName, sqlPath } from './delta/sql-text';
import { type ColumnType } from './delta/types';

/** Identifiers, comma-separated. */
export const sqlNames = (names: readonly string[]): string => names.map(sqlName).join(', ');

/** Files as a list for DuckDB's readers. */
export const sqlPaths = (paths: readonly string[]): string => `[${paths.map(sqlPath).join(', ')}]`;

/** A typed column in SQL's list of columns. */
export interface TypedColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** A relation with these columns and without rows. */
export function emptyRelation(columns: readonly TypedColumn[]): string {
  const fields = columns.map(({ name, type }) => `CAST(NULL AS ${duckDbType(type)}) AS ${sqlName(name)}`);
  return `SELECT ${fields.join(', ')} WHERE false`;
}

/** The columns of a SELECT, by name, cast to their declared types. */
export function castColumns(columns: readonly TypedColumn[]): string {
  return columns
    .map(({ name, type }) => `CAST(${sqlName(name)} AS ${duckDbType(type)}) AS ${sqlName(name)}`)
    .join(', ');
}
