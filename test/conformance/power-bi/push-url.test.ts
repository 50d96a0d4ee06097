import { PowerBiFixture, ROW, TABLE } from './power-bi-fixture';

const fixture = new PowerBiFixture();
let datasetId: string;
let url: string;
beforeAll(async () => {
  await fixture.start();
  datasetId = await fixture.createDataset({ defaultMode: 'PushStreaming' });
  url = fixture.service.pushUrl(datasetId) ?? '';
});
afterAll(() => fixture.cleanup());

// Proves push-url of power-bi with HTTP.
test('accepts rows without a token, as a list and as an object', async () => {
  expect(await fixture.sendTo(url, 'POST', [ROW])).toMatchObject({ status: 200 });
  expect(await fixture.sendTo(url, 'POST', { rows: [ROW] })).toMatchObject({ status: 200 });
  expect(fixture.service.rows(datasetId, TABLE.name)).toEqual([ROW, ROW]);
});

test('refuses a wrong key and a missing key', async () => {
  const [base = ''] = url.split('?');
  expect(await fixture.sendTo(`${base}?key=other`, 'POST', [ROW])).toMatchObject({ error: '403 InvalidKey' });
  expect(await fixture.sendTo(base, 'POST', [ROW])).toMatchObject({ error: '403 InvalidKey' });
});

test('shares the limits of its dataset', async () => {
  fixture.clock.advance(60);
  for (let count = 0; count < 120; count += 1) await fixture.sendTo(url, 'POST', []);
  expect(await fixture.sendTo(url, 'POST', [])).toMatchObject({ error: '429 TooManyRequests' });
});

test('does not exist for a dataset of mode Push', async () => {
  const push = await fixture.createDataset({ name: 'Push', tables: [{ ...TABLE, measures: [] }] });
  expect(fixture.service.pushUrl(push)).toBeUndefined();
  expect(await fixture.sendTo(url.replace(datasetId, push), 'POST', [ROW])).toMatchObject({ status: 404 });
});
