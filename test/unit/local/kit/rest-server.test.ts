import { request } from 'node:http';
import {
  type CommonFault,
  Faults,
  type HttpServer,
  Refusal,
  type RestApi,
  Router,
  type RoutedOperation,
  startRest,
  toNestedError,
} from '../../../../local/kit';

interface Context {
  readonly seen: string[];
}

const operations: readonly RoutedOperation<Context>[] = [
  {
    name: 'Echo',
    method: 'POST',
    path: '/echo/:name',
    run: ({ parameters, body, context }) => {
      context.seen.push(body);
      return { status: 201, headers: { 'x-name': parameters['name'] ?? '' }, body: { body } };
    },
  },
  {
    name: 'Refuse',
    method: 'GET',
    path: '/refuse',
    run: () => {
      throw new Refusal(429, 'Busy', 'Too many.', { retryAfterSeconds: 7 });
    },
  },
  {
    name: 'Break',
    method: 'GET',
    path: '/break',
    run: () => {
      throw new TypeError('a bug');
    },
  },
  { name: 'Open', method: 'GET', path: '/open', isOpen: true, run: () => ({ status: 204 }) },
];
const router = new Router(operations);

const API: RestApi<Context> = {
  name: 'the test service',
  route: ({ method, url }) => {
    const found = router.find(method, url.pathname);
    if (found === undefined) throw new Refusal(501, 'NotImplemented', `${method} ${url.pathname}`);
    return found;
  },
  authenticate: ({ incoming }) => {
    if (incoming.headers.authorization !== 'yes') throw new Refusal(401, 'Unauthorized', 'No token.');
  },
  body: { maxBytes: 10, tooLarge: () => new Refusal(413, 'TooLarge', 'More than 10 bytes.') },
  toErrorReply: toNestedError,
  headers: ({ id }) => ({ 'x-request-id': id }),
};

describe('a REST server', () => {
  const context: Context = { seen: [] };
  const faults = new Faults<CommonFault>();
  const failures: unknown[] = [];
  let server: HttpServer;

  const start = (api: RestApi<Context> = API): Promise<HttpServer> =>
    startRest(api, { context, faults, now: () => new Date(0), onFailure: (error) => failures.push(error) });
  beforeAll(async () => {
    server = await start();
  });
  afterEach(() => {
    faults.clear();
    failures.length = 0;
    context.seen.length = 0;
  });
  afterAll(() => server.close());

  const send = async (
    method: string,
    path: string,
    {
      body,
      authorization = 'yes',
      to = server,
    }: { body?: string; authorization?: string; to?: HttpServer } = {},
  ) => {
    const answer = await fetch(`${to.baseUrl}${path}`, {
      method,
      headers: { authorization },
      ...(body !== undefined && { body }),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const codeOf = async (sent: ReturnType<typeof send>): Promise<string> => {
    const { status, text } = await sent;
    return `${status} ${(JSON.parse(text) as { error: { code: string } }).error.code}`;
  };

  test('runs the operation, and adds the headers of every response', async () => {
    const { status, headers, text } = await send('POST', '/echo/a%20b', { body: 'hello' });
    expect({ status, text, name: headers.get('x-name') }).toEqual({
      status: 201,
      text: '{"body":"hello"}',
      name: 'a b',
    });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('content-length')).toBe('16');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('listens on loopback by default', () => {
    expect(server.baseUrl).toBe(`http://127.0.0.1:${server.port}`);
  });

  test('returns a refusal with its status, code and headers', async () => {
    const { status, headers, text } = await send('GET', '/refuse');
    expect([status, headers.get('retry-after'), text]).toEqual([
      429,
      '7',
      '{"error":{"code":"Busy","message":"Too many."}}',
    ]);
    expect(failures).toEqual([]);
  });

  test('returns 500 for a bug without its message, and reports the bug', async () => {
    const { status, text } = await send('GET', '/break');
    expect([status, text]).toEqual([
      500,
      '{"error":{"code":"InternalServerError","message":"The test service failed; see its output for the reason."}}',
    ]);
    expect(failures).toEqual([new TypeError('a bug')]);
  });

  test('checks the token before routing, or after it when configured', async () => {
    expect(await codeOf(send('GET', '/none', { authorization: 'no' }))).toBe('401 Unauthorized');
    expect(await codeOf(send('GET', '/none'))).toBe('501 NotImplemented');
    const other = await start({ ...API, routesBeforeAuthenticating: true });
    try {
      const sent = send('GET', '/none', { authorization: 'no', to: other });
      expect(await codeOf(sent)).toBe('501 NotImplemented');
    } finally {
      await other.close();
    }
  });

  test('requires no token when an operation is open', async () => {
    expect(await send('GET', '/open', { authorization: 'no' })).toMatchObject({ status: 204, text: '' });
  });

  test('accepts a body up to its limit, and refuses a longer one without running the operation', async () => {
    expect(await send('POST', '/echo/a', { body: '1234567890' })).toMatchObject({ status: 201 });
    expect(await codeOf(send('POST', '/echo/a', { body: '1234567890 and more' }))).toBe('413 TooLarge');
    expect(await codeOf(send('POST', '/echo/a', { body: 'x'.repeat(1_000_000) }))).toBe('413 TooLarge');
    expect(context.seen).toEqual(['1234567890']);
  });

  test('applies faults only to authenticated requests of known operations', async () => {
    faults.inject({ kind: 'fail', status: 503, code: 'Down', retryAfterSeconds: 2 }, { operation: 'Echo' });
    expect(await codeOf(send('POST', '/echo/a', { authorization: 'no' }))).toBe('401 Unauthorized');
    expect(await codeOf(send('GET', '/none'))).toBe('501 NotImplemented');
    expect(faults.pending).toBe(1);
    const { status, headers } = await send('POST', '/echo/a', { body: 'x' });
    expect([status, headers.get('retry-after'), faults.pending]).toEqual([503, '2', 0]);
    expect(context.seen).toEqual([]);
  });

  test('runs the operation and loses the reply', async () => {
    faults.inject({ kind: 'lose-reply' });
    await expect(send('POST', '/echo/a', { body: 'kept' })).rejects.toThrow('fetch failed');
    expect(context.seen).toEqual(['kept']);
    expect(failures).toEqual([]);
  });

  test('delays a request before the operation runs', async () => {
    let go = (): void => undefined;
    faults.inject({ kind: 'delay', until: new Promise((resolve) => (go = resolve)) }, { operation: 'Echo' });
    const first = send('POST', '/echo/a', { body: 'late' });
    // The next request gets a response while the first one waits.
    while (faults.pending > 0) await send('GET', '/open');
    await send('POST', '/echo/a', { body: 'early' });
    go();
    await first;
    expect(context.seen).toEqual(['early', 'late']);
  });

  test('has no fault endpoint by default', async () => {
    expect(await codeOf(send('GET', '/_stand-in/faults'))).toBe('501 NotImplemented');
  });

  test('reports no failure when a client disconnects while it sends its body', async () => {
    const client = request(`${server.baseUrl}/echo/a`, {
      method: 'POST',
      headers: { authorization: 'yes', 'content-length': '10' },
    });
    const gone = new Promise((resolve) => client.once('error', resolve));
    await new Promise((resolve) => client.write('12345', resolve));
    client.destroy(new Error('gone'));
    await gone;
    expect(await send('GET', '/open')).toMatchObject({ status: 204 });
    expect([failures, context.seen]).toEqual([[], []]);
  });

  test('refuses a port that is in use', async () => {
    await expect(
      startRest(API, { context, faults, now: () => new Date(0), port: server.port }),
    ).rejects.toMatchObject({
      code: 'start_failed',
      message: expect.stringContaining(
        `the test service cannot listen on 127.0.0.1:${server.port}`,
      ) as string,
    });
  });

  test('finishes a running request when it closes with a grace time', async () => {
    let go = (): void => undefined;
    faults.inject({ kind: 'delay', until: new Promise((resolve) => (go = resolve)) }, { operation: 'Echo' });
    const other = await start();
    const running = send('POST', '/echo/a', { body: 'x', to: other });
    while (faults.pending > 0) await send('GET', '/open');
    const closed = other.close(Infinity);
    go();
    expect(await running).toMatchObject({ status: 201 });
    await closed;
  });
});
