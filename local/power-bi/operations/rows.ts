import { isJsonObject, type Json, type JsonObject } from '../../kit';
import { parseBody, readList, readObject, readQuery } from '../fields';
import { faultIn } from '../model/column-type';
import { type TableDefinition } from '../model/table-definition';
import { invalid, notFound, Refusal } from '../refusals';
import { type Dataset } from '../store/dataset-store';
import { findDataset, findTable } from './find';
import { type PowerBiCall, type PowerBiOperation } from './operation';

/** Limit of a table without a retention policy, from the page of limits. */
const MAX_TABLE_ROWS = 5_000_000;

/**
 * `POST …/tables/{t}/rows {rows: [{…}]}` → 200
 *
 * https://learn.microsoft.com/rest/api/power-bi/push-datasets/datasets-post-rows-in-group
 */
export const postRows: PowerBiOperation = {
  name: 'PostRows',
  method: 'POST',
  path: '/groups/:group/datasets/:dataset/tables/:table/rows',
  begin: (workspace, parameters) => workspace.limits.of(parameters['dataset'] ?? '').begin(),
  run: (call) => {
    readQuery(call.request.url.searchParams, []);
    const body = readObject(parseBody(call.body), 'the body', ['rows']);
    addRows(call, findDataset(call), call.parameters['table'] ?? '', readList(body, 'rows', 'the body'));
    return { status: 200 };
  },
};

/** `DELETE …/tables/{t}/rows` → 200 */
export const deleteRows: PowerBiOperation = {
  name: 'DeleteRows',
  method: 'DELETE',
  path: '/groups/:group/datasets/:dataset/tables/:table/rows',
  run: (call) => {
    readQuery(call.request.url.searchParams, []);
    findTable(findDataset(call), call.parameters['table'] ?? '').rows.clear();
    return { status: 200 };
  },
};

/**
 * `POST /beta/{tenant}/datasets/{d}/rows?key=… [{…}]` → 200: the push URL, which needs no token
 *
 * https://learn.microsoft.com/power-bi/connect-data/service-real-time-streaming
 */
export const pushRows: PowerBiOperation = {
  name: 'PushRows',
  method: 'POST',
  path: '/beta/:tenant/datasets/:dataset/rows',
  isOpen: true,
  begin: (workspace, parameters) => workspace.limits.of(parameters['dataset'] ?? '').begin(),
  run: (call) => {
    const key = readQuery(call.request.url.searchParams, ['key']).get('key');
    const dataset = call.context.datasets.find(call.parameters['dataset'] ?? '');
    if (dataset?.record.mode !== 'PushStreaming') throw notFound('the dataset');
    if (key !== dataset.record.pushKey)
      throw new Refusal(403, 'InvalidKey', 'the key is not the key of the dataset');
    const body = parseBody(call.body);
    const rows = isJsonObject(body)
      ? readList(readObject(body, 'the body', ['rows']), 'rows', 'the body')
      : body;
    if (!Array.isArray(rows)) throw invalid('the body must be a list of rows');
    addRows(call, dataset, dataset.record.tables[0]?.name ?? '', rows as readonly Json[]);
    return { status: 200 };
  },
};

function addRows(
  { context, now }: PowerBiCall,
  { record, ...dataset }: Dataset,
  name: string,
  given: readonly Json[],
): void {
  const { definition, rows } = findTable({ record, ...dataset }, name);
  const checked = checkRows(given, definition);
  if (record.retention === 'None' && rows.count + checked.length > MAX_TABLE_ROWS)
    throw invalid(`a table without a retention policy can have at most ${MAX_TABLE_ROWS} rows`);
  context.limits.of(record.id).take(checked.length, { now, tableRows: rows.count });
  rows.append(checked);
  if (record.retention === 'basicFIFO') rows.dropOldest();
}

/** https://learn.microsoft.com/power-bi/developer/embedded/push-datasets-limitations */
const MAX_ROWS = 10_000;

/** Checks rows for a table: all are accepted or none. @throws Refusal 400 with the row and the column */
function checkRows(rows: readonly Json[], table: TableDefinition): readonly JsonObject[] {
  if (rows.length > MAX_ROWS)
    throw invalid(`${rows.length} rows; at most ${MAX_ROWS} are allowed in a request`);
  const types = new Map(table.columns.map(({ name, dataType }) => [name, dataType]));
  return rows.map((row, index) => {
    if (!isJsonObject(row)) throw invalid(`row ${index} is not an object`);
    for (const [name, value] of Object.entries(row)) {
      const type = types.get(name);
      if (type === undefined) throw invalid(`row ${index}: the table ${table.name} has no column ${name}`);
      const fault = faultIn(value, type);
      if (fault !== undefined) throw invalid(`row ${index}: the value of ${name} ${fault}`);
    }
    return row;
  });
}
