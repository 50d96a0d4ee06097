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

/**
 * `PUT …/tables/{t} {name, columns, measures?}` → 200 `{name}`
 *
 * https://learn.microsoft.com/rest/api/power-bi/push-datasets/datasets-put-table-in-group
 */
export const putTable: PowerBiOperation = {
  name: 'PutTable',
  method: 'PUT',
  path: '/groups/:group/datasets/:dataset/tables/:table',
  run: (call) => {
    readQuery(call.request.url.searchParams, []);
    const dataset = findDataset(call);
    const { definition } = findTable(dataset, call.parameters['table'] ?? '');
    const table = readTable(parseBody(call.body));
    if (table.name !== definition.name)
      throw invalid(`the name of the table must be ${definition.name}, not ${table.name}`);
    for (const { name, dataType } of table.columns) {
      const before = definition.columns.find((column) => column.name === name);
      if (before !== undefined && before.dataType !== dataType)
        throw invalid(`the column ${name} is ${before.dataType} and cannot become ${dataType}`);
    }
    requireUniqueMeasures([...dataset.record.tables.filter(({ name }) => name !== table.name), table]);
    call.context.datasets.replaceTable(dataset, table);
    return { status: 200, body: { name: table.name } };
  },
};
