import { HttpRequest, InvocationContext, type HttpHandler, type HttpResponseInit } from '@azure/functions';
import { createGoldHandler, createGoldListHandler } from '../../../src/lib/serve/gold/http';
import { guarded } from '../../../src/lib/platform/http/guarded';
import { createServeHandler } from '../../../src/lib/serve/http';
import { type Serve } from '../../../src/lib/serve/open-serve';
import { SluiceError } from '../../../src/lib/platform/errors';
import { type DescribedAnswer, expectDescribed } from '../../testing/fixtures/expect-described';
import { VIEW } from './answer/serving-model';
import { memoryTables } from './gold/memory-tables';

const LARGE = 65 * 1024 * 1024;
const day = { sold_on: 20_000, shop: 'north' };
const TABLES = memoryTables({
  sales_day: {
    columns: { sold_on: 'date', shop: 'string' },
    partitionedBy: ['sold_on'],
    files: [[day, day]],
    bytes: LARGE,
  },
  dim_shop: { columns: { shop: 'string' }, files: [[day]], bytes: LARGE },
});

async function send(
  handler: HttpHandler,
  path: string,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const [, , , name = ''] = new URL(path, 'https://app.example').pathname.split('/');
  const request = new HttpRequest({
    method: 'GET',
    url: `https://app.example${path}`,
    params: { view: name, table: name },
  });
  const context = new InvocationContext({ functionName: 'serve', logHandler: () => undefined });
  const answer = (await guarded(handler)(request, context)) as HttpResponseInit;
  const { status = 200, headers, body } = answer as DescribedAnswer;
  expectDescribed('GET', new URL(request.url).pathname, { status, headers, body });
  return { status, body: JSON.parse(body) as Record<string, unknown> };
}

const NEW_VIEW = { state: 'no-events-yet', since: '2026-11-21T06:00:00.000Z', firstEventAt: null } as const;

const serving = (answer: Serve['answer']): HttpHandler =>
  createServeHandler(
    () => ({ views: [VIEW], hasBatch: true, answer, readLive: () => Promise.resolve(() => NEW_VIEW) }),
    {
      now: () => new Date('2026-11-21T06:10:00Z'),
    },
  );

const gold = (): typeof TABLES => TABLES;

describe('GET /api/serve/{view}', () => {
  const tooMany = serving(() => Promise.resolve({ outcome: 'too-many-rows', maxRows: 50_000 }));

  it('reports the wrong parameter', async () => {
    expect(await send(tooMany, '/api/serve/iot_telemetry?by=week')).toMatchObject({
      status: 400,
      body: { code: 'query_invalid', detail: expect.stringContaining("'by'") as string },
    });
  });

  it('reports how to narrow a query with too many rows', async () => {
    expect(await send(tooMany, '/api/serve/iot_telemetry')).toMatchObject({
      status: 400,
      body: { code: 'query_too_wide', detail: expect.stringContaining('50000 rows') as string },
    });
  });

  it('lists the views if the view is unknown', async () => {
    expect(await send(tooMany, '/api/serve/nothing')).toMatchObject({
      status: 404,
      body: {
        code: 'serve_view_unknown',
        detail: expect.stringContaining('views are iot_telemetry') as string,
      },
    });
  });

  it('answers 503 while the table does not answer', async () => {
    const down = serving(() =>
      Promise.reject(new SluiceError('table_unavailable', 'the table is down', { kind: 'transient' })),
    );
    expect(await send(down, '/api/serve/iot_telemetry')).toMatchObject({
      status: 503,
      body: { code: 'table_unavailable' },
    });
  });
});

describe('GET /api/gold', () => {
  it('lists tables', async () => {
    const { body } = await send(createGoldListHandler(gold), '/api/gold');
    expect(body).toMatchObject({
      tables: [
        { table: 'sales_day', rows: 2 },
        { table: 'dim_shop', rows: 1 },
      ],
    });
  });

  it('answers 501 without a refresh', async () => {
    const none = createGoldListHandler(() => {
      throw new SluiceError('refresh_not_configured', 'there is no Gold here', { kind: 'permanent' });
    });
    expect(await send(none, '/api/gold')).toMatchObject({
      status: 501,
      body: { code: 'refresh_not_configured' },
    });
  });

  it('lists the tables if the table is unknown', async () => {
    expect(await send(createGoldHandler(gold), '/api/gold/nothing')).toMatchObject({
      status: 404,
      body: { code: 'gold_table_unknown', detail: expect.stringContaining('sales_day, dim_shop') as string },
    });
  });

  it('reports the wrong parameter', async () => {
    expect(await send(createGoldHandler(gold), '/api/gold/sales_day?limit=none')).toMatchObject({
      status: 400,
      body: { code: 'query_invalid', detail: expect.stringContaining("'limit'") as string },
    });
  });

  it.each([
    ['sales_day', "fewer values of sold_on with 'from' and 'to'"],
    ['dim_shop', "leave 'orderBy' and filters out"],
  ])('reports how to narrow a query of %s', async (table, remedy) => {
    expect(await send(createGoldHandler(gold), `/api/gold/${table}?orderBy=shop`)).toMatchObject({
      status: 400,
      body: { code: 'query_too_wide', detail: expect.stringContaining(remedy) as string },
    });
  });

  it('returns rows with their columns', async () => {
    expect(await send(createGoldHandler(gold), '/api/gold/sales_day?limit=1')).toEqual({
      status: 200,
      body: {
        table: 'sales_day',
        refresh: 1000,
        columns: [
          { name: 'sold_on', type: 'date', description: 'The sold_on' },
          { name: 'shop', type: 'string', description: 'The shop' },
        ],
        rows: [{ sold_on: '2024-10-04', shop: 'north' }],
        truncated: true,
      },
    });
  });
});
