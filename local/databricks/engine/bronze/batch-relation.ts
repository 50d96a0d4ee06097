import { existsSync } from 'node:fs';
import { StandInError } from '../../../shared/stand-in-error';
import { sqlName, sqlPath, sqlText } from '../../delta/sql-text';
import { type BronzeSource } from '../model/model';
import { castColumns, emptyRelation } from '../sql';

type Batch = Extract<BronzeSource, { kind: 'batch' }>;

/**
 * SQL for the rows of a batch file, by the names of its columns, in the declared types. A column that the file does
 * not have is an error; columns that are not declared are left out.
 *
 * CSV: comma, a line of names first, an empty field is NULL (quoted or not). JSON: an array of objects, or one object.
 *
 * @param file of this machine; undefined while no run has brought one
 * @throws StandInError `corrupt` where the run has no such file
 */
export function batchRelation({ columns, format }: Batch, file: string | undefined): string {
  if (file === undefined) return emptyRelation(columns);
  if (!existsSync(file)) throw new StandInError('corrupt', `the batch file ${file} is missing`);
  const path = sqlPath(file);
  if (format === 'csv') {
    const options = `header = true, all_varchar = true, delim = ',', quote = '"', escape = '"'`;
    return `SELECT ${castColumns(columns)} FROM read_csv(${path}, ${options})`;
  }
  // As JSON first: a declared date or number then means the same as in CSV.
  const fields = columns.map(({ name }) => `${sqlName(name)}: 'VARCHAR'`).join(', ');
  const shape = sqlText(format === 'json' ? 'auto' : 'newline_delimited');
  return `SELECT ${castColumns(columns)} FROM read_json(${path}, format = ${shape}, columns = {${fields}})`;
}
