import { type HttpHandler, HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { createContractHandler, createContractsHandler } from '../../../src/lib/contracts/http';
import { createIngestHandler } from '../../../src/lib/ingest/http';
import { createOpenApiHandler } from '../../../src/lib/openapi/http';
import { SluiceError } from '../../../src/lib/platform/errors';
import { guarded } from '../../../src/lib/platform/http/guarded';
import { toJsonResponse } from '../../../src/lib/platform/http/json-response';
import { Publisher } from '../../../src/lib/publish/publisher';
import { toRefreshSummary } from '../../../src/lib/refresh/describe-refresh';
import { createServeHandler, createServeListHandler } from '../../../src/lib/serve/http';
import { createSimulateHandler } from '../../../src/lib/simulate/http';
import { createSimulator } from '../../../src/lib/simulate/simulator';
import { createStatusHandler } from '../../../src/lib/status/http';
import { createReadyHandler } from '../../../src/lib/status/ready-handler';
import { type DescribedAnswer, expectDescribed } from '../../helpers/expect-described';
import { MemoryHub } from '../../helpers/memory-hub';
import { RefreshScene } from '../../helpers/refresh-scene';
import { exampleOf, contractOf, registry } from '../contracts/events';
import { MINUTE, ServingModel, START, VIEW } from '../serve/answer/serving-model';
import { reader } from '../serve/status/status-scene';

const clock = { now: () => new Date('2026-11-21T06:10:00Z') };

interface Call {
  readonly method?: 'GET' | 'POST';
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Calls a handler and holds its answer against the document. @returns the status, and the body as it was parsed */
async function call(
  handler: HttpHandler,
  target: string,
  { method = 'GET', params = {}, headers = {}, body }: Call = {},
): Promise<{ readonly status: number | undefined; readonly body: unknown }> {
  const request = new HttpRequest({
    method,
    url: `https://app.example${target}`,
    params: { ...params },
    headers: { ...headers },
    ...(body !== undefined && { body: { string: body } }),
  });
  const context = new InvocationContext({ functionName: 'test', logHandler: () => undefined });
  const answer = (await guarded(handler)(request, context)) as HttpResponseInit as DescribedAnswer;
  expectDescribed(method, new URL(request.url).pathname, answer);
  const isJson = /[/+]json$/.test(answer.headers['content-type'] ?? '');
  return { status: answer.status, body: isJson ? JSON.parse(answer.body) : answer.body };
}

describe('the answers of ingest', () => {
  const record = exampleOf(contractOf('iot.telemetry'));
  const post = (
    records: string,
    { query = '', ...headers }: Readonly<Record<string, string>>,
    hub = new MemoryHub(),
  ) => {
    const handler = createIngestHandler(
      () =>
        ({
          registry,
          clock,
          publishers: { iot: new Publisher({ hub }) },
          config: { maxEventBytes: 262_144, maxRecordsPerRequest: 3 },
        }) as never,
    );
    return call(handler, `/api/ingest/iot/telemetry${query}`, {
      method: 'POST',
      params: { source: 'iot', event: 'telemetry' },
      headers: { 'content-type': 'application/json', ...headers },
      body: records,
    });
  };
  const one = JSON.stringify(record);
  const full = (): MemoryHub => {
    const hub = new MemoryHub();
    hub.beforeSend = () =>
      Promise.reject(new SluiceError('hub_unavailable', 'the hub is away', { kind: 'transient' }));
    return hub;
  };

  it.each([
    ['a dry run', one, { query: '?dryRun=true' }, 200],
    ['records that keep their contract', one, {}, 202],
    ['records of which some keep it', `[${one},{}]`, {}, 207],
    ['records of which some keep it, as lines', `[${one},{}]`, { accept: 'application/x-ndjson' }, 207],
    ['a version that is none', one, { query: '?version=x' }, 400],
    ['a delimiter that is none', one, { query: '?delimiter=x' }, 400],
    ['a body that is no JSON', '[{]', {}, 400],
    ['a version that there is not', one, { query: '?version=9' }, 404],
    ['a body in chunks', '', { 'transfer-encoding': 'chunked' }, 411],
    ['too many records', `[${Array<string>(4).fill(one).join()}]`, {}, 413],
    ['a type that is not read', one, { 'content-type': 'image/png' }, 415],
    ['a coding that is not read', one, { 'content-encoding': 'zstd' }, 415],
    ['no record that keeps the contract', '{}', {}, 422],
  ])('are described for %s', async (_, records, options, status) => {
    expect(await post(records, options)).toMatchObject({ status });
  });

  it('are described where the hub takes no event, and where it does not answer at all', async () => {
    expect(await post(one, {}, full())).toMatchObject({ status: 503, body: { failed: 1 } });
    const away = new MemoryHub();
    away.partitionIds = () =>
      Promise.reject(new SluiceError('hub_unavailable', 'the hub is away', { kind: 'transient' }));
    expect(await post(one, {}, away)).toMatchObject({ status: 503 });
  });
});

describe('the answers of simulate', () => {
  const simulate = (source: string, query: string, fails = false) => {
    const failures = fails ? [{ index: 0, error: new Error('the hub is away') }] : [];
    const publish = (events: readonly unknown[]) => Promise.resolve({ published: events.length, failures });
    const handler = createSimulateHandler(
      () =>
        ({
          clock,
          config: { simulationSeed: 1, simulation: { ecommerce: { eventsPerSecond: 1 } } },
          simulator: createSimulator({ seed: 1 }),
          publishers: { iot: { publish }, customers: { publish } },
        }) as never,
    );
    return call(handler, `/api/simulate/${source}${query}`, { method: 'POST', params: { source } });
  };

  it('are described for events that were published', async () => {
    const { body } = await simulate('iot', '?count=200&seed=7&faults=duplicate=0.5');
    expect(body).toMatchObject({
      source: 'iot',
      published: expect.any(Number) as number,
      faults: { duplicate: expect.any(Number) as number },
    });
    expect(await simulate('iot', '')).toMatchObject({ status: 202 });
  });

  it.each([
    ['?count=0', "The query parameter 'count' is a whole number from 1 to 100000."],
    ['?count=', "The query parameter 'count' is a whole number from 1 to 100000."],
    ['?count=1.5', "The query parameter 'count' is a whole number from 1 to 100000."],
    ['?seed=-1', "The query parameter 'seed' is a whole number from 0 to 2147483647."],
    ['?seed=', "The query parameter 'seed' is a whole number from 0 to 2147483647."],
    ['?population=all', "The query parameter 'population' is 'all', and for the source customers only."],
    ['?population=some', "The query parameter 'population' is 'all', and for the source customers only."],
  ])('name the parameter that is wrong for %s', async (query, detail) => {
    expect(await simulate('iot', query)).toMatchObject({
      status: 400,
      body: { code: 'query_invalid', detail },
    });
  });

  it('are described for faults that are none, a source that is none and a hub that is away', async () => {
    expect(await simulate('iot', '?faults=x')).toMatchObject({ status: 400 });
    expect(await simulate('nowhere', '')).toMatchObject({ status: 404, body: { code: 'source_unknown' } });
    expect(await simulate('iot', '?count=1', true)).toMatchObject({ status: 503 });
  });
});

describe('the answers of contracts', () => {
  const one = (target: string, params: Readonly<Record<string, string>>) =>
    call(
      createContractHandler(() => ({ registry })),
      target,
      { params },
    );

  it('are described for lists, versions and details', async () => {
    const list = await call(
      createContractsHandler(() => ({ registry })),
      '/api/contracts',
    );
    expect(list.body).toMatchObject({ contracts: registry.all().map(({ id }) => ({ id })) });
    for (const { type, version } of registry.all()) {
      expect(await one(`/api/contracts/${type}`, { type })).toMatchObject({ body: { type } });
      expect(
        await one(`/api/contracts/${type}/${version}`, { type, version: String(version) }),
      ).toMatchObject({ body: { type, version, schema: { type: 'object' } } });
    }
  });

  it('are described for what there is not', async () => {
    const type = 'iot.telemetry';
    expect(await one('/api/contracts/x', { type: 'x' })).toMatchObject({ status: 404 });
    expect(await one(`/api/contracts/${type}/x`, { type, version: 'x' })).toMatchObject({ status: 400 });
    expect(await one(`/api/contracts/${type}/99`, { type, version: '99' })).toMatchObject({ status: 404 });
  });
});

describe('the answers of status, ready and health', () => {
  const status = (read: ReturnType<typeof reader>) =>
    call(
      createStatusHandler(() => ({ status: read })),
      '/api/status',
    );

  it('are described where every stage answers and where none does', async () => {
    const refreshes = new RefreshScene();
    const last = toRefreshSummary(await refreshes.refresh());
    const answered = await status(
      reader({ refresh: () => Promise.resolve({ current: null, last, planned: undefined }) }),
    );
    expect(answered.body).toMatchObject({ refresh: { last: { id: last.id } }, sinks: [{ state: 'up' }] });
    const down = (): Promise<never> => Promise.reject(new Error('down'));
    const silent = { hub: down, bronze: down, live: down, quarantine: down, refresh: down, sinks: down };
    expect((await status(reader(silent))).body).toMatchObject({ quarantine: null, refresh: null });
  });

  it('are described for an app that can work and for one that cannot', async () => {
    const ready = (failed: ReadonlyMap<string, unknown>) =>
      call(
        createReadyHandler(() => ({ checkDependencies: () => Promise.resolve(new Map(failed)) })),
        '/api/ready',
      );
    expect(await ready(new Map())).toMatchObject({ body: { status: 'ready' } });
    expect(await ready(new Map([['lake', new Error('down')]]))).toMatchObject({
      status: 503,
      body: { unreachable: ['lake'] },
    });
    const misconfigured = () => {
      throw new SluiceError('config_invalid', 'EventHubs is not set', { kind: 'misuse' });
    };
    expect(await call(createReadyHandler(misconfigured), '/api/ready')).toMatchObject({ status: 500 });
  });
});

describe('the answers of serve', () => {
  it('are described for the list of views and for a view', async () => {
    const model = new ServingModel({ maxGroups: 10, tellsAhead: true, partitions: 1 });
    const event = { id: 'a', keys: ['north', 'ok'], micros: [1, 1, 1, 1, 1] } as const;
    model.publish(0, { ...event, time: START });
    model.land(0, 1);
    model.plan();
    model.commit();
    model.publish(0, { ...event, id: 'b', time: START + MINUTE });
    model.fold(0, 1);
    const query = {
      from: START,
      to: START + 3 * MINUTE,
      bucket: 'minute',
      keys: ['site'],
      filters: {},
    } as const;
    const answer = model.ask(query);
    expect(answer).toMatchObject({ parts: [{ source: 'batch' }, { source: 'live' }, { source: 'batch' }] });
    const serve = {
      views: [VIEW],
      hasBatch: true,
      answer: () => Promise.resolve({ outcome: 'answered', answer } as const),
    };
    const sluice = () => ({ clock: { now: () => new Date(START) }, serve: () => serve });
    expect(await call(createServeListHandler(sluice), '/api/serve')).toMatchObject({
      body: { views: [{ view: VIEW.name, batch: true }] },
    });
    const target = `/api/serve/${VIEW.name}`;
    expect(await call(createServeHandler(sluice), target, { params: { view: VIEW.name } })).toMatchObject({
      body: { view: VIEW.name },
    });
  });
});

it('serves the document with the address at which it was asked for', async () => {
  const { body } = await call(createOpenApiHandler(), '/api/openapi.json');
  expect(body).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://app.example' }] });
});

describe('an answer that the document does not describe', () => {
  const healthy = toJsonResponse({ status: 'healthy' }) as DescribedAnswer;
  const problem = (code: string): DescribedAnswer => ({
    status: 404,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title: 'Not Found', status: 404, detail: 'x', code }),
  });

  it('passes where all of it is described', () => {
    expectDescribed('GET', '/api/health', healthy);
    expectDescribed('GET', '/api/contracts/x', problem('contract_unknown'));
  });

  it.each<[string, string, DescribedAnswer]>([
    ['another path', '/api/nothing', healthy],
    ['another status', '/api/health', { ...healthy, status: 418 }],
    ['another media type', '/api/health', { ...healthy, headers: { 'content-type': 'text/plain' } }],
    ['a member more', '/api/health', { ...healthy, body: '{"status":"healthy","since":1}' }],
    ['a member less', '/api/health', { ...healthy, body: '{}' }],
    ['another code of a problem', '/api/contracts/x', problem('refresh_unknown')],
  ])('fails for %s', (_, path, answer) => {
    expect(() => {
      expectDescribed('GET', path, answer);
    }).toThrow();
  });
});
