import { sendRaw } from '../../testing/fixtures/send-raw';
import { HostBench, type HostUnderTest } from './host-under-test';

const SOURCE = `
app.http('refresh', { route: 'refresh', methods: ['POST'], authLevel: 'anonymous', handler: (_, context) => {
  context.log('started');
  return { status: 202 };
} });
app.http('gold', { route: 'gold', methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: 'rows' }) });
`;
const FETCH = { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };

const bench = new HostBench();
let host: HostUnderTest;
let url: string;
beforeAll(async () => {
  host = await bench.start(await bench.writeApp(SOURCE), {
    allowedHosts: ['build-box'],
    faultEndpoint: true,
  });
  url = host.host.baseUrl;
});
afterAll(() => bench.cleanup());

test('refuses a POST of another site as text/plain, without running the function', async () => {
  const headers = {
    'content-type': 'text/plain',
    origin: 'https://evil.example',
    'sec-fetch-site': 'cross-site',
  };
  const { status, text } = await sendRaw(`${url}/api/refresh`, { method: 'POST', headers }, '{}');
  expect([status, JSON.parse(text)]).toEqual([
    403,
    {
      error: {
        code: 'Forbidden',
        message:
          'A web page of "https://evil.example" sent this request. If this is your own page, start the service with --allow-host evil.example.',
      },
    },
  ]);
  expect(host.logged('refresh')).toEqual([]);
});

test('refuses a foreign name that resolves to this machine', async () => {
  const { status, text } = await sendRaw(`${url}/api/gold`, {
    headers: { host: `rebound.example:${host.host.port}` },
  });
  expect([status, text]).toEqual([403, expect.stringContaining('--allow-host rebound.example')]);
});

test('refuses a page of another port on every path', async () => {
  const headers = { ...FETCH, 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:3000' };
  for (const path of [
    '/',
    '/api/gold',
    '/admin/host/status',
    '/_stand-in/faults',
    '/runtime/webhooks/durabletask/instances',
  ])
    expect(await sendRaw(`${url}${path}`, { headers })).toMatchObject({ status: 403 });
});

test('serves its own page, links of other sites, and clients that are no browsers', async () => {
  const own = { ...FETCH, 'sec-fetch-site': 'same-origin', origin: url };
  expect(await sendRaw(`${url}/api/refresh`, { method: 'POST', headers: own })).toMatchObject({
    status: 202,
  });
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  expect(await sendRaw(`${url}/api/gold`, { headers: link })).toMatchObject({ status: 200, text: 'rows' });
  expect((await fetch(`${url}/api/refresh`, { method: 'POST', body: '{}' })).status).toBe(202);
});

test('answers under a name of --allow-host, to its own page there', async () => {
  const headers = { host: 'build-box', origin: 'http://build-box', 'sec-fetch-site': 'same-origin' };
  expect(await sendRaw(`${url}/api/refresh`, { method: 'POST', headers })).toMatchObject({ status: 202 });
});
