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

const create = (
  tables = TABLES,
  name = 'Sluice live windows',
  addTables = false,
): ReturnType<typeof createDataset> =>
  createDataset({
    endpoint: fixture.service.endpoint,
    workspaceId: fixture.service.workspaceId,
    credential: fixture.credential,
    name,
    tables,
    addTables,
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

test('refuses to add a table unless the service takes flexible tables', async () => {
  await create(TABLES.slice(1));
  await expect(create(TABLES, undefined, true)).rejects.toMatchObject({
    code: 'power_bi_refused',
    message: expect.stringContaining(TABLES[0]?.name ?? '') as string,
  });
});

describe('with flexible tables', () => {
  beforeEach(() => fixture.restart({ flexibleTables: true }));

  test('adds the table of a new contract and keeps the rows of the others', async () => {
    const { datasetId } = await create(TABLES.slice(1));
    const row = { windowStart: '2026-11-21T09:00:00Z', events: 1 };
    await fixture.send('POST', `/datasets/${datasetId}/tables/iot_telemetry/rows`, { rows: [row] });
    expect(await create(TABLES, undefined, true)).toEqual({ datasetId, outcome: 'updated' });
    const added = TABLES[0]?.name ?? '';
    expect(await tableNames(datasetId)).toEqual([...TABLES.slice(1).map(({ name }) => name), added]);
    await fixture.send('POST', `/datasets/${datasetId}/tables/${added}/rows`, { rows: [row] });
    await fixture.restart({ flexibleTables: true });
    expect(fixture.service.rows(datasetId, 'iot_telemetry')).toEqual([row]);
    expect(fixture.service.rows(datasetId, added)).toEqual([row]);
  });

  test('removes the rows of a table only if a column changed its type', async () => {
    const { datasetId } = await create();
    const row = { windowStart: '2026-11-21T09:00:00Z', events: 1 };
    for (const table of ['iot_telemetry', 'ecommerce_order'])
      await fixture.send('POST', `/datasets/${datasetId}/tables/${table}/rows`, { rows: [row] });
    const changed = TABLES.map((table) => ({
      ...table,
      columns: table.columns.map((column) =>
        table.name === 'iot_telemetry' && column.name === 'events'
          ? { ...column, dataType: 'Double' as const }
          : column,
      ),
    }));
    expect(await create(changed, undefined, true)).toMatchObject({ outcome: 'updated' });
    expect(fixture.service.rows(datasetId, 'iot_telemetry')).toEqual([]);
    expect(fixture.service.rows(datasetId, 'ecommerce_order')).toEqual([row]);
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
