import { createDataset } from '../../../src/lib/live/sinks/power-bi/create-dataset';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { toPowerBiTable } from '../../../src/lib/live/sinks/power-bi/to-power-bi-table';
import { viewsOf } from '../../../src/lib/live/windows/view';
import { DEFAULT_SEMANTIC_MODEL } from '../../../local/power-bi';
import { PowerBiFixture } from './power-bi-fixture';

const fixture = new PowerBiFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.cleanup());

const TABLES = viewsOf(createRegistry()).map(({ name, windows }) => toPowerBiTable(name, windows));

const create = (tables = TABLES, name = 'Sluice live windows'): ReturnType<typeof createDataset> =>
  createDataset({
    endpoint: fixture.service.endpoint,
    workspaceId: fixture.service.workspaceId,
    credential: fixture.credential,
    name,
    tables,
  });

async function tableNames(datasetId: string): Promise<readonly string[]> {
  const { body } = await fixture.send('GET', `/datasets/${datasetId}/tables`);
  return (body['value'] as readonly { readonly name: string }[]).map(({ name }) => name);
}

// Proves datasets, tables of power-bi with HTTP.
test('creates a dataset with a table for each view of the contracts', async () => {
  const { datasetId, outcome } = await create();
  expect(outcome).toBe('created');
  expect(await tableNames(datasetId)).toEqual(TABLES.map(({ name }) => name));
});

test('keeps the dataset and its rows when it is created again', async () => {
  const { datasetId } = await create();
  const row = { windowStart: '2026-11-21T09:00:00Z', events: 1 };
  await fixture.send('POST', `/datasets/${datasetId}/tables/iot_telemetry/rows`, { rows: [row] });
  expect(await create()).toEqual({ datasetId, outcome: 'updated' });
  expect(fixture.service.rows(datasetId, 'iot_telemetry')).toEqual([row]);
});

// Proves tables of power-bi with HTTP.
test('adds the new columns of a changed contract', async () => {
  const { datasetId } = await create();
  const rows = [{ humidity: 1.5 }];
  const post = () => fixture.send('POST', `/datasets/${datasetId}/tables/iot_telemetry/rows`, { rows });
  expect(await post()).toMatchObject({ status: 400 });
  const changed = TABLES.map((table) =>
    table.name === 'iot_telemetry'
      ? { ...table, columns: [...table.columns, { name: 'humidity', dataType: 'Double' as const }] }
      : table,
  );
  await create(changed);
  expect(await post()).toMatchObject({ status: 200 });
});

test('refuses a dataset without a table, because none can be added', async () => {
  await create(TABLES.slice(1));
  await expect(create()).rejects.toMatchObject({
    code: 'power_bi_refused',
    kind: 'permanent',
    message: expect.stringContaining(`lacks ${TABLES[0]?.name ?? ''}`) as string,
  });
});

test('refuses a name that several datasets have', async () => {
  await fixture.createDataset({ name: 'Sluice live windows' });
  await fixture.createDataset({ name: 'Sluice live windows' });
  await expect(create()).rejects.toThrow(/2 datasets named/);
});

test('ignores a semantic model with that name', async () => {
  await expect(create(TABLES, DEFAULT_SEMANTIC_MODEL.name)).rejects.toThrow(/is not a push dataset/);
});
