import { createContractHandler, createContractsHandler } from '../../../src/lib/contracts/http';
import { createFrontHandler } from '../../../src/lib/front/http';
import { createOpenApiHandler } from '../../../src/lib/openapi/http';
import { SluiceError } from '../../../src/lib/platform/errors';
import { toJsonResponse } from '../../../src/lib/platform/http/responses';
import { toRefreshSummary } from '../../../src/lib/refresh/to-refresh-summary';
import { createServeHandler, createServeListHandler } from '../../../src/lib/serve/http';
import { createStatusHandler } from '../../../src/lib/status/http';
import { createReadyHandler } from '../../../src/lib/status/ready-handler';
import { call } from '../../testing/fixtures/call-handler';
import { type DescribedAnswer, expectDescribed } from '../../testing/fixtures/expect-described';
import { RefreshScene } from '../../testing/fixtures/refresh-scene';
import { registry } from '../contracts/events';
import { MINUTE, ServingModel, START, VIEW } from '../serve/answer/serving-model';
import { reader } from '../status/status-scene';

describe('the answers of contracts', () => {
  const one = (target: string, params: Readonly<Record<string, string>>) =>
    call(
      createContractHandler(() => registry),
      target,
      { params },
    );

  it('match the document for lists, versions and details', async () => {
    const list = await call(
      createContractsHandler(() => registry),
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

  it('match the document for unknown contracts', async () => {
    const type = 'iot.telemetry';
    expect(await one('/api/contracts/x', { type: 'x' })).toMatchObject({ status: 404 });
    expect(await one(`/api/contracts/${type}/x`, { type, version: 'x' })).toMatchObject({ status: 400 });
    expect(await one(`/api/contracts/${type}/99`, { type, version: '99' })).toMatchObject({ status: 404 });
  });
});

describe('the answers of status, ready and health', () => {
  const status = (read: ReturnType<typeof reader>) =>
    call(
      createStatusHandler(() => read),
      '/api/status',
    );

  it('match the document with all stages and with none', async () => {
    const refreshes = new RefreshScene();
    const last = toRefreshSummary(await refreshes.refresh());
    const answered = await status(
      reader({ refresh: () => Promise.resolve({ current: null, last, planned: undefined }) }),
    );
    expect(answered.body).toMatchObject({ refresh: { last: { id: last.id } }, sinks: [{ state: 'up' }] });
    const down = (): Promise<never> => Promise.reject(new Error('down'));
    const silent = { hub: down, bronze: down, live: down, quarantine: down, refresh: down, sinks: down };
    const read = reader(silent);
    expect((await status(read)).body).toMatchObject({ problems: [{ state: 'slow' }, {}, {}, {}, {}, {}] });
    expect((await status(read)).body).toMatchObject({ quarantine: null, refresh: null });
  });

  it('match the document for an app that is ready and for one that is not', async () => {
    const ready = (failed: ReadonlyMap<string, unknown>, slow: readonly string[] = []) =>
      call(
        createReadyHandler(() => Promise.resolve({ failed, slow })),
        '/api/ready',
      );
    expect(await ready(new Map())).toMatchObject({ body: { status: 'ready' } });
    expect(await ready(new Map(), ['lake'])).toMatchObject({
      status: 200,
      body: { status: 'ready', slow: ['lake'] },
    });
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
  it('match the document for the list of views and for a view', async () => {
    const model = new ServingModel({ maxGroups: 10, reportsFuture: true, partitions: 1 });
    const event = { id: 'a', keys: ['north', 'ok'], micros: [1, 1, 1, 1, 1] } as const;
    model.publish(0, { ...event, time: START });
    model.land(0, 1);
    model.plan();
    model.commit();
    model.publish(0, { ...event, id: 'b', time: START + MINUTE });
    model.aggregate(0, 1);
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
      answer: () => Promise.resolve({ outcome: 'answered', answer, catchesUp: false } as const),
      readLive: () =>
        Promise.resolve(
          () => ({ state: 'no-events-yet', since: '2026-11-21T06:00:00.000Z', firstEventAt: null }) as const,
        ),
    };
    const clock = { now: () => new Date(START) };
    expect(
      await call(
        createServeListHandler(() => serve),
        '/api/serve',
      ),
    ).toMatchObject({
      body: { views: [{ view: VIEW.name, batch: true, live: { state: 'no-events-yet' } }] },
    });
    const target = `/api/serve/${VIEW.name}`;
    expect(
      await call(
        createServeHandler(() => serve, clock),
        target,
        { params: { view: VIEW.name } },
      ),
    ).toMatchObject({
      body: { view: VIEW.name },
    });
  });
});

it('matches the document for the front page', async () => {
  const { body } = await call(createFrontHandler(), '/api');
  expect(body).toMatchObject({ links: { monitor: 'https://app.example/api/monitor' } });
});

it('returns the document with the origin of the request', async () => {
  const { body } = await call(createOpenApiHandler(), '/api/openapi.json');
  expect(body).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://app.example' }] });
});

describe('expectDescribed', () => {
  const healthy = toJsonResponse({ status: 'healthy' }) as DescribedAnswer;
  const problem = (code: string): DescribedAnswer => ({
    status: 404,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ type: 'about:blank', title: 'Not Found', status: 404, detail: 'x', code }),
  });

  it('passes for an answer that is described', () => {
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
