import { parseBody, readQuery } from '../fields';
import { invalid } from '../refusals';
import { readTable, requireUniqueMeasures } from '../model/table-definition';
import { findDataset, findTable } from './find';
import { type PowerBiOperation } from './operation';

/** `GET …/tables` → `{value: [{name}]}`: only names, as in Power BI. */
export const listTables: PowerBiOperation = {
  name: 'GetTables',
  method: 'GET',
  path: '/groups/:group/datasets/:dataset/tables',
  run: (call) => {
    readQuery(call.request.url.searchParams, []);
    const { tables } = findDataset(call).record;
    return { status: 200, body: { value: tables.map(({ name }) => ({ name })) } };
  },
};

const NEW_TABLE = { definition: undefined, rows: undefined } as const;

/**
 * `PUT …/tables/{t} {name, columns, measures?}` → 200 `{name}`
 *
 * https://learn.microsoft.com/rest/api/power-bi/push-datasets/datasets-put-table-in-group
 *
 * With flexible tables it also adds a missing table, and takes another type of a column. The rows of a table whose
 * column changed its type are removed, because they have the old type.
 */
export const putTable: PowerBiOperation = {
  name: 'PutTable',
  method: 'PUT',
  path: '/groups/:group/datasets/:dataset/tables/:table',
  run: (call) => {
    readQuery(call.request.url.searchParams, []);
    const dataset = findDataset(call);
    const { datasets, flexibleTables } = call.context;
    const name = call.parameters['table'] ?? '';
    const isNew = !dataset.record.tables.some((known) => known.name === name);
    const { definition, rows } = flexibleTables && isNew ? NEW_TABLE : findTable(dataset, name);
    const table = readTable(parseBody(call.body));
    if (table.name !== name) throw invalid(`the name of the table must be ${name}, not ${table.name}`);
    const typeOf = (column: string): string | undefined =>
      definition?.columns.find((known) => known.name === column)?.dataType;
    const changed = table.columns.find(({ name: column, dataType }) => {
      const before = typeOf(column);
      return before !== undefined && before !== dataType;
    });
    if (changed !== undefined && !flexibleTables)
      throw invalid(
        `the column ${changed.name} is ${typeOf(changed.name) ?? ''} and cannot become ${changed.dataType}`,
      );
    requireUniqueMeasures([...dataset.record.tables.filter((known) => known.name !== table.name), table]);
    if (isNew) datasets.addTable(dataset, table);
    else datasets.replaceTable(dataset, table);
    if (changed !== undefined) rows?.clear();
    return { status: 200, body: { name: table.name } };
  },
};
