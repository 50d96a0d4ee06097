/** Schemas that a model's SQL may name. */
export const SCHEMAS = ['bronze', 'rejected', 'silver', 'gold', 'changed', 'existing', 'run'] as const;
export type Schema = (typeof SCHEMAS)[number];

/** A relation that SQL names, such as `changed.iot_telemetry`. */
export interface Relation {
  readonly schema: Schema;
  readonly name: string;
}

/**
 * Comments, strings and quoted identifiers, as in Spark and DuckDB. A comment in a comment is an error in
 * DuckDB, so the pattern ignores nesting.
 */
const OPAQUE = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`/g;

/** Replaces comments, strings and quoted identifiers by blanks; every other character keeps its place. */
export function blankOpaque(sql: string): string {
  return sql.replace(OPAQUE, (text) => text.replace(/[^\n]/g, ' '));
}

/** Strings and quoted names, or a run of comments and white space. */
const PIECE = /('(?:[^']|'')*'|"(?:[^"]|"")*")|(?:--[^\n]*|\/\*[\s\S]*?\*\/|\s+)+/g;

/** SQL without comments, and with one blank for white space outside strings and quoted names. */
export function plainSql(sql: string): string {
  return sql.replace(PIECE, (_, quoted: string | undefined) => quoted ?? ' ').trim();
}

const NAMED = new RegExp(`(?<![\\w.])(${SCHEMAS.join('|')})\\s*\\.\\s*([a-z_][a-z0-9_]*)`, 'gi');

/**
 * The relations that SQL names, each once, in the order of their first appearance.
 *
 * Every `schema.name` counts, wherever it occurs. Therefore a model never uses a schema's name as an alias.
 */
export function findRelations(sql: string): Relation[] {
  const found = new Map<string, Relation>();
  for (const [, schema = '', name = ''] of blankOpaque(sql).matchAll(NAMED)) {
    const relation = { schema: schema.toLowerCase() as Schema, name: name.toLowerCase() };
    found.set(toText(relation), relation);
  }
  return [...found.values()];
}

export const toText = ({ schema, name }: Relation): string => `${schema}.${name}`;
