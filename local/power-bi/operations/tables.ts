import { parseJson, readQuery } from '../http/json';
import { invalid } from '../http/refusal';
import { readTable, requireUniqueMeasures } from '../model/table-definition';
import { findDataset, findTable } from './find';
import { type Operation } from './operation';

/** `GET …/tables` → `{value: [{name}]}`: names alone, as the service lists them. */
export const listTables: Operation = {
  name: 'GetTables',
  method: 'GET',
  path: '/groups/:group/datasets/:dataset/tables',
  run: (request) => {
    readQuery(request.query, []);
    const { tables } = findDataset(request).record;
    return { status: 200, body: { value: tables.map(({ name }) => ({ name })) } };
  },
};

/**
 * `PUT …/tables/{t} {name, columns, measures?}` → 200 `{name}`
 *
 * https://learn.microsoft.com/rest/api/power-bi/push-datasets/datasets-put-table-in-group
 */
export const putTable: Operation = {
  name: 'PutTable',
  method: 'PUT',
  path: '/groups/:group/datasets/:dataset/tables/:table',
  run: (request) => {
    readQuery(request.query, []);
    const dataset = findDataset(request);
    const { definition } = findTable(dataset, request.parameters['table'] ?? '');
    const table = readTable(parseJson(request.body));
    if (table.name !== definition.name) throw invalid(`the table is ${definition.name}, not ${table.name}`);
    for (const { name, dataType } of table.columns) {
      const before = definition.columns.find((column) => column.name === name);
      if (before !== undefined && before.dataType !== dataType)
        throw invalid(`the column ${name} is ${before.dataType} and cannot become ${dataType}`);
    }
    requireUniqueMeasures([...dataset.record.tables.filter(({ name }) => name !== table.name), table]);
    request.workspace.datasets.replaceTable(dataset, table);
    return { status: 200, body: { name: table.name } };
  },
};
