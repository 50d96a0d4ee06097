import { request as httpRequest } from 'node:http';
import { HostBench, type HostUnderTest, waitFor } from './host-under-test';

/** Sends a body without a Content-Length and returns the text of the response. */
function sendChunked(url: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST' }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        resolve(Buffer.concat(chunks).toString());
      });
    });
    request.once('error', reject);
    request.setHeader('transfer-encoding', 'chunked');
    request.end(body);
  });
}

describe('HTTP triggers', () => {
  const bench = new HostBench();
  let host: HostUnderTest;

  beforeAll(async () => {
    host = await bench.start('http', {
      settings: { GREETING: 'hello', 'AzureWebJobs.switched-off.Disabled': 'true' },
    });
  });
  afterAll(() => bench.cleanup());

  interface SendOptions {
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string | string[]>>;
  }

  /** A client that sends headers unchanged. */
  const send = (path: string, { headers = {} }: SendOptions): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const request = httpRequest(`${host.host.baseUrl}${path}`, { headers, agent: false }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.once('end', () => {
          resolve({ status: response.statusCode ?? 0, body });
        });
      });
      request.once('error', reject);
      request.end();
    });

  // Proves app.v4, http.routes, http.body of functions-host with JavaScript, HTTP.
  test('passes method, parameters, query, headers and body, and returns status, headers, cookies and body', async () => {
    const response = await host.request('/api/echo/abc/12?a=1&a=2&b=%20', {
      method: 'PUT',
      headers: { 'x-test': 'yes' },
      body: 'content',
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-kind')).toBe('abc');
    expect(response.headers.getSetCookie()).toEqual(['seen=a%20b; HttpOnly; SameSite=Strict']);
    expect(await response.json()).toEqual({
      method: 'PUT',
      params: { kind: 'abc', id: '12' },
      query: { a: '1,2', b: ' ' },
      header: 'yes',
      body: 'content',
    });
  });

  test('omits an optional parameter when the path has none', async () => {
    const response = await host.request('/api/echo/abc');
    expect(await response.json()).toMatchObject({ params: { kind: 'abc' } });
  });

  // Proves http.routes of functions-host with HTTP.
  test.each([
    '/api/echo/a1',
    '/api/echo/abc/x',
    '/api/echo',
    '/api/echo/abc/1/2',
    '/echo/abc',
    '//api/echo/abc/1/2',
    '/nothing',
  ])('returns 404 for %s, which matches no route', async (path) => {
    expect((await host.request(path)).status).toBe(404);
  });

  test('passes the rest of a path to a catch-all parameter', async () => {
    expect(await (await host.request('/api/files/x/y%20z')).text()).toBe('x/y z');
  });

  // Proves http.body of functions-host with JavaScript, HTTP.
  test('passes all bytes of a body unchanged', async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256);
    const response = await host.request('/api/bytes', { method: 'POST', body: bytes });
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(bytes).reverse())).toBe(true);
  });

  // Proves http.body of functions-host with JavaScript, HTTP.
  test('drops a chunked body and keeps its headers', async () => {
    for (const body of ['content', '']) {
      const response = await sendChunked(`${host.host.baseUrl}/api/body-seen`, body);
      expect(JSON.parse(response)).toEqual({ body: '', encoding: 'chunked', length: null });
    }
    const whole = await host.request('/api/body-seen', { method: 'POST', body: 'content' });
    expect(await whole.json()).toEqual({ body: 'content', encoding: null, length: '7' });
  });

  test('returns 404 for a method that the path does not have', async () => {
    const response = await host.request('/api/echo/abc/1', { method: 'DELETE' });
    expect(response.status).toBe(404);
    expect(response.headers.get('allow')).toBeNull();
  });

  // Proves http.escapes of functions-host with JavaScript, HTTP.
  test('keeps %2F in a parameter, and decodes %2B to a plus sign in the URL', async () => {
    const response = await host.request('/api/seen/a%2Fb%2Bc%20d?q=%2B');
    expect(await response.json()).toMatchObject({
      url: `${host.host.baseUrl}/api/seen/a%2Fb+c%20d?q=%2B`,
      params: { rest: 'a%2Fb+c d' },
    });
  });

  // Proves http.headers of functions-host with JavaScript, HTTP.
  test('joins repeated headers with commas without spaces', async () => {
    const text = await send('/api/seen/x', { headers: { 'x-twice': ['1', '2'] } });
    expect(JSON.parse(text.body)).toMatchObject({ headers: { 'x-twice': '1,2' } });
  });

  // Proves app.traceContext of functions-host with JavaScript, HTTP.
  test('always has a trace context, in the trace of the caller if it sends one', async () => {
    interface Seen {
      traceContext: { traceParent: string; traceState: string };
    }
    const alone = ((await (await host.request('/api/seen/x')).json()) as Seen).traceContext;
    expect(alone.traceParent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(alone.traceState).toBe('');
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00';
    const headers = { traceparent, tracestate: 'a=b' };
    const called = ((await (await host.request('/api/seen/x', { headers })).json()) as Seen).traceContext;
    expect(called.traceParent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-00$/);
    expect(called.traceParent).not.toBe(traceparent);
    expect(called.traceState).toBe('a=b');
  });

  test('has no retry context, because requests are not retried', async () => {
    expect(await (await host.request('/api/seen/x')).json()).toMatchObject({ retryContext: null });
  });

  // Proves http.limits of functions-host with HTTP.
  test.each([
    ['a URL of more than 8 KB', 414, { path: `/api/seen/${'x'.repeat(8200)}` }],
    [
      'more than 100 headers',
      431,
      { headers: Object.fromEntries(Array.from({ length: 110 }, (_, n) => [`x-${n}`, '1'])) },
    ],
    [
      'more than 32 KB of headers',
      431,
      { headers: { 'x-a': 'x'.repeat(20_000), 'x-b': 'x'.repeat(20_000) } },
    ],
    ['one header of 20 KB', 200, { headers: { 'x-a': 'x'.repeat(20_000) } }],
  ])('responds to %s with %d', async (_what, status, { path = '/api/seen/x', headers = {} }: SendOptions) => {
    expect((await send(path, { headers })).status).toBe(status);
  });

  // Proves http.root of functions-host with HTTP.
  test('returns a welcome page at the root', async () => {
    const response = await host.request('/');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html']);
  });

  // Proves app.logging of functions-host with JavaScript.
  test('logs the app’s standard error as errors, and as warnings if marked so', async () => {
    await host.request('/api/console', { method: 'POST', body: 'broken' });
    await host.request('/api/console', { method: 'POST', body: 'a warning' });
    const lines = await waitFor(() => {
      const seen = host.records.filter(({ message }) => /^(broken|a warning)/.test(message));
      return seen.length === 4 ? seen : undefined;
    }, 'four lines');
    expect(lines.map(({ level, message }) => `${level} ${message}`).sort()).toEqual([
      'error broken by console.error',
      'information a warning by console.log',
      'information broken by console.log',
      'warning a warning by console.error',
    ]);
  });

  test('returns 500 without a body when the function throws, and logs the error', async () => {
    const response = await host.request('/api/throws');
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('');
    expect(
      host.records.some(({ level, message }) => level === 'error' && message.includes('as the test asked')),
    ).toBe(true);
  });

  test('returns 204 when the function returns nothing', async () => {
    expect((await host.request('/api/nothing')).status).toBe(204);
  });

  // Proves http.limits, http.body of functions-host with HTTP.
  test('returns 500 for a body over 100 MB without calling a function', async () => {
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(
        `${host.host.baseUrl}/api/bytes`,
        { method: 'POST', headers: { 'content-length': 100 * 1024 * 1024 + 1 } },
        (response) => {
          resolve(response.statusCode);
          request.destroy();
        },
      );
      request.once('error', reject);
      request.flushHeaders();
    });
    expect(status).toBe(500);
  });

  // Proves app.disabled of functions-host with JavaScript, HTTP.
  test('does not serve a disabled function', async () => {
    expect((await host.request('/api/switched-off')).status).toBe(404);
    expect(host.host.functions).not.toContain('switched-off');
  });

  test('requires no key by default', async () => {
    expect((await host.request('/api/guarded')).status).toBe(200);
  });

  test('gives the app its settings and no other environment variables', async () => {
    process.env['LEFT_OUTSIDE'] = 'secret';
    const environment = (await (await host.request('/api/environment')).json()) as Record<string, unknown>;
    expect(environment).toMatchObject({
      GREETING: 'hello',
      TZ: 'UTC',
      WEBSITE_HOSTNAME: `127.0.0.1:${host.host.port}`,
    });
    expect(environment).not.toHaveProperty('LEFT_OUTSIDE');
    expect(environment['pid']).toBe(await host.workerProcessId());
  });

  // Proves http.admin of functions-host with HTTP.
  test('returns its state and its functions over the admin API', async () => {
    const status = await (await host.request('/admin/host/status')).json();
    expect(status).toMatchObject({ state: 'Running', workerProcessId: expect.any(Number) as number });
    const functions = (await (await host.request('/admin/functions')).json()) as {
      name: string;
      isDisabled: boolean;
    }[];
    expect(functions).toContainEqual(
      expect.objectContaining({
        name: 'echo',
        invoke_url_template: `${host.host.baseUrl}/api/echo/{kind:alpha}/{id:int?}`,
      }),
    );
    expect(functions).toContainEqual(expect.objectContaining({ name: 'switched-off', isDisabled: true }));
  });
});

describe('HTTP with another configuration', () => {
  const bench = new HostBench();
  afterEach(() => bench.cleanup());

  // Proves http.keys, http.admin of functions-host with HTTP.
  test('enforces keys when configured, from header or query', async () => {
    const host = await bench.start('http', { enforceKeys: true });
    const { readFile } = await import('node:fs/promises');
    const keys = JSON.parse(await readFile(`${host.app.dataDirectory}/keys.json`, 'utf8')) as Record<
      string,
      string
    >;
    const statusOf = async (path: string, key?: string): Promise<number> =>
      (await host.request(path, key === undefined ? {} : { headers: { 'x-functions-key': key } })).status;
    expect(await statusOf('/api/guarded')).toBe(401);
    expect(await statusOf('/api/guarded', 'wrong')).toBe(401);
    expect(await statusOf('/api/guarded', keys['functionKey'])).toBe(200);
    expect(await statusOf(`/api/guarded?code=${keys['masterKey']}`)).toBe(200);
    expect(await statusOf('/api/nothing')).toBe(204);
    expect(await statusOf('/admin/host/status')).toBe(401);
    expect(await statusOf('/admin/host/status', keys['functionKey'])).toBe(403);
    expect(await statusOf('/admin/host/status', keys['masterKey'])).toBe(200);
    expect((await host.request('/admin/host/status')).headers.get('www-authenticate')).toBe('Bearer');
    expect(await statusOf('/admin/host/ping')).toBe(200);
  });

  // Proves http.admin of functions-host with HTTP.
  test('accepts only JSON for a manual run, and accepts a run of an HTTP function', async () => {
    const host = await bench.start('http');
    const run = (name: string, init: RequestInit): Promise<Response> =>
      host.request(`/admin/functions/${name}`, { method: 'POST', ...init });
    const headers = { 'content-type': 'application/json' };
    expect((await run('nothing', { body: new Uint8Array([123, 125]) })).status).toBe(415);
    expect((await run('nothing', { headers, body: '{}' })).status).toBe(202);
    expect((await run('nobody', { headers, body: '{}' })).status).toBe(404);
  });

  // Proves http.routes of functions-host with JavaScript, HTTP.
  test('applies routePrefix and customHeaders of host.json', async () => {
    const hostJson = {
      extensions: { http: { routePrefix: '', customHeaders: { 'X-Frame-Options': 'DENY' } } },
    };
    const host = await bench.start('http', { hostJson });
    const response = await host.request('/nothing');
    expect(response.status).toBe(204);
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect((await host.request('/api/nothing')).status).toBe(404);
  });

  test('answers / with the function of that route if routePrefix is empty', async () => {
    const app = await bench.writeApp(
      "app.http('front', { route: '/', methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: 'own' }) });",
      { extensions: { http: { routePrefix: '' } } },
    );
    const host = await bench.start(app);
    expect(await (await host.request('/')).text()).toBe('own');
    expect((await host.request('/', { method: 'POST' })).headers.get('content-type')).toBe('text/html');
  });

  test('answers / with 204 if AzureWebJobsDisableHomepage is true and no function has that route', async () => {
    const host = await bench.start('http', { settings: { AzureWebJobsDisableHomepage: 'True' } });
    const response = await host.request('/');
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  test('reads local.settings.json with lower priority than given settings', async () => {
    const app = await bench.copyApp('http');
    const { writeFile } = await import('node:fs/promises');
    const values = { BOTH: 'file', FILE: 'file' };
    await writeFile(
      `${app.directory}/local.settings.json`,
      JSON.stringify({ IsEncrypted: false, Values: values }),
    );
    const host = await bench.start(app, { settings: { BOTH: 'given' } });
    expect(await (await host.request('/api/environment')).json()).toMatchObject({
      BOTH: 'given',
      FILE: 'file',
    });
  });

  test('ignores local.settings.json when configured so', async () => {
    const app = await bench.copyApp('http');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(`${app.directory}/local.settings.json`, JSON.stringify({ Values: { FILE: 'file' } }));
    const host = await bench.start(app, { settings: { GIVEN: 'given' }, ignoreLocalSettings: true });
    const environment = (await (await host.request('/api/environment')).json()) as object;
    expect(environment).toMatchObject({ GIVEN: 'given' });
    expect(environment).not.toHaveProperty('FILE');
  });

  // Proves app.v4 of functions-host with JavaScript, HTTP.
  test('runs an ES module app', async () => {
    const host = await bench.start('esm');
    expect(await (await host.request('/api/hello')).text()).toBe('from an ES module');
  });
});

// Proves http.streaming of functions-host with JavaScript, HTTP.
describe('HTTP streaming', () => {
  const bench = new HostBench();
  let host: HostUnderTest;

  beforeAll(async () => {
    host = await bench.start('streaming');
  });
  afterAll(() => bench.cleanup());

  test('responds while the request is still being sent', async () => {
    const chunks: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const request = httpRequest(`${host.host.baseUrl}/api/upper/bob`, { method: 'POST' }, (response) => {
        expect(response.headers['x-name']).toBe('bob');
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk.toString());
          if (chunks.length === 1) request.end('second');
        });
        response.once('end', resolve);
      });
      request.once('error', reject);
      request.write('first');
    });
    expect(chunks).toEqual(['FIRST', 'SECOND']);
  });

  test('passes on a chunked body', async () => {
    expect(await sendChunked(`${host.host.baseUrl}/api/upper/bob`, 'content')).toBe('CONTENT');
  });

  test('returns 500 when the function throws, also while the body is still being sent', async () => {
    expect((await host.request('/api/throws')).status).toBe(500);
    const response = await host.request('/api/throws', { method: 'POST', body: new Uint8Array(2_000_000) });
    expect(response.status).toBe(500);
  });

  test('returns 204 when the function returns nothing', async () => {
    expect((await host.request('/api/nothing')).status).toBe(204);
  });
});
