/**
 * Functions that Spark SQL and DuckDB both have, under one name and with one meaning; the models may use these and the ones
 * that lakehouse/engines/duckdb/dialect.ts gives to DuckDB. `concat` is not among them: DuckDB takes NULL for an empty text.
 */
export const SHARED_FUNCTIONS: ReadonlySet<string> = new Set([
  'cast',
  'coalesce',
  'count',
  'date_trunc',
  'dayofmonth',
  'dayofyear',
  'decimal',
  'filter',
  'floor',
  'instr',
  'lead',
  'length',
  'lower',
  'lpad',
  'make_date',
  'max',
  'min',
  'month',
  'nullif',
  'quarter',
  'rank',
  'row_number',
  // The separator is a pattern in Spark: a comma is the same in both.
  'split',
  'substring',
  'sum',
  'weekofyear',
  'year',
]);

/** Words of SQL that stand before a parenthesis and are no functions. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  'all',
  'and',
  'as',
  'by',
  'distinct',
  'filter',
  'from',
  'in',
  'join',
  'not',
  'on',
  'or',
  'over',
  'then',
  'union',
  'when',
  'where',
]);
