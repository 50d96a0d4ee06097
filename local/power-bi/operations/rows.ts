import { isObject, type Json, parseJson, readList, readObject, readQuery } from '../http/json';
import { invalid, notFound, Refusal } from '../http/refusal';
import { checkRows } from '../model/check-rows';
import { type Dataset } from '../store/dataset-store';
import { findDataset, findTable } from './find';
import { type Operation, type OperationRequest } from './operation';

/** Rows of a table without a retention policy, from the page of limits. */
const MOST_ROWS = 5_000_000;

/**
 * `POST …/tables/{t}/rows {rows: [{…}]}` → 200
 *
 * https://learn.microsoft.com/rest/api/power-bi/push-datasets/datasets-post-rows-in-group
 */
export const postRows: Operation = {
  name: 'PostRows',
  method: 'POST',
  path: '/groups/:group/datasets/:dataset/tables/:table/rows',
  isRowsRequest: true,
  run: (request) => {
    readQuery(request.query, []);
    const body = readObject(parseJson(request.body), 'the body', ['rows']);
    addRows(
      request,
      findDataset(request),
      request.parameters['table'] ?? '',
      readList(body, 'rows', 'the body'),
    );
    return { status: 200 };
  },
};

/** `DELETE …/tables/{t}/rows` → 200 */
export const deleteRows: Operation = {
  name: 'DeleteRows',
  method: 'DELETE',
  path: '/groups/:group/datasets/:dataset/tables/:table/rows',
  run: (request) => {
    readQuery(request.query, []);
    findTable(findDataset(request), request.parameters['table'] ?? '').rows.clear();
    return { status: 200 };
  },
};

/**
 * `POST /beta/{tenant}/datasets/{d}/rows?key=… [{…}]` → 200: the push URL, which takes no token
 *
 * https://learn.microsoft.com/power-bi/connect-data/service-real-time-streaming
 */
export const pushRows: Operation = {
  name: 'PushRows',
  method: 'POST',
  path: '/beta/:tenant/datasets/:dataset/rows',
  isRowsRequest: true,
  run: (request) => {
    const key = readQuery(request.query, ['key']).get('key');
    const dataset = request.workspace.datasets.find(request.parameters['dataset'] ?? '');
    if (dataset?.record.mode !== 'PushStreaming') throw notFound('the dataset');
    if (key !== dataset.record.pushKey)
      throw new Refusal(403, 'InvalidKey', 'the key is not the one of the dataset');
    const body = parseJson(request.body);
    const rows = isObject(body) ? readList(readObject(body, 'the body', ['rows']), 'rows', 'the body') : body;
    if (!Array.isArray(rows)) throw invalid('the body must be a list of rows');
    addRows(request, dataset, dataset.record.tables[0]?.name ?? '', rows as readonly Json[]);
    return { status: 200 };
  },
};

function addRows(
  { workspace, now }: OperationRequest,
  { record, ...dataset }: Dataset,
  name: string,
  given: readonly Json[],
): void {
  const { definition, rows } = findTable({ record, ...dataset }, name);
  const checked = checkRows(given, definition);
  if (record.retention === 'None' && rows.count + checked.length > MOST_ROWS)
    throw invalid(`a table without a retention policy has at most ${MOST_ROWS} rows`);
  workspace.limits.of(record.id).take(checked.length, { now, tableRows: rows.count });
  rows.append(checked);
  if (record.retention === 'basicFIFO') rows.dropOldest();
}
