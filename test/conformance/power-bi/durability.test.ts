import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PowerBiFixture, ROW } from './power-bi-fixture';

const fixture = new PowerBiFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.cleanup());

const post = (datasetId: string, rows: readonly object[]) =>
  fixture.send('POST', `/datasets/${datasetId}/tables/reading/rows`, { rows });

test('datasets and rows survive a new start', async () => {
  const datasetId = await fixture.createDataset();
  await post(datasetId, [ROW, { ...ROW, n: 2 }]);
  await fixture.restart();
  expect(fixture.service.rows(datasetId, 'reading')).toEqual([ROW, { ...ROW, n: 2 }]);
  await post(datasetId, [{ ...ROW, n: 3 }]);
  expect(fixture.service.rows(datasetId, 'reading').map(({ n }) => n)).toEqual([1, 2, 3]);
});

test('a row that a kill cut short is gone, and the next begins a line of its own', async () => {
  const datasetId = await fixture.createDataset();
  await post(datasetId, [ROW]);
  appendFileSync(join(fixture.dataDirectory, 'datasets', datasetId, 'table-0.ndjson'), '{"n": 2, "si');
  await fixture.restart();
  await post(datasetId, [{ ...ROW, n: 3 }]);
  expect(fixture.service.rows(datasetId, 'reading').map(({ n }) => n)).toEqual([1, 3]);
});

test('a dataset that cannot be read stops the start', async () => {
  const datasetId = await fixture.createDataset();
  writeFileSync(join(fixture.dataDirectory, 'datasets', datasetId, 'dataset.json'), '{');
  await expect(fixture.restart()).rejects.toMatchObject({ code: 'corrupt' });
});

test('a dataset that was deleted stays away', async () => {
  const datasetId = await fixture.createDataset();
  expect(await fixture.send('DELETE', `/datasets/${datasetId}`)).toMatchObject({ status: 200 });
  await fixture.restart();
  const { body } = await fixture.send('GET', '/datasets');
  expect(body['value']).toMatchObject([{ name: 'Sluice Gold', isRefreshable: true }]);
});
