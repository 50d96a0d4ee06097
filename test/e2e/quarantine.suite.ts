import { readBronzeLines } from '../testing/fixtures/bronze-lines';
import { type TestStack } from '../testing/fixtures/stack';
import { telemetry, telemetryEvent } from '../testing/fixtures/telemetry';

let stack: TestStack;

interface Page {
  readonly total: number;
  readonly records: readonly {
    readonly id: string;
    readonly contract: string | null;
    readonly rejections: readonly { readonly code: string; readonly path: string }[];
  }[];
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function send(
  path: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): Promise<Answer> {
  const response = await stack.api(path, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { ...headers },
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const REFUSING = 'ingest/iot/telemetry?onReject=quarantine';
const MEASURED_AT = '2026-11-21T08:15:30Z';
const FIX = { patch: [{ op: 'replace', path: '/data/measuredAt', value: MEASURED_AT }] };

/** Waits for landing. @returns the newest quarantined records of iot, at most `limit`, the oldest first */
async function quarantined(limit: number): Promise<Page['records']> {
  await stack.landed();
  const page = (await (await stack.api(`quarantine?source=iot&limit=${limit}`)).json()) as Page;
  return [...page.records].reverse();
}

/** @returns the accepted events of iot in Bronze whose text has the given part */
async function acceptedWith(part: string): Promise<Readonly<Record<string, unknown>>[]> {
  await stack.landed();
  const lines = await readBronzeLines(stack.dataDirectory, 'iot');
  return lines.flatMap(({ event }) =>
    event?.includes(part) === true ? [JSON.parse(event) as Record<string, unknown>] : [],
  );
}

/** Tests of `onReject=quarantine`, and of replays with a fix. */
export function describeQuarantine(running: () => TestStack): void {
  describe('refused records in the quarantine', () => {
    beforeAll(() => {
      stack = running();
    });

    it('land with their bytes, reasons and contract, and leave the accepted ones as they are', async () => {
      const before = await stack.progress('iot');
      const bad = JSON.stringify(telemetry('refused-1', { measuredAt: 'yesterday' }));
      const cut = '{"readingId": "refused-2", "deviceId":';
      const { status, body } = await send(
        REFUSING,
        [JSON.stringify(telemetry('beside-1')), bad, cut, JSON.stringify(telemetry('beside-2'))].join('\n'),
        { 'content-type': 'application/x-ndjson' },
      );
      expect(status).toBe(207);
      expect(body).toMatchObject({
        accepted: 2,
        rejected: 2,
        failed: 0,
        quarantined: 2,
        verdicts: [
          { verdict: 'accepted' },
          { verdict: 'rejected', id: 'refused-1', quarantined: true },
          { verdict: 'rejected', quarantined: true },
          { verdict: 'accepted' },
        ],
      });
      expect(body).not.toHaveProperty('note');
      await stack.landed();
      const after = await stack.progress('iot');
      expect([after.accepted - before.accepted, after.quarantined - before.quarantined]).toEqual([2, 2]);
      const lines = await readBronzeLines(stack.dataDirectory, 'iot');
      const lineOf = (bytes: string) => lines.find((line) => line.body?.equals(Buffer.from(bytes)));
      expect(lineOf(bad)).toMatchObject({
        verdict: 'quarantined',
        contract: 'iot.telemetry',
        rejections: [{ code: 'contract.format', path: '/data/measuredAt' }],
      });
      expect(lineOf(cut)).toMatchObject({
        contract: 'iot.telemetry',
        rejections: [{ code: 'malformed_json' }],
      });
    });

    it('are accepted once a replay fixes them, with the id of the record, even after many wrong tries', async () => {
      await send(REFUSING, JSON.stringify(telemetry('fixed-later', { measuredAt: 'yesterday' })));
      const [record] = await quarantined(1);
      const filter = { ids: [record?.id] };
      for (let attempt = 0; attempt < 3; attempt++) {
        const { body } = await send('quarantine/replay', JSON.stringify({ filter }));
        expect(body).toMatchObject({ published: 0, rejected: 1 });
      }
      expect((await send('quarantine/replay', JSON.stringify({ filter }))).body).toMatchObject({
        skipped: 1,
        exhausted: 1,
      });
      const fixed = await send('quarantine/replay', JSON.stringify({ filter, fix: FIX }));
      expect(fixed.body).toMatchObject({ published: 1 });
      expect(await acceptedWith('"fixed-later"')).toMatchObject([
        {
          id: 'fixed-later',
          type: 'iot.telemetry',
          source: '/sluice/ingest',
          time: MEASURED_AT,
          replaces: record?.id,
          data: telemetry('fixed-later', { measuredAt: MEASURED_AT }),
        },
      ]);
    });

    it('keep the row of CSV, and are fixed by the name of a field', async () => {
      const header =
        'readingId,deviceId,measuredAt,site.siteCode,site.country,site.latitude,site.longitude,metrics.temperatureCelsius,status';
      const row = 'row-1,"dev-1",yesterday,HAM,DE,53.63,9.99,21.50,ok';
      const { status, body } = await send(REFUSING, `${header}\r\n${row}\r\n`, {
        'content-type': 'text/csv',
      });
      expect({ status, ...body }).toMatchObject({ status: 207, accepted: 0, quarantined: 1 });
      const [record] = await quarantined(1);
      const shown = (await (await stack.api(`quarantine/${record?.id}?bytes=true`)).json()) as {
        readonly base64: string;
        readonly event: unknown;
      };
      expect(Buffer.from(shown.base64, 'base64').toString()).toBe(row);
      expect(shown.event).toMatchObject({ id: 'row-1', data: { measuredAt: 'yesterday' } });
      const request = { filter: { ids: [record?.id] }, fix: FIX };
      expect((await send('quarantine/replay', JSON.stringify(request))).body).toMatchObject({ published: 1 });
      expect(await acceptedWith('"row-1"')).toMatchObject([
        { data: { deviceId: 'dev-1', measuredAt: MEASURED_AT } },
      ]);
    });

    it('are not accepted when only the request was wrong, and replay to the hub of their contract', async () => {
      const event = { ...telemetryEvent('misdirected'), type: 'iot.telemetry' };
      const { body } = await send('ingest/ecommerce/order?onReject=quarantine', JSON.stringify(event), {
        'content-type': 'application/cloudevents+json',
      });
      expect(body).toMatchObject({ quarantined: 1, verdicts: [{ rejections: [{ code: 'wrong_source' }] }] });
      await stack.landed();
      const page = (await (
        await stack.api('quarantine?source=ecommerce&code=wrong_source&limit=1')
      ).json()) as Page;
      const request = { filter: { ids: [page.records[0]?.id] } };
      expect((await send('quarantine/replay', JSON.stringify(request))).body).toMatchObject({ published: 1 });
      expect(await acceptedWith('"misdirected"')).toHaveLength(1);
    });

    it('say that a record larger than any event is in no quarantine, beside others that are', async () => {
      const long = JSON.stringify(telemetry('long', { firmware: 'v'.repeat(1_100_000) }));
      const { status, body } = await send(REFUSING, `${long}\n17`, {
        'content-type': 'application/x-ndjson',
      });
      expect({ status, ...body }).toMatchObject({
        status: 207,
        quarantined: 1,
        note: '1 rejected record is in no quarantine; unquarantined says why.',
        verdicts: [
          { quarantined: false, unquarantined: { code: 'hub_event_too_large' } },
          { quarantined: true },
        ],
      });
      const alone = await send(REFUSING, long);
      expect(alone).toMatchObject({ status: 422, body: { quarantined: 0 } });
    });

    it('are in no hub without the option or in a dry run, and the answer says so', async () => {
      const before = await stack.progress('iot');
      const { status, body } = await send('ingest/iot/telemetry', '{}');
      expect(status).toBe(422);
      expect(body['detail']).toContain('in this answer only, in no hub and no quarantine');
      expect((await send(`${REFUSING}&dryRun=true`, '{}')).status).toBe(422);
      expect((await send('ingest/iot/telemetry?onReject=drop', '{}')).body).toMatchObject({
        status: 400,
        code: 'query_invalid',
      });
      expect((await stack.progress('iot')).received).toBe(before.received);
    });
  });
}
