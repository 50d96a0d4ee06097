import { once } from 'node:events';
import { request, type ClientRequest } from 'node:http';
import { PowerBiFixture, shortRows, TABLE } from './power-bi-fixture';

const fixture = new PowerBiFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.cleanup());

async function post(datasetId: string, rows: readonly object[]): Promise<number> {
  const { status, headers } = await fixture.send('POST', `/datasets/${datasetId}/tables/reading/rows`, {
    rows,
  });
  return status === 429 ? Number(headers.get('retry-after')) : status;
}

// Proves limits of power-bi with HTTP.
test('refuses the 121st request of a minute with Retry-After, and accepts it after that time', async () => {
  const datasetId = await fixture.createDataset();
  for (let count = 0; count < 120; count += 1) expect(await post(datasetId, [])).toBe(200);
  fixture.clock.advance(45);
  expect(await post(datasetId, [])).toBe(15);
  const other = await fixture.createDataset({ name: 'Other', tables: [{ ...TABLE, measures: [] }] });
  expect(await post(other, [])).toBe(200);
  fixture.clock.advance(15);
  expect(await post(datasetId, [])).toBe(200);
});

test('accepts a million rows in an hour', async () => {
  const datasetId = await fixture.createDataset({}, 'None');
  for (let count = 0; count < 100; count += 1) {
    expect(await post(datasetId, shortRows(10_000))).toBe(200);
    fixture.clock.advance(1);
  }
  fixture.clock.advance(600);
  expect(await post(datasetId, shortRows(1))).toBe(3600 - 700);
  fixture.clock.advance(2900);
  expect(await post(datasetId, shortRows(10_000))).toBe(200);
});

// Proves retention of power-bi with HTTP.
test('keeps the newest 200,000 to 210,000 rows of a FIFO table', async () => {
  const datasetId = await fixture.createDataset();
  for (let count = 0; count < 21; count += 1) expect(await post(datasetId, shortRows(10_000))).toBe(200);
  expect(fixture.service.rows(datasetId, 'reading')).toHaveLength(210_000);
  expect(await post(datasetId, [{ n: 2 }])).toBe(200);
  const kept = fixture.service.rows(datasetId, 'reading');
  expect([kept.length, kept.at(-1)]).toEqual([200_000, { n: 2 }]);
});

test('accepts 120 requests an hour for a table of 250,000 rows', async () => {
  const datasetId = await fixture.createDataset({}, 'None');
  for (let count = 0; count < 25; count += 1) expect(await post(datasetId, shortRows(10_000))).toBe(200);
  for (let count = 25; count < 120; count += 1) {
    expect(await post(datasetId, [])).toBe(200);
    fixture.clock.advance(1);
  }
  fixture.clock.advance(60);
  expect(await post(datasetId, [])).toBe(3600 - 155);
});

test('refuses the sixth pending request', async () => {
  const datasetId = await fixture.createDataset();
  const { endpoint, workspaceId } = fixture.service;
  const url = `${endpoint}/v1.0/myorg/groups/${workspaceId}/datasets/${datasetId}/tables/reading/rows`;
  const body = JSON.stringify({ rows: [] });
  /** A request whose body is delayed: the service has its head when it sends 100 Continue. */
  const begin = async (): Promise<ClientRequest> => {
    const pending = request(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${fixture.token()}`,
        'content-length': String(Buffer.byteLength(body)),
        expect: '100-continue',
      },
    });
    pending.flushHeaders();
    await once(pending, 'continue');
    return pending;
  };
  const pending = await Promise.all(Array.from({ length: 5 }, () => begin()));
  expect(await post(datasetId, [])).toBe(1);
  const answers = pending.map(async (one) => {
    const [answer] = (await once(one, 'response')) as [{ statusCode: number; resume: () => void }];
    answer.resume();
    return answer.statusCode;
  });
  for (const one of pending) one.end(body);
  expect(await Promise.all(answers)).toEqual([200, 200, 200, 200, 200]);
  expect(await post(datasetId, [])).toBe(200);
});
