import { createIngestHandler } from '../../../src/lib/ingest/http';
import { SluiceError } from '../../../src/lib/platform/errors';
import { Publisher } from '../../../src/lib/publish/publisher';
import { createSimulateHandler } from '../../../src/lib/simulate/http';
import { createSimulator } from '../../../src/lib/simulate/simulator';
import { call } from '../../testing/fixtures/call-handler';
import { MemoryHub } from '../../testing/fakes/memory-hub';
import { contractOf, exampleOf, registry } from '../contracts/events';

const clock = { now: () => new Date('2026-11-21T06:10:00Z') };

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
          maxEventBytes: 262_144,
          maxRecordsPerRequest: 3,
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
    ['a body that is not JSON', '[{]', {}, 400],
    ['a version that there is not', one, { query: '?version=9' }, 404],
    ['a body in chunks', '', { 'transfer-encoding': 'chunked' }, 411],
    ['too many records', `[${Array<string>(4).fill(one).join()}]`, {}, 413],
    ['a type that is not read', one, { 'content-type': 'image/png' }, 415],
    ['a coding that is not read', one, { 'content-encoding': 'zstd' }, 415],
    ['no record that keeps the contract', '{}', {}, 422],
    ['a way for refused records that is none', one, { query: '?onReject=x' }, 400],
    ['refused records in the quarantine', `[${one},{}]`, { query: '?onReject=quarantine' }, 207],
    ['refused records alone in the quarantine', '{}', { query: '?onReject=quarantine' }, 207],
    ['a dry run for the quarantine', '{}', { query: '?onReject=quarantine&dryRun=true' }, 422],
  ])('match the document for %s', async (_, records, options, status) => {
    expect(await post(records, options)).toMatchObject({ status });
  });

  it('match the document if the hub accepts no event, and if it does not answer', async () => {
    expect(await post(one, {}, full())).toMatchObject({ status: 503, body: { failed: 1 } });
    const refused = { query: '?onReject=quarantine' };
    expect(await post('{}', refused, full())).toMatchObject({
      status: 503,
      body: {
        quarantined: 0,
        verdicts: [{ quarantined: false, unquarantined: { code: 'hub_unavailable' } }],
      },
    });
    const small = new MemoryHub({ maxBatchBytes: 1 });
    expect(await post('{}', refused, small)).toMatchObject({
      status: 422,
      body: { verdicts: [{ unquarantined: { code: 'hub_event_too_large' } }] },
    });
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
          config: { seed: 1, faults: undefined, eventsPerSecond: { ecommerce: 1 } },
          simulator: createSimulator({ seed: 1 }),
          publishers: { iot: { publish }, customers: { publish } },
        }) as never,
    );
    return call(handler, `/api/simulate/${source}${query}`, { method: 'POST', params: { source } });
  };

  it('match the document for published events', async () => {
    const { body } = await simulate('iot', '?count=200&seed=7&faults=duplicate=0.5');
    expect(body).toMatchObject({
      source: 'iot',
      published: expect.any(Number) as number,
      faults: { duplicate: expect.any(Number) as number },
    });
    expect(await simulate('iot', '')).toMatchObject({ status: 202 });
  });

  it.each([
    ['?count=0', "The query parameter 'count' must be a whole number from 1 to 100000."],
    ['?count=', "The query parameter 'count' must be a whole number from 1 to 100000."],
    ['?count=1.5', "The query parameter 'count' must be a whole number from 1 to 100000."],
    ['?seed=-1', "The query parameter 'seed' must be a whole number from 0 to 2147483647."],
    ['?seed=', "The query parameter 'seed' must be a whole number from 0 to 2147483647."],
    [
      '?population=some',
      "The query parameter 'population' must be 'all', and is allowed for the sources customers, ecommerce and iot only.",
    ],
    [
      '?since=2026-01-01T00:00:00Z',
      "The query parameter 'since' must be not in the future, and is allowed with 'population' only.",
    ],
    [
      '?population=all&since=2999-01-01T00:00:00Z',
      "The query parameter 'since' must be not in the future, and is allowed with 'population' only.",
    ],
    [
      '?population=all&since=yesterday',
      "The query parameter 'since' must be a time with a zone (RFC 3339), not in the future, and is allowed with 'population' only.",
    ],
  ])('report the wrong parameter for %s', async (query, detail) => {
    expect(await simulate('iot', query)).toMatchObject({
      status: 400,
      body: { code: 'query_invalid', detail },
    });
  });

  it('match the document for invalid faults, an unknown source, and a hub that is unavailable', async () => {
    expect(await simulate('iot', '?faults=x')).toMatchObject({ status: 400 });
    expect(await simulate('nowhere', '')).toMatchObject({ status: 404, body: { code: 'source_unknown' } });
    expect(await simulate('iot', '?count=1', true)).toMatchObject({ status: 503 });
  });
});
