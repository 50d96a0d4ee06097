import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { toContentCoding } from '../../../src/lib/platform/http/content-coding';
import { createMonitorHandler } from '../../../src/lib/monitor/http';

const SCRIPT = 'page-0123456789ab.js';
const CONTENT = 'console.log(1);'.repeat(40);

describe('the monitor page', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-monitor-'));
  const handler = createMonitorHandler({ directory });

  beforeAll(() => {
    for (const name of ['index.html', SCRIPT]) {
      writeFileSync(join(directory, name), CONTENT);
      writeFileSync(join(directory, `${name}.gz`), gzipSync(CONTENT));
      writeFileSync(join(directory, `${name}.br`), brotliCompressSync(CONTENT));
    }
    writeFileSync(join(directory, 'notes.txt'), 'not a part of the page');
  });

  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  async function get(
    asset: string | undefined,
    headers: Record<string, string> = {},
    origin = 'https://app.azurewebsites.net',
  ): Promise<HttpResponseInit & { headers: Record<string, string> }> {
    const request = new HttpRequest({
      method: 'GET',
      url: `${origin}/api/monitor/${asset ?? ''}`,
      headers,
      params: asset === undefined ? {} : { asset },
    });
    const response = await handler(request, new InvocationContext({ functionName: 'monitor' }));
    return response as HttpResponseInit & { headers: Record<string, string> };
  }

  test('returns HTML that is revalidated at each visit', async () => {
    const { status, headers, body } = await get(undefined);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      vary: 'accept-encoding',
    });
    expect(Buffer.from(body as Uint8Array).toString()).toBe(CONTENT);
    expect((await get('')).status).toBe(200);
  });

  test('returns assets that are cached without limit, and compressed on request', async () => {
    const { headers, body } = await get(SCRIPT, { 'accept-encoding': 'gzip, deflate' });
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(gunzipSync(body as Uint8Array).toString()).toBe(CONTENT);
  });

  test('answers 304 to a matching ETag, by coding', async () => {
    const { headers } = await get(SCRIPT, { 'accept-encoding': 'br' });
    const etag = headers['etag'] ?? '';
    const again = await get(SCRIPT, { 'accept-encoding': 'br', 'if-none-match': `"other", W/${etag}` });
    expect(again).toMatchObject({ status: 304, headers: { etag } });
    expect(again.body).toBeUndefined();
    expect((await get(SCRIPT, { 'accept-encoding': 'gzip', 'if-none-match': etag })).status).toBe(200);
  });

  test('allows the page to reach its own app only', async () => {
    const policy = (await get(undefined)).headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toMatch(/unsafe|http:|\*/);
  });

  test('allows it to reach other local services only if the app runs locally', async () => {
    const local = (await get(undefined, {}, 'http://127.0.0.1:7071')).headers['content-security-policy'];
    expect(local).toContain("connect-src 'self' http://127.0.0.1:* http://localhost:*;");
    const similar = (await get(undefined, {}, 'http://localhost.example.com')).headers[
      'content-security-policy'
    ];
    expect(similar).toContain("connect-src 'self';");
  });

  test.each(['..%2f..%2fpackage.json', '../package.json', 'notes.txt', `${SCRIPT}.br`, 'constructor'])(
    'answers 404 for %p',
    async (asset) => {
      expect(await get(asset)).toMatchObject({ status: 404 });
    },
  );

  test('is available as soon as it is built', async () => {
    const later = join(directory, 'later');
    const late = createMonitorHandler({ directory: later });
    const context = new InvocationContext({ functionName: 'monitor' });
    const request = new HttpRequest({ method: 'GET', url: 'http://localhost/api/monitor' });
    await expect(late(request, context)).rejects.toMatchObject({ code: 'ENOENT' });
    mkdirSync(later);
    writeFileSync(join(later, 'index.html'), 'built');
    expect(await late(request, context)).toMatchObject({ status: 200 });
  });
});

describe('toContentCoding', () => {
  const all = { br: 1, gzip: 1, identity: 1 };

  test.each([
    [null, 'identity'],
    ['', 'identity'],
    ['gzip, br', 'br'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['*', 'br'],
    ['*;q=0, gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['deflate', 'identity'],
  ])('maps %p to %s', (header, coding) => {
    expect(toContentCoding(header, all)).toBe(coding);
  });

  test('returns only a coding that exists', () => {
    expect(toContentCoding('br, gzip', { identity: 1, gzip: 1 })).toBe('gzip');
  });
});
