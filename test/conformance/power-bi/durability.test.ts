import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PowerBiFixture, ROW } from './power-bi-fixture';

const fixture = new PowerBiFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.cleanup());

const post = (datasetId: string, rows: readonly object[]) =>
  fixture.send('POST', `/datasets/${datasetId}/tables/reading/rows`, { rows });

test('keeps datasets and rows over a restart', async () => {
  const datasetId = await fixture.createDataset();
  await post(datasetId, [ROW, { ...ROW, n: 2 }]);
  await fixture.restart();
  expect(fixture.service.rows(datasetId, 'reading')).toEqual([ROW, { ...ROW, n: 2 }]);
  await post(datasetId, [{ ...ROW, n: 3 }]);
  expect(fixture.service.rows(datasetId, 'reading').map(({ n }) => n)).toEqual([1, 2, 3]);
});

test('removes a row that a kill left incomplete, and starts a new line', async () => {
  const datasetId = await fixture.createDataset();
  await post(datasetId, [ROW]);
  appendFileSync(join(fixture.dataDirectory, 'datasets', datasetId, 'table-0.ndjson'), '{"n": 2, "si');
  await fixture.restart();
  await post(datasetId, [{ ...ROW, n: 3 }]);
  expect(fixture.service.rows(datasetId, 'reading').map(({ n }) => n)).toEqual([1, 3]);
});

test('refuses to start with a dataset that cannot be read', async () => {
  const datasetId = await fixture.createDataset();
  writeFileSync(join(fixture.dataDirectory, 'datasets', datasetId, 'dataset.json'), '{');
  await expect(fixture.restart()).rejects.toMatchObject({ code: 'corrupt' });
});

test('does not restore a deleted dataset', async () => {
  const datasetId = await fixture.createDataset();
  expect(await fixture.send('DELETE', `/datasets/${datasetId}`)).toMatchObject({ status: 200 });
  await fixture.restart();
  const { body } = await fixture.send('GET', '/datasets');
  expect(body['value']).toMatchObject([{ name: 'Sluice Gold', isRefreshable: true }]);
});
