import { type JsonObject } from '../../kit';
import { parseBody, readList, readObject, readQuery, readText } from '../fields';
import { invalid, notSupported } from '../refusals';
import { type DatasetRecord } from '../store/dataset-store';
import { readTables } from '../model/table-definition';
import { type SemanticModel } from '../store/semantic-models';
import { findDataset, requireWorkspace } from './find';
import { type PowerBiOperation } from './operation';

/** `GET /groups/{g}/datasets` → `{value: [{id, name, addRowsAPIEnabled, isRefreshable}]}` */
export const listDatasets: PowerBiOperation = {
  name: 'GetDatasets',
  method: 'GET',
  path: '/groups/:group/datasets',
  run: (call) => {
    requireWorkspace(call);
    readQuery(call.request.url.searchParams, []);
    const { datasets, semanticModels } = call.context;
    return {
      status: 200,
      body: {
        value: [
          ...datasets.list().map(({ record }) => toDataset(record)),
          ...semanticModels.list.map((model) => toModel(model)),
        ],
      },
    };
  },
};

/**
 * `POST /groups/{g}/datasets ?defaultRetentionPolicy {name, defaultMode, tables}` → 201 `{id, name, defaultRetentionPolicy}`
 *
 * https://learn.microsoft.com/rest/api/power-bi/push-datasets/datasets-post-dataset-in-group
 */
export const postDataset: PowerBiOperation = {
  name: 'PostDataset',
  method: 'POST',
  path: '/groups/:group/datasets',
  run: (call) => {
    requireWorkspace(call);
    const query = readQuery(call.request.url.searchParams, ['defaultRetentionPolicy']);
    const body = readObject(parseBody(call.body), 'a dataset', ['name', 'defaultMode', 'tables']);
    const mode = readMode(body);
    const tables = readTables(readList(body, 'tables', 'a dataset'));
    if (mode === 'PushStreaming' && tables.length > 1)
      throw notSupported('A dataset with a push URL and more than one table');
    const retention = readRetention(query.get('defaultRetentionPolicy') ?? 'None');
    const name = readText(body, 'name', 'a dataset');
    const { record } = call.context.datasets.create({ name, mode, retention, tables }, call.now);
    return {
      status: 201,
      body: { id: record.id, name: record.name, defaultRetentionPolicy: record.retention },
    };
  },
};

/** `DELETE /groups/{g}/datasets/{d}` */
export const deleteDataset: PowerBiOperation = {
  name: 'DeleteDataset',
  method: 'DELETE',
  path: '/groups/:group/datasets/:dataset',
  run: (call) => {
    readQuery(call.request.url.searchParams, []);
    call.context.datasets.remove(findDataset(call));
    return { status: 200 };
  },
};

function readMode(body: JsonObject): DatasetRecord['mode'] {
  const mode = body['defaultMode'] ?? 'Push';
  if (typeof mode !== 'string') throw invalid('defaultMode must be a text');
  const known = (['Push', 'PushStreaming'] as const).find(
    (name) => name.toLowerCase() === mode.toLowerCase(),
  );
  if (known === undefined) throw notSupported(`The mode ${mode}`);
  return known;
}

function readRetention(text: string): DatasetRecord['retention'] {
  if (text.toLowerCase() === 'basicfifo') return 'basicFIFO';
  if (text.toLowerCase() === 'none') return 'None';
  throw invalid(`the retention policy ${text} is unknown; choose from None, basicFIFO`);
}

function toDataset({ id, name, createdAt }: DatasetRecord): JsonObject {
  return { id, name, addRowsAPIEnabled: true, isRefreshable: false, createdDate: createdAt };
}

function toModel({ id, name }: SemanticModel): JsonObject {
  return { id, name, addRowsAPIEnabled: false, isRefreshable: true };
}
