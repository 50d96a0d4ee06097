import { join, resolve } from 'node:path';
import { DEFAULT_SITE, startAppService } from '../../../local/app-service';
import { startDataFactory } from '../../../local/data-factory';
import { startDatabricks } from '../../../local/databricks';
import { startIdentity } from '../../../local/identity';
import { startKeyVault } from '../../../local/key-vault';
import { type AllowedHosts } from '../../../local/kit';
import { startLake } from '../../../local/lake';
import { startPowerBi } from '../../../local/power-bi';
import { startRawFiles } from '../../../local/raw-files';
import { OPENED_BY_A_PERSON } from '../../testing/fixtures/browser-headers';
import { sendRaw } from '../../testing/fixtures/send-raw';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';
import { UNREACHABLE_STORAGE } from '../../testing/unreachable-storage';

const ROOT = resolve(__dirname, '../../..');
const KEY = 'key of the tests';
const CROSS_SITE = {
  origin: 'https://evil.example',
  'sec-fetch-site': 'cross-site',
  'sec-fetch-mode': 'no-cors',
  'content-type': 'text/plain',
};
const REASON =
  'A web page of "https://evil.example" sent this request. If this is your own page, start the service with --allow-host evil.example.';

interface Started {
  readonly port: number;
  close(): Promise<void>;
}

interface Case {
  readonly start: (directory: string, allowed: AllowedHosts) => Promise<Started>;
  /** A request that the service answers with this status if it comes from no browser. */
  readonly request: readonly [method: string, path: string, status: number];
  /** Where a browser gets a page. @default `/` */
  readonly pages?: readonly string[];
  /** Body of the refusal; ids are replaced by `ID`. */
  readonly refusal: string;
}

const nested = (code: string): string => JSON.stringify({ error: { code, message: REASON } });

const CASES: Readonly<Record<string, Case>> = {
  'App Service': {
    start: (_, allowed) =>
      startAppService({
        tokenKey: KEY,
        settings: { read: () => ({}), replace: () => undefined },
        ...allowed,
      }),
    request: ['POST', `${DEFAULT_SITE}/config/appsettings/list?api-version=2022-03-01`, 401],
    refusal: nested('AuthorizationFailed'),
  },
  'Data Factory': {
    start: (dataDirectory, allowed) =>
      startDataFactory({
        dataDirectory,
        definitionsDirectory: join(ROOT, 'adf'),
        tokenKey: KEY,
        lakeConnectionString: UNREACHABLE_STORAGE,
        ...allowed,
      }),
    request: ['POST', '/', 401],
    refusal: nested('AuthorizationFailed'),
  },
  Databricks: {
    start: (dataDirectory, allowed) =>
      startDatabricks({
        dataDirectory,
        bundleDirectory: join(ROOT, 'databricks'),
        variables: { lake: '/lake' },
        secrets: { 'sluice/pseudonym-pepper': 'pepper' },
        tokenKey: KEY,
        ...allowed,
      }),
    request: ['POST', '/api/2.2/jobs/run-now', 401],
    refusal: JSON.stringify({ error_code: 'PERMISSION_DENIED', message: REASON }),
  },
  'Managed identity': {
    start: (_, allowed) => startIdentity({ tokenKey: KEY, ...allowed }),
    request: ['GET', '/msi/token', 401],
    refusal: JSON.stringify({ statusCode: 403, message: REASON, correlationId: 'ID' }),
  },
  'Key Vault': {
    start: (_, allowed) => startKeyVault({ tokenKey: KEY, ...allowed }),
    request: ['GET', '/secrets/a?api-version=7.4', 401],
    refusal: nested('Forbidden'),
  },
  'Data Lake, Blob endpoint': {
    start: (dataDirectory, allowed) => startLake({ dataDirectory, ...allowed }),
    request: ['GET', '/devstoreaccount1?comp=list', 401],
    pages: ['/', '/devstoreaccount1', '/devstoreaccount1/'],
    refusal:
      '<?xml version="1.0" encoding="utf-8"?><Error><Code>AuthorizationFailure</Code>' +
      `<Message>${REASON.replaceAll('"', '&quot;')}\nRequestId:ID</Message></Error>`,
  },
  'Data Lake, DFS endpoint': {
    start: (dataDirectory, allowed) => startLake({ dataDirectory, ...allowed }),
    request: ['GET', '/devstoreaccount1?resource=account', 401],
    refusal: JSON.stringify({ error: { code: 'AuthorizationFailure', message: `${REASON}\nRequestId:ID` } }),
  },
  'Power BI': {
    start: (dataDirectory, allowed) => startPowerBi({ dataDirectory, tokenKey: KEY, ...allowed }),
    request: ['GET', '/arrived', 200],
    refusal: nested('Forbidden'),
  },
  'Raw files': {
    start: (_, allowed) => startRawFiles(allowed),
    request: ['GET', '/vega/vega-datasets/main/data/airports.csv', 200],
    refusal: `403: ${REASON}`,
  },
};

describe.each(Object.entries(CASES))('%s', (_, { start, request, refusal, pages = ['/'] }) => {
  const [method, path, status] = request;
  let service: Started;
  let url: string;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    const directory = await temporaryDirectory();
    ({ remove } = directory);
    service = await start(directory.path, { allowedHosts: ['build-box'] });
    url = `http://127.0.0.1:${service.port}${path}`;
  });
  afterAll(async () => {
    await service.close();
    await remove();
  });

  test('answers clients that are no browsers', async () => {
    expect(await sendRaw(url, { method })).toMatchObject({ status });
  });

  test('refuses a page of another site with an error of the service', async () => {
    const reply = await sendRaw(url, { method, headers: CROSS_SITE });
    const text = reply.text.replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/, 'ID');
    expect([reply.status, text]).toEqual([403, refusal]);
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('refuses a foreign name that resolves to this machine, and its preflight', async () => {
    const headers = { host: 'rebound.example' };
    const reply = await sendRaw(url, { method, headers });
    expect([reply.status, reply.text]).toEqual([
      403,
      expect.stringContaining('--allow-host rebound.example'),
    ]);
    expect(await sendRaw(url, { method: 'OPTIONS', headers: CROSS_SITE })).toMatchObject({ status: 403 });
  });

  test('answers under a name of --allow-host', async () => {
    expect(await sendRaw(url, { method, headers: { host: 'build-box:80' } })).toMatchObject({ status });
  });

  test('shows a page that needs nothing else when a person opens its address, also from a link', async () => {
    for (const page of pages) {
      const address = `http://127.0.0.1:${service.port}${page}`;
      const reply = await sendRaw(address, { headers: OPENED_BY_A_PERSON });
      expect([page, reply.status, reply.headers['content-type']]).toEqual([
        page,
        200,
        'text/html; charset=utf-8',
      ]);
      expect(reply.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(reply.text).toContain('<h2>Operations</h2>');
      expect(reply.text).not.toMatch(/<script|\bsrc=|url\(|@import/i);
      const link = { ...OPENED_BY_A_PERSON, 'sec-fetch-site': 'cross-site' };
      expect(await sendRaw(address, { headers: link })).toMatchObject({ status: 200 });
    }
  });

  test('shows no page in a frame or to a script of another site, nor under a foreign name', async () => {
    const address = `http://127.0.0.1:${service.port}${pages[0] ?? ''}`;
    const foreign: readonly Readonly<Record<string, string>>[] = [
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
      { host: 'rebound.example' },
    ];
    for (const headers of foreign)
      expect(await sendRaw(address, { headers: { ...OPENED_BY_A_PERSON, ...headers } })).toMatchObject({
        status: 403,
        text: expect.not.stringContaining('<h2>') as unknown,
      });
  });

  test('answers programs at the address of the page as before', async () => {
    const reply = await sendRaw(`http://127.0.0.1:${service.port}/`, { headers: { accept: '*/*' } });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.headers['content-type']).not.toMatch(/html/);
  });
});

test('Power BI shows what arrived to a page on another port of this machine', async () => {
  const directory = await temporaryDirectory();
  const service = await startPowerBi({ dataDirectory: directory.path, tokenKey: KEY });
  try {
    const headers = { origin: 'http://localhost:7071', 'sec-fetch-site': 'cross-site' };
    const reply = await sendRaw(service.arrivedUrl, { headers });
    expect([reply.status, reply.headers['access-control-allow-origin']]).toEqual([
      200,
      'http://localhost:7071',
    ]);
    const rows = `${service.endpoint}/v1.0/myorg/groups/${service.workspaceId}/datasets`;
    expect(await sendRaw(rows, { headers })).toMatchObject({ status: 403 });
  } finally {
    await service.close();
    await directory.remove();
  }
});
