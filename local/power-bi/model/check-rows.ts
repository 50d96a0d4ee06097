import { isJsonObject, type Json, type JsonObject } from '../../kit';
import { invalid } from '../refusals';
import { faultIn } from './column-type';
import { type TableDefinition } from './table-definition';

/** https://learn.microsoft.com/power-bi/developer/embedded/push-datasets-limitations */
export const MAX_ROWS = 10_000;

/** Rows that a table takes: all of them or none. @throws Refusal 400 that names the row and the column */
export function checkRows(rows: readonly Json[], table: TableDefinition): readonly JsonObject[] {
  if (rows.length > MAX_ROWS)
    throw invalid(`${rows.length} rows; at most ${MAX_ROWS} are allowed in a request`);
  const types = new Map(table.columns.map(({ name, dataType }) => [name, dataType]));
  return rows.map((row, index) => {
    if (!isJsonObject(row)) throw invalid(`row ${index} is no object`);
    for (const [name, value] of Object.entries(row)) {
      const type = types.get(name);
      if (type === undefined) throw invalid(`row ${index}: the table ${table.name} has no column ${name}`);
      const fault = faultIn(value, type);
      if (fault !== undefined) throw invalid(`row ${index}: the value of ${name} ${fault}`);
    }
    return row;
  });
}
