import { type ColumnType } from '../delta/types';

/** An identifier, quoted: column names such as `partition` are words of SQL. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text, quoted. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Identifiers, comma-separated. */
export const identifiers = (names: readonly string[]): string => names.map(identifier).join(', ');

/** Texts as a list value. */
export const literals = (texts: readonly string[]): string => `[${texts.map(literal).join(', ')}]`;

const TYPES: Readonly<Record<Exclude<ColumnType, `decimal(${number},${number})`>, string>> = {
  string: 'VARCHAR',
  integer: 'INTEGER',
  long: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMPTZ',
};

/** What DuckDB calls a column's type. Timestamps are instants, so they are TIMESTAMPTZ; the session's zone is UTC. */
export function duckdbType(type: ColumnType): string {
  return type in TYPES ? TYPES[type as keyof typeof TYPES] : type.toUpperCase();
}

/** A typed column as SQL wants it in a list of columns. */
export interface TypedColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** A relation of these columns without rows. */
export function emptyRelation(columns: readonly TypedColumn[]): string {
  const fields = columns.map(({ name, type }) => `CAST(NULL AS ${duckdbType(type)}) AS ${identifier(name)}`);
  return `SELECT ${fields.join(', ')} WHERE false`;
}

/** The columns of a SELECT, by name, cast to what they are declared as. */
export function castColumns(columns: readonly TypedColumn[]): string {
  return columns
    .map(({ name, type }) => `CAST(${identifier(name)} AS ${duckdbType(type)}) AS ${identifier(name)}`)
    .join(', ');
}
