/**
 * Functions that Spark SQL and DuckDB both have with the same name and meaning. The models may use these and the ones
 * that lakehouse/engines/duckdb/dialect.ts adds to DuckDB. `concat` is missing: DuckDB treats NULL as an empty text.
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

/** Words of SQL before a parenthesis that are not functions. */
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
