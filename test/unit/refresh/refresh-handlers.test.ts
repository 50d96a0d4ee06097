import { HttpRequest, InvocationContext, type HttpHandler, type HttpResponseInit } from '@azure/functions';
import { type Refresh } from '../../../src/lib/refresh/open-refresh';
import { findUnknownTables } from '../../../src/lib/refresh/start-refresh';
import { createRefreshCancelHandler } from '../../../src/lib/refresh/http/refresh-cancel-handler';
import {
  createRefreshListHandler,
  createRefreshReadHandler,
} from '../../../src/lib/refresh/http/refresh-read-handlers';
import { createRefreshTaskHandler } from '../../../src/lib/refresh/http/refresh-task-handler';
import {
  MAX_LOG_LENGTH,
  type ReadTaskOutput,
  readTaskOutput,
} from '../../../src/lib/refresh/read-task-output';
import { createRefreshStartHandler } from '../../../src/lib/refresh/http/refresh-start-handler';
import { guarded } from '../../../src/lib/platform/http/guarded';
import { type TaskOutputs } from '../../../src/lib/refresh/ports';
import { describeRefresh } from '../../../src/lib/refresh/describe-refresh';
import { SluiceError } from '../../../src/lib/platform/errors';
import { expectDescribed } from '../../testing/fixtures/expect-described';
import { type Script } from '../../testing/fakes/scripted-runs';
import { RefreshScene, type RefreshSceneOptions } from '../../testing/fixtures/refresh-scene';

const BASE = 'https://app.example';

class Api {
  readonly scene: RefreshScene;
  readonly #open: () => Refresh;
  /** What the service of the job returns. */
  outputs: TaskOutputs = { readOutput: () => Promise.resolve(undefined) };

  constructor(options: RefreshSceneOptions = {}) {
    this.scene = new RefreshScene(options);
    const { scene } = this;
    const refresh: Partial<Refresh> = {
      start: (instances, { pipelines = 'due', force = false, rebuild = [] }) =>
        scene.start({ pipelines, force, rebuild }, instances),
      findUnknownTables: (rebuild) => findUnknownTables(rebuild, scene.store),
      cancel: (id) => scene.cancel(id),
      describe: (id) => describeRefresh(id, scene),
      list: (page) => scene.store.listRefreshes(page),
    };
    this.#open = () => refresh as Refresh;
  }

  post(query = ''): Promise<Answer> {
    return send(createRefreshStartHandler(this.#open, this.scene.instances), 'POST', `/api/refresh${query}`);
  }

  list(query = ''): Promise<Answer> {
    return send(createRefreshListHandler(this.#open), 'GET', `/api/refresh${query}`);
  }

  read(id: string): Promise<Answer> {
    return send(createRefreshReadHandler(this.#open), 'GET', `/api/refresh/${id}`, { id });
  }

  task(id: string, task: string): Promise<Answer> {
    const path = `/api/refresh/${id}/tasks/${task}`;
    const read: ReadTaskOutput = (of, name) =>
      readTaskOutput(of, name, { store: this.scene.store, outputs: this.outputs });
    return send(
      createRefreshTaskHandler(() => read),
      'GET',
      path,
      { id, task },
    );
  }

  delete(id: string): Promise<Answer> {
    return send(createRefreshCancelHandler(this.#open), 'DELETE', `/api/refresh/${id}`, { id });
  }
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

async function send(
  handler: HttpHandler,
  method: string,
  path: string,
  params: Record<string, string> = {},
): Promise<Answer> {
  const request = new HttpRequest({ method, url: `${BASE}${path}`, params });
  const context = new InvocationContext({ functionName: 'refresh', logHandler: () => undefined });
  const { status, headers, body } = (await guarded(handler)(request, context)) as HttpResponseInit;
  const described = { status, headers: headers as Record<string, string>, body: body as string };
  expectDescribed(method, path.replace(/\?.*/, ''), described);
  return { status, headers: described.headers, body: JSON.parse(described.body) as Answer['body'] };
}

describe('POST /api/refresh', () => {
  it('answers 202 with the location of the refresh, and with the same one while it is running', async () => {
    const api = new Api();
    const first = await api.post();
    expect(first).toMatchObject({
      status: 202,
      headers: { location: `${BASE}/api/refresh/${String(first.body['id'])}` },
      body: { outcome: 'started', url: `/api/refresh/${String(first.body['id'])}` },
    });
    expect(await api.post()).toMatchObject({
      status: 202,
      body: { outcome: 'running', id: first.body['id'] },
    });
  });

  it('accepts the choices of the caller', async () => {
    const api = new Api();
    const { body } = await api.post('?pipelines=all&force=true');
    expect(await api.scene.read(body['id'] as never)).toMatchObject({ pipelines: 'all', force: true });
  });

  it('rebuilds tables that exist, and names similar ones for a table that does not', async () => {
    const api = new Api();
    for (const table of ['silver.iot_telemetry', 'gold.sales_day', 'gold.sales_product_day'])
      await api.scene.store.writeWatermark({
        table,
        refresh: 1 as never,
        asOf: '2026-11-21T06:00:00Z',
        sources: {},
      });
    expect(await api.post('?rebuild=gold.sale_day,silver.iot_telemetry')).toMatchObject({
      status: 400,
      body: {
        code: 'rebuild_unknown',
        detail:
          "The query parameter 'rebuild' names gold.sale_day, which no refresh has made; tables are gold.sales_day, gold.sales_product_day.",
      },
    });
    expect(api.scene.waiting.size).toBe(0);
    const { body } = await api.post('?rebuild=gold.sales_day,silver.iot_telemetry');
    expect(await api.scene.read(body['id'] as never)).toMatchObject({
      rebuild: ['gold.sales_day', 'silver.iot_telemetry'],
    });
  });

  it('rebuilds nothing before the first refresh', async () => {
    expect(await new Api().post('?rebuild=gold.sales_day')).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining("leave 'rebuild' out") as string },
    });
  });

  it.each(['?pipelines=some', '?force=yes', '?pipelines=', '?rebuild=', '?rebuild=sales_day'])(
    'refuses %s and starts nothing',
    async (query) => {
      const api = new Api();
      expect(await api.post(query)).toMatchObject({ status: 400, body: { code: 'query_invalid' } });
      expect(api.scene.waiting.size).toBe(0);
    },
  );

  it('returns no address of the durable extension', async () => {
    const { body, headers } = await new Api().post();
    expect(JSON.stringify({ body, headers })).not.toMatch(/runtime\/webhooks|code=|taskHub/);
  });

  it('answers 501 if no refresh is configured', async () => {
    const refresh = (): never => {
      throw new SluiceError('refresh_not_configured', 'set DATABRICKS_WORKSPACE_URL', { kind: 'permanent' });
    };
    const handlers = [
      createRefreshStartHandler(refresh, new RefreshScene().instances),
      createRefreshListHandler(refresh),
      createRefreshReadHandler(refresh),
      createRefreshCancelHandler(refresh),
    ];
    for (const handler of handlers) {
      expect(await send(handler, 'GET', '/api/refresh')).toMatchObject({
        status: 501,
        headers: { 'content-type': 'application/problem+json' },
        body: { code: 'refresh_not_configured' },
      });
    }
  });
});

describe('GET /api/refresh', () => {
  it('lists refreshes newest first, with a link to the next page', async () => {
    const api = new Api();
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      api.scene.events += 1;
      ids.unshift((await api.scene.refresh()).id);
    }
    const first = await api.list('?limit=2');
    expect(first.body['refreshes']).toMatchObject([
      { id: ids[0], state: 'succeeded', newEvents: 1, durationSeconds: expect.any(Number) as unknown },
      { id: ids[1] },
    ]);
    const second = await api.list(String(first.body['next']).replace('/api/refresh', ''));
    expect(second.body).toMatchObject({ refreshes: [{ id: ids[2], newEvents: 1001 }], next: null });
  });

  it.each(['?limit=0', '?limit=201', '?limit=x', '?before=0', '?before=x', '?before=-1', '?before='])(
    'refuses %s',
    async (query) => {
      expect(await new Api().list(query)).toMatchObject({ status: 400, body: { code: 'query_invalid' } });
    },
  );
});

describe('GET /api/refresh/{id}/tasks/{task}', () => {
  const failed = { name: 'one', state: 'TERMINATED FAILED', message: 'no such column' };
  const job = (): Script => [{ outcome: 'failed', status: 'FAILED', tasks: [failed] }];
  const output = { error: undefined, trace: undefined, log: 'a\n', truncated: false };

  it('returns the end of the log, and the error of the service or else of the run', async () => {
    const api = new Api({ job });
    const { id } = await api.scene.refresh();
    const asked: string[] = [];
    api.outputs = {
      readOutput: (run, task) => {
        asked.push(`${run} ${task}`);
        return Promise.resolve({ ...output, log: `first${'x'.repeat(MAX_LOG_LENGTH)}` });
      },
    };
    expect(await api.task(id, 'one')).toMatchObject({
      status: 200,
      body: {
        task: 'one',
        error: 'no such column',
        trace: null,
        log: 'x'.repeat(MAX_LOG_LENGTH),
        truncated: true,
        unavailable: null,
      },
    });
    expect(asked).toEqual(['job-1 one']);
    api.outputs = { readOutput: () => Promise.resolve({ ...output, error: 'worse', trace: 'line 3' }) };
    expect((await api.task(id, 'one')).body).toMatchObject({ error: 'worse', trace: 'line 3', log: 'a\n' });
  });

  it('says why there is no log when the service has none or no longer has the run', async () => {
    const api = new Api({ job });
    const { id } = await api.scene.refresh();
    expect((await api.task(id, 'one')).body).toMatchObject({
      log: null,
      error: 'no such column',
      unavailable: 'The task has not started yet.',
    });
    api.outputs = {
      readOutput: () =>
        Promise.reject(new SluiceError('databricks_refused', 'run 1 does not exist', { kind: 'permanent' })),
    };
    expect(await api.task(id, 'one')).toMatchObject({
      status: 200,
      body: { log: null, unavailable: expect.stringContaining('run 1 does not exist') as unknown },
    });
  });

  it('answers 503 when the service is not available, and 404 without such a refresh or task', async () => {
    const api = new Api({ job });
    const { id } = await api.scene.refresh();
    api.outputs = {
      readOutput: () =>
        Promise.reject(new SluiceError('databricks_unavailable', 'no answer', { kind: 'transient' })),
    };
    expect(await api.task(id, 'one')).toMatchObject({
      status: 503,
      body: { code: 'databricks_unavailable' },
    });
    expect(await api.task(id, 'two')).toMatchObject({ status: 404, body: { code: 'refresh_task_unknown' } });
    expect(await api.task('20261121T061000Z-00000000', 'one')).toMatchObject({ status: 404 });
    expect(await api.task('x', 'one')).toMatchObject({ status: 404, body: { code: 'refresh_task_unknown' } });
  });
});

describe('GET /api/refresh/{id}', () => {
  it('returns steps, runs, plan, models, quality and watermarks', async () => {
    const api = new Api({
      pipelines: ['ingest_a'],
      job: ({ index }) =>
        index === 0
          ? [{ outcome: 'failed', retryable: true, status: 'INTERNAL_ERROR' }]
          : [
              {
                outcome: 'succeeded',
                status: 'SUCCESS',
                url: 'https://adb',
                tasks: [{ name: 'one', state: 'SUCCESS' }],
              },
            ],
    });
    const { id, number } = await api.scene.refresh();
    const { status, body } = await api.read(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      number,
      state: 'succeeded',
      newEvents: 1000,
      steps: [
        { step: 'pipelines', state: 'succeeded' },
        { step: 'plan', state: 'succeeded' },
        { step: 'job', state: 'succeeded' },
        { step: 'quality', state: 'succeeded' },
      ],
      runs: [
        { kind: 'pipeline', name: 'ingest_a', generation: 1, state: 'succeeded', runId: 'ingest_a-1' },
        { kind: 'job', generation: 1, state: 'failed', runId: 'job-1', token: `${id}-1` },
        { kind: 'job', generation: 2, state: 'succeeded', url: 'https://adb', tasks: [{ name: 'one' }] },
      ],
      plan: {
        previous: null,
        sources: {
          iot: { lastEnqueuedTime: expect.any(String) as unknown, partitions: [{ lastSequenceNumber: 999 }] },
        },
        batch: { a: { runId: `${id}-ingest_a-1` } },
      },
      models: [{ model: 'silver.table_0', rowsWritten: 10 }],
      quality: { passed: true, reasons: [], warnings: [] },
      watermarks: [{ table: 'silver.table_0', refresh: number }],
    });
    for (const step of body['steps'] as readonly object[]) expect(Object.values(step)).not.toContain(null);
  });

  it('returns a refresh that has just begun', async () => {
    const api = new Api();
    const { id } = await api.scene.start();
    expect((await api.read(id)).body).toMatchObject({
      state: 'running',
      endedAt: null,
      steps: [],
      runs: [],
      plan: null,
      models: [],
      quality: null,
    });
    await api.scene.cancel(id);
    expect((await api.read(id)).body).toMatchObject({ state: 'cancelling' });
  });

  it.each(['20261121T061000Z-00000000', 'current', "x' or 'a' eq 'a"])('answers 404 for %s', async (id) => {
    expect(await new Api().read(id)).toMatchObject({ status: 404, body: { code: 'refresh_unknown' } });
  });
});

describe('DELETE /api/refresh/{id}', () => {
  it('answers 202, also a second time', async () => {
    const api = new Api();
    const { id } = await api.scene.start();
    expect(await api.delete(id)).toMatchObject({ status: 202, body: { id, state: 'cancelling', runs: [] } });
    expect(await api.delete(id)).toMatchObject({ status: 202 });
    expect(await api.scene.complete(id)).toMatchObject({ state: 'cancelled' });
  });

  it('answers 409 for a refresh that has ended, and 404 for an unknown one', async () => {
    const api = new Api();
    const { id } = await api.scene.refresh();
    expect(await api.delete(id)).toMatchObject({
      status: 409,
      headers: { 'content-type': 'application/problem+json' },
      body: { code: 'refresh_ended', state: 'succeeded' },
    });
    expect(await api.delete('20261121T061000Z-00000000')).toMatchObject({ status: 404 });
    expect(await api.delete('nothing')).toMatchObject({ status: 404 });
  });
});
