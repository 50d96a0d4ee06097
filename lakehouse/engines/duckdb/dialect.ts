import { sqlText } from './delta/sql-text';
import { UTC } from './business-time-zone';
import { MODEL_MACROS } from './macros';

/**
 * Functions of Spark SQL that DuckDB names or defines differently, and the models' own functions. Models are
 * written in Spark SQL; each line here adds one function to DuckDB. A function with the same name and meaning
 * in both needs no line.
 *
 * Spark: https://spark.apache.org/docs/latest/api/sql/ · DuckDB: https://duckdb.org/docs/stable/sql/functions/overview
 */
export const DIALECT_MACROS: readonly string[] = [
  // Arrays. Spark's explode drops the row of an empty or missing array, as unnest does.
  'explode(items) AS unnest(items)',
  'size(items) AS CAST(len(items) AS INTEGER)',
  'sequence(first, last) AS generate_series(first, last), (first, last, step) AS generate_series(first, last, step)',
  'element_at(items, place) AS items[place]',
  'array_size(items) AS CAST(len(items) AS INTEGER)',
  'array_join(items, separator) AS array_to_string(items, separator)',
  'sort_array(items) AS list_sort(items)',
  'collect_list(value) AS list(value) FILTER (WHERE value IS NOT NULL)',
  'collect_set(value) AS list(DISTINCT value) FILTER (WHERE value IS NOT NULL)',
  // Texts. Only SHA-256 is allowed, the one length that the models use.
  "sha2(text, bits) AS CASE WHEN bits = 256 THEN sha256(text) ELSE error('sha2 supports 256 bits only') END",
  'locate(part, text) AS CAST(instr(text, part) AS INTEGER)',
  'startswith(text, prefix) AS starts_with(text, prefix)',
  'endswith(text, suffix) AS suffix(text, suffix)',
  'regexp_like(text, pattern) AS regexp_matches(text, pattern)',
  // Days. Sunday is 1 in Spark's dayofweek, Monday is 0 in its weekday.
  'dayofweek(day) AS isodow(day) % 7 + 1',
  'weekday(day) AS isodow(day) - 1',
  'date_add(day, days) AS CAST(day + to_days(CAST(days AS INTEGER)) AS DATE)',
  'date_sub(day, days) AS CAST(day - to_days(CAST(days AS INTEGER)) AS DATE)',
  "datediff(last, first) AS CAST(date_diff('day', CAST(first AS DATE), CAST(last AS DATE)) AS INTEGER)",
  'add_months(day, months) AS CAST(day + to_months(CAST(months AS INTEGER)) AS DATE)',
  'to_date(value) AS CAST(value AS DATE)',
  'unix_timestamp(instant) AS CAST(floor(epoch(instant)) AS BIGINT)',
  'unix_millis(instant) AS epoch_ms(instant)',
  'unix_micros(instant) AS epoch_us(instant)',
  'timestamp_millis(milliseconds) AS CAST(make_timestamp(CAST(milliseconds AS BIGINT) * 1000) AS TIMESTAMPTZ)',
  // Conditions and aggregates.
  'nvl(value, otherwise) AS coalesce(value, otherwise)',
  'nvl2(value, present, absent) AS CASE WHEN value IS NOT NULL THEN present ELSE absent END',
  'try_divide(dividend, divisor) AS CASE WHEN divisor <> 0 THEN dividend / divisor END',
  'approx_percentile(value, share) AS quantile_disc(value, share)',
  'percentile(value, share) AS quantile_cont(CAST(value AS DOUBLE), share)',
  'pmod(dividend, divisor) AS ((dividend % divisor) + divisor) % divisor',
  ...MODEL_MACROS,
];

/**
 * `business_date(instant)`: the day of an instant in the business time zone. The zone is a literal and not a
 * column, because DuckDB looks a zone up again for each row that names one. The Spark engine writes the same
 * function in Spark SQL (sluice/sql_text.py).
 */
export function businessDateMacro(timeZone: string): string {
  if (timeZone === UTC) return 'business_date(instant) AS CAST(instant AS DATE)';
  const local = `timezone(${sqlText(timeZone)}, instant)`;
  // A zone moves the first and the last hours of the calendar out of it. They count on its first and last
  // day.
  const bounds = "greatest(DATE '0001-01-01', least(DATE '9999-12-31', ";
  return `business_date(instant) AS CASE WHEN instant IS NOT NULL THEN ${bounds}CAST(${local} AS DATE))) END`;
}
