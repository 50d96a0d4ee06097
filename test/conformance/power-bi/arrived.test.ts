import { request } from 'node:http';
import { PowerBiFixture, ROW } from './power-bi-fixture';

const fixture = new PowerBiFixture();
let datasetId: string;
beforeAll(async () => {
  await fixture.start();
  datasetId = await fixture.createDataset();
});
afterAll(() => fixture.cleanup());

const get = (headers: Record<string, string> = {}) =>
  fixture.sendTo(fixture.service.arrivedUrl, 'GET', undefined, headers);

// Proves arrived of power-bi with HTTP.
test('returns the number of received rows, and the newest first', async () => {
  expect((await get()).body).toEqual({
    datasets: [{ name: 'Live', tables: [{ name: 'reading', rows: 0, newest: [] }] }],
  });
  const rows = Array.from({ length: 30 }, (_, n) => ({ ...ROW, n }));
  await fixture.send('POST', `/datasets/${datasetId}/tables/reading/rows`, { rows });
  const newest = rows.slice(-20).reverse();
  expect((await get()).body).toEqual({
    datasets: [{ name: 'Live', tables: [{ name: 'reading', rows: 30, newest }] }],
  });
});

test('allows a page of this machine', async () => {
  for (const origin of ['http://localhost:7071', 'http://127.0.0.1:10044', 'http://[::1]:3000']) {
    const { status, headers } = await get({ origin });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  }
});

test('refuses a page from elsewhere', async () => {
  for (const origin of ['https://example.com', 'http://localhost.example.com', 'null']) {
    const { status, headers } = await get({ origin });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([403, null]);
  }
});

test('refuses a foreign host name that resolves to this machine', async () => {
  const status = await new Promise((resolve, reject) => {
    request(fixture.service.arrivedUrl, { headers: { host: 'rebound.example.com' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
  expect(status).toBe(403);
});

test('refuses methods other than GET', async () => {
  expect(await fixture.sendTo(fixture.service.arrivedUrl, 'POST', {})).toMatchObject({ status: 405 });
});
