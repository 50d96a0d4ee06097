import { existsSync } from 'node:fs';
import { LakehouseError } from '../lakehouse-error';
import { sqlName, sqlPath, sqlText } from '../delta/sql-text';
import { type BronzeSource } from '../model/model';
import { castColumns, emptyRelation, type TypedColumn } from '../sql';
import { type BatchChecks } from './batch-checks';

type Batch = Extract<BronzeSource, { kind: 'batch' }>;

/** A batch file on this machine, and its run's folder inside the bronze container. */
export interface BatchFile {
  readonly path: string;
  readonly run: string;
}

/**
 * SQL for the castable rows of a batch file, in the declared columns and types. A missing column is an error;
 * undeclared columns are ignored.
 *
 * CSV has commas and a header line; an empty field is NULL, quoted or not. JSON is an array of objects, or
 * one object.
 *
 * @param file undefined if no run has delivered one
 * @throws LakehouseError `corrupt` if the run's folder lacks the file
 */
export function batchRelation(batch: Batch, file: BatchFile | undefined, checks: BatchChecks): string {
  if (file === undefined) return emptyRelation(batch.columns);
  const names = batch.columns.map(({ name }) => sqlName(name)).join(', ');
  // DuckDB may compute a cast before a condition beside it. CASE computes it only for rows that meet the
  // condition.
  const sound = `CASE WHEN problem IS NULL THEN {${batch.columns.map(({ name }) => `${sqlName(name)}: ${sqlName(name)}`).join(', ')}} END`;
  return (
    `SELECT ${castColumns(batch.columns)} FROM (SELECT unnest(sound) FROM (SELECT ${sound} AS sound ` +
    `FROM (${checkedSql(batch, file, checks)}) WHERE problem IS NULL)) AS t(${names})`
  );
}

/** SQL for `rejected.<name>`: the rows of the file that cannot be cast. */
export function rejectedRows(batch: Batch, file: BatchFile | undefined, checks: BatchChecks): string {
  const columns = ['batch_run', 'file', 'field', 'reason', 'row_text'] as const;
  if (file === undefined) return emptyRelation(columns.map((name) => ({ name, type: 'string' })));
  const row = batch.columns.map(({ name }) => `${sqlName(name)}: ${sqlName(name)}`).join(', ');
  const space = "instr(problem, ' ')";
  return (
    `SELECT ${sqlText(file.run)} AS batch_run, ${sqlText(batch.file)} AS file, substring(problem, 1, ${space} - 1) AS field, ` +
    `substring(problem, ${space} + 1) AS reason, CAST(to_json({${row}}) AS VARCHAR) AS row_text ` +
    `FROM (${checkedSql(batch, file, checks)}) WHERE problem IS NOT NULL`
  );
}

/** The declared columns as texts, and `problem`: `<column> <reason>`, or NULL. */
function checkedSql(batch: Batch, { path }: BatchFile, checks: BatchChecks): string {
  const cases = batch.columns.flatMap(({ name, type }: TypedColumn) =>
    (checks[type] ?? []).map(
      ({ reason, when }) =>
        `WHEN ${when.replaceAll('{value}', `r.${sqlName(name)}`)} THEN ${sqlText(`${name} ${reason}`)}`,
    ),
  );
  const problem = cases.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${cases.join(' ')} END`;
  const columns = batch.columns.map(({ name }) => `r.${sqlName(name)}`).join(', ');
  return `SELECT ${columns}, ${problem} AS problem FROM (${textsSql(batch, path)}) AS r`;
}

function textsSql({ columns, format }: Batch, file: string): string {
  if (!existsSync(file)) throw new LakehouseError('corrupt', `the batch file ${file} is missing`);
  const path = sqlPath(file);
  const names = columns.map(({ name }) => sqlName(name)).join(', ');
  if (format === 'csv')
    return `SELECT ${names} FROM read_csv(${path}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')`;
  // Read everything as text first, so that a declared date or number means the same as in CSV.
  const fields = columns.map(({ name }) => `${sqlName(name)}: 'VARCHAR'`).join(', ');
  const shape = sqlText(format === 'json' ? 'auto' : 'newline_delimited');
  return `SELECT ${names} FROM read_json(${path}, format = ${shape}, columns = {${fields}})`;
}
