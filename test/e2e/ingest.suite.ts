import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { readBronzeLines } from '../testing/fixtures/bronze-lines';
import { type TestStack } from '../testing/fixtures/stack';
import { telemetry, telemetryEvent } from '../testing/fixtures/telemetry';

/** Body of an answer of the ingestion endpoint: results or a problem. */
interface Answer {
  readonly accepted?: number;
  readonly rejected?: number;
  readonly code?: string;
  readonly detail?: string;
  readonly offset?: number;
  readonly verdicts?: readonly {
    readonly index: number;
    readonly verdict: string;
    readonly id?: string;
    readonly rejections?: readonly { readonly code: string; readonly path: string }[];
  }[];
}

let stack: TestStack;

async function post(
  body: string | Buffer,
  contentType: string | undefined,
  { path = 'ingest/iot/telemetry', headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; answer: Answer; type: string | null }> {
  const response = await stack.api(path, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { ...(contentType !== undefined && { 'content-type': contentType }), ...headers },
  });
  const text = await response.text();
  return {
    status: response.status,
    answer: text === '' ? {} : (JSON.parse(text) as Answer),
    type: response.headers.get('content-type'),
  };
}

/** @returns the ids of all accepted events in Bronze, with duplicates */
async function landedIds(): Promise<string[]> {
  await stack.landed();
  const lines = await readBronzeLines(stack.dataDirectory, 'iot');
  return lines.flatMap(({ event }) => (event === null ? [] : [(JSON.parse(event) as { id: string }).id]));
}

/** Tests of `POST /api/ingest/{source}/{event}`. */
export function describeIngest(running: () => TestStack): void {
  describe('ingest over HTTP', () => {
    beforeAll(() => {
      stack = running();
    });

    describe('valid records', () => {
      it('lands a record with its exact bytes', async () => {
        const rest = telemetry('verbatim-1', { metrics: { temperatureCelsius: 7 } });
        delete rest['readingId'];
        // The body has its own key order, a number that a double cannot hold exactly, and a line break.
        const body = `{ "readingId": "verbatim-1",\n${JSON.stringify(rest).slice(1, -1)}}`.replace(
          '"temperatureCelsius":7',
          '"temperatureCelsius":7.000000000000000000001',
        );

        const { status, answer } = await post(body, 'application/json');

        expect(status).toBe(202);
        expect(answer).toMatchObject({
          accepted: 1,
          rejected: 0,
          verdicts: [{ index: 0, verdict: 'accepted', id: 'verbatim-1' }],
        });
        await stack.landed();
        const lines = await readBronzeLines(stack.dataDirectory, 'iot');
        const line = lines.find(({ event }) => event?.includes('verbatim-1'));
        expect(line?.event).toContain(`"data":${body.replace('\n', ' ')}`);
        expect(line?.event).toContain('"partitionkey":"dev-0001"');
      });

      it.each([
        [
          'a JSON array',
          'application/json',
          (ids: string[]) => JSON.stringify(ids.map((id) => telemetry(id))),
        ],
        [
          'NDJSON',
          'application/x-ndjson',
          (ids: string[]) => ids.map((id) => JSON.stringify(telemetry(id))).join('\n'),
        ],
        [
          'CSV',
          'text/csv',
          (ids: string[]) =>
            [
              'readingId,deviceId,measuredAt,site.siteCode,site.country,site.latitude,site.longitude,metrics.temperatureCelsius,status',
              ...ids.map((id) => `${id},dev-2,2026-11-21T08:15:30Z,HAM,DE,53.63,9.99,21.5,ok`),
            ].join('\n'),
        ],
        [
          'a batch of CloudEvents',
          'application/cloudevents-batch+json',
          (ids: string[]) => JSON.stringify(ids.map((id) => telemetryEvent(id))),
        ],
      ])('accepts and lands %s', async (name, contentType, toBody) => {
        const ids = [`${name.replaceAll(' ', '-')}-a`, `${name.replaceAll(' ', '-')}-b`];
        const { status, answer } = await post(toBody(ids), contentType);
        expect({ status, accepted: answer.accepted }).toEqual({ status: 202, accepted: 2 });
        expect(await landedIds()).toEqual(expect.arrayContaining(ids));
      });

      it('keeps the id of a CloudEvent in structured or binary mode', async () => {
        const structured = await post(
          JSON.stringify(telemetryEvent('ce-structured')),
          'application/cloudevents+json',
        );
        const binary = await post(JSON.stringify(telemetry('reading-x')), 'application/json', {
          headers: {
            'ce-specversion': '1.0',
            'ce-id': 'ce-binary',
            'ce-source': '/test',
            'ce-type': 'iot.telemetry',
          },
        });
        expect([structured.status, binary.status]).toEqual([202, 202]);
        expect(await landedIds()).toEqual(expect.arrayContaining(['ce-structured', 'ce-binary']));
      });

      it('accepts valid records when others in the request are rejected', async () => {
        const lines = [
          JSON.stringify(telemetry('mixed-good-1')),
          '{"readingId": "mixed-bad", "deviceId":',
          JSON.stringify(telemetry('mixed-broken', { status: 'fine' })),
          JSON.stringify(telemetry('mixed-good-2')),
        ];
        const { status, answer } = await post(lines.join('\r\n'), 'application/x-ndjson');
        expect(status).toBe(207);
        expect(answer).toMatchObject({
          accepted: 2,
          rejected: 2,
          verdicts: [
            { verdict: 'accepted', id: 'mixed-good-1' },
            { verdict: 'rejected', rejections: [{ code: 'malformed_json' }] },
            {
              verdict: 'rejected',
              id: 'mixed-broken',
              rejections: [{ code: 'contract.enum', path: '/status' }],
            },
            { verdict: 'accepted', id: 'mixed-good-2' },
          ],
        });
        const ids = await landedIds();
        expect(ids).toEqual(expect.arrayContaining(['mixed-good-1', 'mixed-good-2']));
        expect(ids).not.toContain('mixed-broken');
      });

      it('validates and does not publish a record in a dry run', async () => {
        const before = await stack.progress('iot');
        const { status, answer } = await post(JSON.stringify(telemetry('dry')), 'application/json', {
          path: 'ingest/iot/telemetry?dryRun=true',
        });
        expect({ status, accepted: answer.accepted }).toEqual({ status: 200, accepted: 1 });
        expect((await stack.progress('iot')).received).toBe(before.received);
      });

      it('omits the results of accepted records when the request prefers `return=minimal`', async () => {
        const { answer } = await post(
          JSON.stringify([telemetry('minimal-1'), telemetry('minimal-2')]),
          'application/json',
          {
            headers: { prefer: 'return=minimal' },
          },
        );
        expect(answer).toMatchObject({ accepted: 2, verdicts: [] });
      });
    });

    describe('request bodies', () => {
      const gzipped = (value: unknown): Buffer => gzipSync(JSON.stringify(value));

      it('accepts gzip, deflate and br', async () => {
        const codings = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
        for (const [coding, compress] of Object.entries(codings)) {
          const body = compress(JSON.stringify(telemetry(`coded-${coding}`)));
          const { status } = await post(body, 'Application/JSON ; Charset="UTF-8"', {
            headers: { 'content-encoding': coding },
          });
          expect({ coding, status }).toEqual({ coding, status: 202 });
        }
        expect(await landedIds()).toEqual(
          expect.arrayContaining(['coded-gzip', 'coded-deflate', 'coded-br']),
        );
      });

      it('refuses an unknown coding with 415 and damaged gzip with 400', async () => {
        const path = `${stack.baseUrl}/api/ingest/iot/telemetry`;
        const send = (coding: string): Promise<Response> =>
          fetch(path, {
            method: 'POST',
            body: new Uint8Array(gzipped(telemetry('damaged')).subarray(0, -4)),
            headers: { 'content-type': 'application/json', 'content-encoding': coding },
          });
        const unknown = await send('zstd');
        expect([unknown.status, unknown.headers.get('accept-encoding')]).toEqual([415, 'gzip, deflate, br']);
        expect((await send('gzip')).status).toBe(400);
      });

      it('answers 411 when the body is chunked, as in Azure', async () => {
        const response = await fetch(`${stack.baseUrl}/api/ingest/iot/telemetry`, {
          method: 'POST',
          body: new Blob([JSON.stringify(telemetry('chunked'))]).stream(),
          duplex: 'half',
          headers: { 'content-type': 'application/json' },
        });
        expect(response.status).toBe(411);
        expect(await response.json()).toMatchObject({ code: 'length_required' });
      });

      it('lands each row of CSV in UTF-16 with mixed line ends and tabs', async () => {
        const rows = [
          '\ufeffreadingId\tdeviceId\tmeasuredAt\tstatus\tsite.siteCode\tsite.country\tsite.latitude\tsite.longitude\tmetrics.temperatureCelsius',
        ];
        for (const id of ['utf16-1', 'utf16-2', 'utf16-3'])
          rows.push(`${id}\tdev-1\t2026-11-21T08:15:30Z\tok\tHAM\tDE\t53.63\t9.99\t21.50`);
        const text = `${rows[0]}\n${rows[1]}\r\n${rows[2]}\r${rows[3]}`;
        const { status, answer } = await post(Buffer.from(text, 'utf16le'), 'text/csv', {
          path: 'ingest/iot/telemetry?delimiter=tab',
        });
        expect({ status, ...answer }).toMatchObject({ status: 202, accepted: 3 });
        expect(await landedIds()).toEqual(expect.arrayContaining(['utf16-1', 'utf16-2', 'utf16-3']));
      });

      it('refuses an unknown separator, and a separator for another format than CSV', async () => {
        for (const delimiter of ['x', 'tab']) {
          const path = `ingest/iot/telemetry?delimiter=${delimiter}`;
          expect(await post('{}', 'application/json', { path })).toMatchObject({
            status: 400,
            answer: { code: 'query_invalid' },
          });
        }
      });
    });

    describe('invalid requests', () => {
      it.each([
        ['a body that is not JSON', '{"readingId":', 'application/json', 422, 'malformed_json'],
        ['an array that is cut off', '[{"readingId":"x"},', 'application/json', 400, 'malformed_body'],
        ['an empty body', '', 'application/json', 400, 'empty_body'],
        ['an unknown content type', 'x', 'text/plain', 415, 'unsupported_media_type'],
        ['another character set', '{}', 'application/json; charset=koi8-r', 415, 'unsupported_media_type'],
        ['a quote inside a cell', 'readingId,firmware\na,5" pipe', 'text/csv', 400, 'malformed_body'],
        ['semicolons for commas', 'readingId;firmware\na;b', 'text/csv', 400, 'malformed_body'],
        [
          'a body that is not UTF-8',
          Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
          'application/json',
          422,
          'invalid_utf8',
        ],
        ['a record that is not an object', '42', 'application/json', 422, 'contract.type'],
        ['a record without a required field', '{}', 'application/json', 422, 'contract.required'],
        [
          'a value out of range',
          telemetry('x', { metrics: { humidityPercent: 140 } }),
          'application/json',
          422,
          'contract.maximum',
        ],
        [
          'a field that the contract does not have',
          telemetry('x', { surprise: 1 }),
          'application/json',
          422,
          'contract.additionalProperties',
        ],
        ['a number beyond a double', '{"readingId":1e999}', 'application/json', 422, 'contract.required'],
        [
          'an oversized record',
          telemetry('x', { firmware: 'v'.repeat(300_000) }),
          'application/json',
          422,
          'too_large',
        ],
        ['a CSV row with too many cells', 'readingId,deviceId\na,b,c', 'text/csv', 422, 'malformed_csv'],
        [
          'a CloudEvent of another type',
          telemetryEvent('x', { type: 'ecommerce.order' }),
          'application/cloudevents+json',
          422,
          'wrong_source',
        ],
        [
          'a CloudEvent without an id',
          telemetryEvent('', {}),
          'application/cloudevents+json',
          422,
          'envelope_invalid',
        ],
      ])('answers with a problem document to %s', async (_name, body, contentType, status, code) => {
        const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
        const { answer, type, ...response } = await post(text, contentType);
        const codes = [
          answer.code,
          ...(answer.verdicts ?? []).flatMap(({ rejections = [] }) => rejections.map((one) => one.code)),
        ];
        expect({ status: response.status, type, codes }).toEqual({
          status,
          type: 'application/problem+json',
          codes: expect.arrayContaining([code]) as string[],
        });
        // Answers repeat no values, because they may be personal.
        expect(JSON.stringify(answer)).not.toContain('vvvvvvvv');
      });

      it.each([
        ['a contract that does not exist', 'ingest/iot/nothing', 404, 'contract_unknown'],
        ['a version that does not exist', 'ingest/iot/telemetry?version=99', 404, 'contract_unknown'],
        ['a version that is not a number', 'ingest/iot/telemetry?version=new', 400, 'version_invalid'],
        ['a flag that is neither true nor false', 'ingest/iot/telemetry?dryRun=maybe', 400, 'query_invalid'],
        ['a source that does not exist', 'simulate/weather', 404, 'source_unknown'],
        ['a count that is not a number', 'simulate/iot?count=many', 400, 'query_invalid'],
        ['a fault that does not exist', 'simulate/iot?faults=gremlins=0.5', 400, 'query_invalid'],
      ])('answers with a problem document to %s', async (_name, path, status, code) => {
        const { answer, ...response } = await post(JSON.stringify(telemetry('x')), 'application/json', {
          path,
        });
        expect({ status: response.status, type: response.type, code: answer.code }).toEqual({
          status,
          type: 'application/problem+json',
          code,
        });
      });
    });
  });
}
