import { createIngestClient, type IngestClient } from '../../../../local/replay/send/ingest-client';
import { replayRows } from '../../../../local/replay/send/replay-rows';
import { ReplayTotals } from '../../../../local/replay/send/totals';
import { type Answer, acceptAll, acceptSome, answer, type IngestStub, startIngestStub } from './ingest-stub';
import { type InputRow } from '../../../../local/replay/read/input';

let app: IngestStub;
let client: IngestClient;

beforeEach(async () => {
  app = await startIngestStub();
  client = createIngestClient({
    apiUrl: app.apiUrl,
    source: 'iot',
    event: 'telemetry',
    contentType: 'application/x-ndjson',
    key: 'function-key',
    connections: 2,
  });
});

afterEach(async () => {
  await client.close();
  await app.close();
});

// eslint-disable-next-line @typescript-eslint/require-await -- rows come asynchronously from files
async function* rowsOf(count: number): AsyncGenerator<readonly InputRow[]> {
  for (let row = 1; row <= count; row++) yield [{ row, text: `{"n":${row}}` }];
}

const linesOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `{"n":${index + 1}}`);

async function replay(
  count: number,
  options: Partial<Parameters<typeof replayRows>[0]> = {},
): Promise<{ readonly totals: ReplayTotals; readonly ended: string | undefined }> {
  const totals = new ReplayTotals();
  const ended = await replayRows({
    rows: rowsOf(count),
    limit: Infinity,
    batchSize: 10,
    totals,
    client,
    inFlight: 2,
    firstDelayMilliseconds: 1,
    signal: new AbortController().signal,
    ...options,
  });
  return { totals, ended };
}

describe('a replay', () => {
  it('sends every row once, and requests no results of accepted records', async () => {
    const { totals, ended } = await replay(95);
    expect(ended).toBeUndefined();
    expect(app.taken.sort()).toEqual(linesOf(95).sort());
    expect(totals).toMatchObject({
      read: 95,
      accepted: 95,
      rejected: 0,
      failed: 0,
      requests: 10,
      retries: 0,
    });
    expect(app.requests[0]?.headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      prefer: 'return=minimal',
      'x-functions-key': 'function-key',
    });
  });

  it('keeps the order of the file with one request at a time, and stops at the limit', async () => {
    await replay(95, { inFlight: 1, limit: 42 });
    expect(app.taken).toEqual(linesOf(42));
  });

  it.each([429, 500, 503])('sends a batch again after status %i, and counts it once', async (status) => {
    app.answers.push((_, response) => {
      answer(response, status, {}, { 'retry-after': '0' });
    });
    const { totals, ended } = await replay(30, { inFlight: 1 });
    expect(ended).toBeUndefined();
    expect(app.taken).toEqual(linesOf(30));
    // Only after 429 is it certain that no record was accepted.
    expect(totals).toMatchObject({ accepted: 30, retries: 1, uncertain: status === 429 ? 0 : 10 });
  });

  it('waits for the time of Retry-After', async () => {
    app.answers.push((_, response) => {
      answer(response, 503, {}, { 'retry-after': '1' });
    });
    const started = performance.now();
    await replay(10);
    expect(performance.now() - started).toBeGreaterThan(950);
    expect(app.taken).toEqual(linesOf(10));
  });

  it('sends only failed records again', async () => {
    app.answers.push(
      acceptSome(207, (line) => (/[37]}$/.test(line) ? 'failed' : undefined)),
      acceptSome(503, () => 'failed', { 'retry-after': '0' }),
    );
    const { totals } = await replay(10, { inFlight: 1 });
    expect(app.requests.map(({ lines }) => lines)).toEqual([
      linesOf(10),
      ['{"n":3}', '{"n":7}'],
      ['{"n":3}', '{"n":7}'],
    ]);
    expect(app.taken.sort()).toEqual(linesOf(10).sort());
    expect(totals).toMatchObject({ accepted: 10, failed: 0, uncertain: 0, retries: 2 });
  });

  it('counts rejected records, keeps the first reasons with their rows, and never sends them again', async () => {
    app.answers.push(
      acceptSome(207, (line) =>
        line === '{"n":3}' ? 'rejected' : line === '{"n":4}' ? 'failed' : undefined,
      ),
      acceptSome(422, () => 'rejected'),
    );
    const { totals } = await replay(5, { inFlight: 1 });
    expect(totals).toMatchObject({ accepted: 3, rejected: 2, failed: 0 });
    expect(totals.examples).toEqual([
      { row: 3, reason: 'bad {"n":3}' },
      { row: 4, reason: 'bad {"n":4}' },
    ]);
    expect(app.requests).toHaveLength(2);
  });

  it('sends a rejected record again only if the hub did not take it for the quarantine', async () => {
    await client.close();
    client = createIngestClient({
      apiUrl: app.apiUrl,
      source: 'iot',
      event: 'telemetry',
      contentType: 'text/csv',
      separator: ';',
      onReject: 'quarantine',
      connections: 1,
    });
    const rejected = (index: number, more: object) => ({
      index,
      verdict: 'rejected',
      rejections: [{ message: `bad ${index}` }],
      ...more,
    });
    const unquarantined = (code: string) => ({ quarantined: false, unquarantined: { code } });
    app.answers.push(
      (_lines, response) => {
        answer(response, 207, {
          accepted: 1,
          rejected: 3,
          failed: 0,
          verdicts: [
            rejected(1, { quarantined: true }),
            rejected(2, unquarantined('hub_event_too_large')),
            rejected(3, unquarantined('hub_unavailable')),
          ],
        });
      },
      (_lines, response) => {
        answer(response, 207, {
          accepted: 0,
          rejected: 1,
          failed: 0,
          verdicts: [rejected(0, { quarantined: true })],
        });
      },
    );
    const { totals } = await replay(4, { inFlight: 1 });
    expect(app.requests.map(({ lines }) => lines)).toEqual([linesOf(4), ['{"n":4}']]);
    expect(app.requests[0]?.path).toBe('/api/ingest/iot/telemetry?delimiter=%3B&onReject=quarantine');
    expect(totals).toMatchObject({ accepted: 1, rejected: 3, quarantined: 2, failed: 0 });
  });

  it('sends a request without a response again, and counts its records as uncertain', async () => {
    app.answers.push(
      (lines, response, taken) => {
        taken.push(...lines);
        response.destroy();
      },
      (_, response) => response.destroy(),
    );
    const { totals, ended } = await replay(20, { inFlight: 1 });
    expect(ended).toBeUndefined();
    expect(totals).toMatchObject({ accepted: 20, failed: 0, uncertain: 20 });
    expect([...new Set(app.taken)].sort()).toEqual(linesOf(20).sort());
    expect(app.taken).toHaveLength(30);
  });

  it('gives up after its attempts with the reason, and counts records without a result as failed', async () => {
    app.answers.push(
      ...Array.from({ length: 3 }, (): Answer => (_, response) => {
        answer(response, 503, { detail: 'down for now' });
      }),
    );
    const { totals, ended } = await replay(30, { inFlight: 1, maxAttempts: 3 });
    expect(ended).toBe('gave up after 3 attempts: status 503: down for now');
    expect(totals).toMatchObject({ accepted: 0, failed: 10, requests: 3 });
  });

  it('does not give up while some records are accepted', async () => {
    app.answers.push(
      ...Array.from({ length: 9 }, (): Answer => (lines, response, taken) => {
        acceptSome(207, (line) => (line === lines[0] ? undefined : 'failed'))(lines, response, taken);
      }),
    );
    const { totals } = await replay(10, { maxAttempts: 2 });
    expect(totals).toMatchObject({ accepted: 10, failed: 0, requests: 10 });
    expect(app.taken).toEqual(linesOf(10));
  });

  it.each([
    [401, /status 401: no; set the function key with --key/],
    [404, /check --source, --event and --url/],
    [413, /send fewer records a request with --batch/],
    [400, /^status 400: no$/],
  ])('ends at status %i with the remedy', async (status, expected) => {
    app.answers.push((_, response) => {
      answer(response, status, { detail: 'no' });
    });
    const { totals, ended } = await replay(30, { inFlight: 1 });
    expect(ended).toMatch(expected);
    expect(totals).toMatchObject({ failed: 10, requests: 1 });
  });

  it('ends at a response whose results do not add up', async () => {
    app.answers.push((_, response) => {
      answer(response, 202, { accepted: 9, rejected: 0, failed: 0, verdicts: [] });
    });
    expect((await replay(10)).ended).toMatch(/do not add up to the 10 records/);
  });

  it('counts no record as uncertain when no connection was made', async () => {
    const closed = createIngestClient({
      apiUrl: 'http://127.0.0.1:9/api',
      source: 'iot',
      event: 'telemetry',
      contentType: 'application/x-ndjson',
      connections: 1,
    });
    const { totals, ended } = await replay(10, { client: closed, maxAttempts: 2 });
    await closed.close();
    expect(ended).toMatch(/did not respond/);
    expect(totals).toMatchObject({ failed: 10, uncertain: 0 });
  });

  it('finishes requests in flight when it is interrupted, and sends no more', async () => {
    const interrupted = new AbortController();
    app.answers.push((...request) => {
      interrupted.abort();
      acceptAll(...request);
    });
    const { totals, ended } = await replay(100, { inFlight: 1, signal: interrupted.signal });
    expect(ended).toBe('interrupted');
    expect(totals).toMatchObject({ accepted: 10, failed: 0 });
  });

  it('sends no faster than its rate', async () => {
    const started = performance.now();
    await replay(30, { recordsPerSecond: 100 });
    expect(performance.now() - started).toBeGreaterThan(190);
    expect(app.taken).toHaveLength(30);
  });

  it('repeats the header of a CSV file in every request', async () => {
    app.answers.push((lines, response) => {
      answer(response, 202, { accepted: lines.length - 1, rejected: 0, failed: 0 });
    });
    await replay(10, { header: 'n' });
    expect(app.requests[0]?.lines).toEqual(['n', ...linesOf(10)]);
  });

  it('does not send rows that give no record, and keeps the reason', async () => {
    const { totals } = await replay(10, {
      map: ({ row, text }) => (row === 4 ? { problem: 'no number' } : { json: text }),
    });
    expect(totals).toMatchObject({ read: 10, unreadable: 1, accepted: 9 });
    expect(totals.examples).toEqual([{ row: 4, reason: 'no number' }]);
  });
});
