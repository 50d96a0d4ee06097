import { type HttpHandler, HttpRequest, InvocationContext, type HttpResponseInit } from '@azure/functions';
import { guarded } from '../../../src/lib/platform/http/guarded';
import {
  createQuarantineListHandler,
  createQuarantineReadHandler,
  createReplayListHandler,
} from '../../../src/lib/quarantine/http/quarantine-read-handlers';
import {
  createReopenHandler,
  createReplayHandler,
} from '../../../src/lib/quarantine/http/quarantine-replay-handler';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { SluiceError } from '../../../src/lib/platform/errors';
import { createQuarantineIndexHandler } from '../../../src/lib/quarantine/trigger';
import { HUB_GENERATION } from '../../testing/fixtures/events';
import { expectDescribed } from '../../testing/fixtures/expect-described';
import { exampleEvent, QuarantineScene } from '../../testing/fixtures/quarantine-scene';

const registry = createRegistry();
const ID = `iot.${HUB_GENERATION}.0.0`;

interface Answer {
  readonly status: number | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

class Api {
  readonly scene = new QuarantineScene({ registry });
  readonly #open = () => this.scene.quarantine;

  list(query = ''): Promise<Answer> {
    return send(createQuarantineListHandler(this.#open), 'GET', `?${query}`);
  }

  read(id: string, query = ''): Promise<Answer> {
    return send(createQuarantineReadHandler(this.#open), 'GET', `/${id}?${query}`, { params: { id } });
  }

  replays(query = ''): Promise<Answer> {
    return send(createReplayListHandler(this.#open), 'GET', `/replays?${query}`);
  }

  replay(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return send(createReplayHandler(this.#open), 'POST', '/replay', { text, headers });
  }

  reopen(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return send(createReopenHandler(this.#open), 'POST', '/reopen', { text, headers });
  }

  async index(): Promise<void> {
    await createQuarantineIndexHandler(() => ({
      advance: () => this.scene.quarantine.index.advance(),
    }))(silentContext());
  }
}

function silentContext(): InvocationContext {
  return new InvocationContext({ functionName: 'test', logHandler: () => undefined });
}

async function send(
  handler: HttpHandler,
  method: 'GET' | 'POST',
  path: string,
  {
    params = {},
    text,
    headers = {},
  }: { params?: Record<string, string>; text?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const request = new HttpRequest({
    method,
    url: `https://app.example/api/quarantine${path}`,
    params,
    headers,
    ...(text !== undefined && { body: { bytes: Buffer.from(text) } }),
  });
  const {
    status,
    headers: answered,
    body,
  } = (await guarded(handler)(request, silentContext())) as HttpResponseInit;
  const described = { status, headers: answered as Record<string, string>, body: body as string };
  expectDescribed(method, new URL(request.url).pathname, described);
  return { status, body: JSON.parse(described.body) as Answer['body'] };
}

const broken = (index: number): string =>
  JSON.stringify(exampleEvent(registry, 'iot.telemetry', { measuredAt: 'x' }, { id: `event-${index}` }));

it('lists records with counts, page by page', async () => {
  const api = new Api();
  await api.scene.land('iot', [broken(0), broken(1), 'no json']);
  const first = await api.list('source=iot&limit=2');
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({
    total: 3,
    counts: [
      { source: 'iot', contract: 'iot.telemetry', code: 'contract.format', records: 2 },
      { source: 'iot', contract: null, code: 'malformed_json', records: 1 },
    ],
    records: [{ sequenceNumber: 2 }, { sequenceNumber: 1, state: 'open', attempts: 0, replayedAt: null }],
  });
  const next = first.body['next'] as string;
  expect(next).toMatch(/^\/api\/quarantine\?source=iot&limit=2&after=/);
  const second = await api.list(next.slice(next.indexOf('?') + 1));
  expect(second.body).toMatchObject({ total: 3, records: [{ id: ID }], next: null });
});

it.each([
  'source=nowhere',
  'state=gone',
  'limit=0',
  'limit=201',
  'limit=x',
  'from=yesterday',
  'to=2026',
  'after=x',
  'event=',
  'sort=up',
])('refuses a list with %s', async (query) => {
  expect(await new Api().list(query)).toMatchObject({ status: 400, body: { code: 'query_invalid' } });
});

it('finds the records of an event by the beginning of its id, and counts them', async () => {
  const api = new Api();
  await api.scene.land('iot', [broken(0), broken(1), 'no json', '{"id":7}']);
  const all = await api.list('');
  expect((all.body['records'] as { eventId: unknown }[]).map(({ eventId }) => eventId)).toEqual([
    null,
    null,
    'event-1',
    'event-0',
  ]);
  expect((await api.list('event=event-')).body).toMatchObject({ total: 2, counts: [{ records: 2 }] });
  expect((await api.list('event=event-1')).body).toMatchObject({
    total: 1,
    records: [{ eventId: 'event-1', sequenceNumber: 1 }],
  });
  expect((await api.list('event=vent')).body).toMatchObject({ total: 0, records: [] });
});

it('finds records by a time with an offset', async () => {
  const api = new Api();
  await api.scene.land('iot', ['bad']);
  expect((await api.list('from=2026-11-21T03:50:45%2B01:00')).body['total']).toBe(1);
  expect((await api.list('to=2026-11-21T03:50:45+01:00')).body['total']).toBe(0);
});

it('shows one record, and its bytes if the request asks for them', async () => {
  const api = new Api();
  await api.scene.land('iot', [broken(0)]);
  const { status, body } = await api.read(ID);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    id: ID,
    hubGeneration: HUB_GENERATION,
    slot: `iot/${HUB_GENERATION}/p=00/000000000/000000000000.ndjson.gz`,
    contentType: null,
    properties: null,
    text: null,
    replays: [],
  });
  expect(body).not.toHaveProperty('base64');
  const bytes = (await api.read(ID, 'bytes=true')).body['base64'] as string;
  expect(Buffer.from(bytes, 'base64').toString()).toBe(broken(0));
  expect(await api.read(ID, 'bytes=1')).toMatchObject({ status: 400 });
});

it.each([`iot.${HUB_GENERATION}.0.1`, `iot.${HUB_GENERATION}.00.0`, 'replay', 'x'])(
  'answers 404 for the record %s',
  async (id) => {
    const api = new Api();
    await api.scene.land('iot', [broken(0)]);
    expect(await api.read(id)).toMatchObject({ status: 404, body: { code: 'quarantine_unknown' } });
  },
);

it('replays records, and stores the caller', async () => {
  const api = new Api();
  await api.scene.land('iot', [broken(0)]);
  const fix = { patch: [{ op: 'replace', path: '/data/measuredAt', value: '2026-11-21T02:50:00Z' }] };
  const dry = await api.replay({ filter: { ids: [ID] }, fix, dryRun: true });
  expect(dry).toMatchObject({ status: 200, body: { replay: null, published: 1 } });
  const done = await api.replay({ filter: { ids: [ID] }, fix }, { 'x-ms-client-principal-name': 'ann' });
  expect(done).toMatchObject({ status: 200, body: { matched: 1, published: 1, remaining: 0 } });
  expect(done.body).not.toHaveProperty('faults');
  const { replays } = (await api.replays()).body as { readonly replays: readonly object[] };
  expect(replays).toMatchObject([{ by: 'ann', replay: done.body['replay'], published: 1 }]);
  expect(await api.replays('limit=0')).toMatchObject({ status: 400 });
});

it.each([
  ['no JSON', 'x'],
  ['no filter', {}],
  ['a filter of both kinds', { filter: { ids: ['a'], source: 'iot' } }],
  ['an empty filter', { filter: {} }],
  ['all and a source', { filter: { all: true, source: 'iot' } }],
  ['all that is not true', { filter: { all: false } }],
  ['no ids', { filter: { ids: [] } }],
  ['an unknown source', { filter: { source: 'x' } }],
  ['an unknown member', { filter: { all: true }, dryrun: true }],
  ['an unknown fix', { filter: { all: true }, fix: {} }],
  ['two fixes', { filter: { all: true }, fix: { version: 1, event: {} } }],
  ['an unknown operation', { filter: { all: true }, fix: { patch: [{ op: 'drop', path: '/data' }] } }],
  [
    'an operation without a value',
    { filter: { all: true }, fix: { patch: [{ op: 'add', path: '/data/a' }] } },
  ],
  [
    'a path that is not a pointer',
    { filter: { all: true }, fix: { patch: [{ op: 'remove', path: 'data' }] } },
  ],
  [
    'a path into a prototype',
    { filter: { all: true }, fix: { patch: [{ op: 'add', path: '/__proto__/a', value: 1 }] } },
  ],
  ['an event for several records', { filter: { all: true }, fix: { event: {} } }],
  ['again for several records', { filter: { all: true }, again: true }],
  ['a limit beyond the maximum', { filter: { all: true }, limit: 1001 }],
])('refuses a replay with %s', async (_, body) => {
  const api = new Api();
  expect(await api.replay(body)).toMatchObject({
    status: 400,
    body: { code: 'request_invalid', detail: expect.any(String) as string },
  });
});

it.each([
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported_media_type'],
  [
    'an unsupported charset',
    { 'content-type': 'application/json; charset=koi8-r' },
    415,
    'unsupported_media_type',
  ],
  ['an unknown coding', { 'content-encoding': 'zstd' }, 415, 'unsupported_content_encoding'],
  ['a body with another coding', { 'content-encoding': 'gzip' }, 400, 'malformed_body'],
])('refuses %s', async (_, headers, status, code) => {
  expect(await new Api().replay({ filter: { ids: ['x'] } }, headers)).toMatchObject({
    status,
    body: { code },
  });
});

it('names the members of a filter and the way to every record when a filter is empty', async () => {
  const api = new Api();
  await api.scene.land('iot', [broken(0)]);
  for (const { body } of [await api.replay({ filter: {}, dryRun: true }), await api.reopen({ filter: {} })]) {
    expect(body['detail']).toBe(
      'filter: set at least one of ids, source, contract, code, from, to, or all to true for every record.',
    );
  }
  expect(api.scene.store.replays.size).toBe(0);
});

it('reopens a record that one fix tried too often, and says when', async () => {
  const api = new Api();
  await api.scene.land('iot', [broken(0), broken(1)]);
  const named = { filter: { ids: [ID] } };
  for (let attempt = 0; attempt < 3; attempt++) await api.replay(named);
  expect((await api.replay(named)).body).toMatchObject({
    skipped: 1,
    exhausted: 1,
    results: [{ outcome: 'attempts-exhausted' }],
  });
  expect((await api.replay({ filter: { source: 'iot' } })).body).toMatchObject({ skipped: 1, exhausted: 1 });
  const reopened = await api.reopen({ filter: { source: 'iot' } }, { 'x-ms-client-principal-name': 'ann' });
  expect(reopened).toEqual({ status: 200, body: { matched: 2, reopened: 2, unchanged: 0, replayed: 0 } });
  expect((await api.reopen(named)).body).toMatchObject({ matched: 1, reopened: 0, unchanged: 1 });
  expect((await api.read(ID)).body).toMatchObject({
    state: 'open',
    attempts: 3,
    reopenedAt: '2026-11-21T06:00:00.000Z',
  });
  expect([...api.scene.store.records.values()].map(({ value }) => value.reopenedBy)).toEqual(['ann', 'ann']);
  expect((await api.replay(named)).body).toMatchObject({ rejected: 1, exhausted: 0 });
});

it.each([
  ['no JSON', 'x', 400, 'request_invalid'],
  ['no filter', {}, 400, 'request_invalid'],
  ['a fix', { filter: { all: true }, fix: { version: 1 } }, 400, 'request_invalid'],
  ['an unknown record', { filter: { ids: [`iot.${HUB_GENERATION}.0.9`] } }, 404, 'quarantine_unknown'],
])('refuses a reopening with %s', async (_, body, status, code) => {
  const api = new Api();
  await api.scene.land('iot', [broken(0)]);
  expect(await api.reopen(body)).toMatchObject({ status, body: { code } });
});

it('leaves a replayed record as it is when a reopening names it', async () => {
  const api = new Api();
  await api.scene.land('iot', [broken(0)]);
  const fix = { patch: [{ op: 'replace', path: '/data/measuredAt', value: '2026-11-21T02:50:00Z' }] };
  await api.replay({ filter: { ids: [ID] }, fix });
  expect((await api.reopen({ filter: { ids: [ID] } })).body).toEqual({
    matched: 0,
    reopened: 0,
    unchanged: 0,
    replayed: 1,
  });
  expect((await api.read(ID)).body).toMatchObject({ state: 'replayed', reopenedAt: null });
});

it('reads JSON with any notation of its type, and refuses a request without a body', async () => {
  const type = { 'content-type': 'Application/JSON ; Charset="UTF-8"' };
  expect(await new Api().replay({ filter: { ids: ['x'] } }, type)).toMatchObject({ status: 404 });
  expect(await new Api().replay('')).toMatchObject({ status: 400, body: { code: 'empty_body' } });
});

it('names the unknown ids', async () => {
  const api = new Api();
  expect(await api.replay({ filter: { ids: ['nothing'] } })).toMatchObject({
    status: 404,
    body: { code: 'quarantine_unknown', unknown: ['nothing'] },
  });
});

it('answers 503 when the table is out of reach', async () => {
  const api = new Api();
  await api.scene.land('iot', ['bad']);
  api.scene.store.onWrite = () =>
    Promise.reject(new SluiceError('table_unavailable', 'no table', { kind: 'transient' }));
  expect(await api.list()).toMatchObject({ status: 503, body: { code: 'table_unavailable' } });
});

it('indexes on a timer', async () => {
  const api = new Api();
  await api.scene.land('iot', ['bad']);
  await api.index();
  expect(api.scene.store.records.size).toBe(1);
});

it('answers as the OpenAPI document describes, with every outcome', async () => {
  const api = new Api();
  await api.scene.land('iot', [broken(0), 'no json']);
  const fix = { patch: [{ op: 'replace', path: '/data/measuredAt', value: '2026-11-21T02:50:00Z' }] };
  // Each answer is checked against the document when it is received.
  const answers = [
    await api.list('limit=1'),
    await api.replay({ filter: { all: true }, fix, dryRun: true }),
    await api.replay({ filter: { ids: [ID] }, fix }),
    await api.replay({ filter: { ids: [ID] }, fix }),
    await api.read(ID, 'bytes=true'),
    await api.replays(),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  expect(answers[5]?.body['replays']).toHaveLength(2);
});
