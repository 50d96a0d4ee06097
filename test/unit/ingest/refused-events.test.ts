import { ingest } from '../../../src/lib/ingest/ingest';
import { readRecords } from '../../../src/lib/ingest/read-records';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { contractOf, exampleOf, registry } from '../contracts/events';

const telemetry = contractOf('iot.telemetry');
const validate = createEventValidator({ registry, source: 'iot' });
const sound = exampleOf(telemetry);
const broken = JSON.stringify({ ...sound, measuredAt: 'yesterday' });
const HEADER =
  'readingId,deviceId,measuredAt,site.siteCode,site.country,site.latitude,site.longitude,metrics.temperatureCelsius,status';

interface Request {
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly maxEventBytes?: number;
}

function refuse({ contentType, headers = {}, body, maxEventBytes = 262_144 }: Request) {
  const read = readRecords({
    contentType,
    headers: Object.entries(headers),
    body: Buffer.from(body),
    contract: telemetry,
    maxRecords: 10,
  });
  if (read.kind === 'fault') throw new Error(read.fault.message);
  return ingest({
    contract: telemetry,
    records: read.records,
    maxEventBytes,
    source: '/sluice/ingest',
    onReject: 'quarantine',
    clock: { now: () => new Date('2026-04-01T00:00:00Z') },
    newId: () => 'made-up',
  });
}

const event = (change: object): string =>
  JSON.stringify({
    specversion: '1.0',
    id: 'e-1',
    source: '/devices/7',
    type: 'iot.telemetry',
    data: sound,
    ...change,
  });
const attributes = { 'ce-specversion': '1.0', 'ce-id': 'e-1', 'ce-source': '/d', 'ce-type': 'iot.telemetry' };
const LATIN_1 = Buffer.from([0x7b, 0x22, 0xe4, 0x22, 0x3a, 0x31, 0x7d]);

it.each([
  [
    'a JSON record',
    'application/json',
    {},
    broken,
    'application/json',
    'contract.format',
    '/data/measuredAt',
  ],
  [
    'a text that is not JSON',
    'application/json',
    {},
    '{"readingId":',
    'application/json',
    'malformed_json',
    '',
  ],
  ['bytes that are not UTF-8', 'application/json', {}, LATIN_1, 'application/json', 'invalid_utf8', ''],
  ['a number', 'application/json', {}, '17', 'application/json', 'contract.type', '/data'],
  [
    'a CloudEvent of another hub, although it keeps its contract',
    'application/cloudevents+json',
    {},
    event({ type: 'ecommerce.order' }),
    'application/cloudevents+json',
    'wrong_source',
    '/type',
  ],
  [
    'a CloudEvent without an id',
    'application/cloudevents+json',
    {},
    event({ id: undefined }),
    'application/cloudevents+json',
    'envelope_invalid',
    '/id',
  ],
  [
    'a CloudEvent in binary mode',
    'application/json',
    attributes,
    broken,
    'application/json',
    'contract.format',
    '/data/measuredAt',
  ],
  [
    'a header that is not percent-encoded',
    'application/json',
    { ...attributes, 'ce-subject': '%' },
    JSON.stringify(sound),
    'application/json',
    'envelope_invalid',
    '/subject',
  ],
])('publishes %s as it came, and the hub quarantines it for the same reason', (...row) => {
  const [, contentType, headers, body, sentAs, code, path] = row;
  const { results, events } = refuse({ contentType, headers, body });
  expect(results).toMatchObject([{ index: 0, verdict: 'rejected' }]);
  const [published] = events;
  expect(published?.body.equals(Buffer.from(body))).toBe(true);
  expect(published?.contentType).toBe(sentAs);
  expect(validate(published ?? { body: Buffer.alloc(0) })).toMatchObject({
    verdict: 'quarantined',
    contract: { id: telemetry.id },
    rejections: [{ code, path }],
  });
});

it('publishes nothing that is refused without the option', () => {
  const read = { kind: 'record', data: Buffer.from(broken) } as const;
  const { events } = ingest({
    contract: telemetry,
    records: [read],
    maxEventBytes: 262_144,
    source: '/sluice/ingest',
    clock: { now: () => new Date(0) },
    newId: () => 'made-up',
  });
  expect(events).toEqual([]);
});

it('publishes the row of CSV, with the record that was made of it or with its header', () => {
  const rows = ['a,dev-1,yesterday,S-1,EE,59.4,24.7,21,ok', 'b,"dev\r\n1"'];
  const { events } = refuse({ contentType: 'text/csv', body: [HEADER, ...rows, ''].join('\r\n') });
  expect(events.map(({ body, contentType }) => [body.toString(), contentType])).toEqual(
    rows.map((row) => [row, 'text/csv; header=absent']),
  );
  expect(JSON.parse(events[0]?.properties?.['sluice_record'] ?? '')).toMatchObject({
    readingId: 'a',
    measuredAt: 'yesterday',
    metrics: { temperatureCelsius: 21 },
  });
  expect(events[0]?.properties).not.toHaveProperty('sluice_csv_header');
  expect(events[1]?.properties).toMatchObject({ sluice_csv_header: HEADER });
});

it('gives a bare record the usable attributes that ingestion would have given it', () => {
  const [published] = refuse({ contentType: 'application/json', body: broken }).events;
  expect(published?.partitionKey).toBe(sound['deviceId']);
  expect(published?.properties).toMatchObject({
    'cloudEvents:specversion': '1.0',
    'cloudEvents:id': sound['readingId'],
    'cloudEvents:source': '/sluice/ingest',
    'cloudEvents:type': 'iot.telemetry',
    'cloudEvents:dataschema': telemetry.id,
  });
  // The record's own time is what is wrong. As an attribute it would make every fixed event invalid.
  expect(published?.properties).not.toHaveProperty('cloudEvents:time');
  const long = JSON.stringify({ ...sound, readingId: 'r'.repeat(257), deviceId: 'd'.repeat(129) });
  const [unusable] = refuse({ contentType: 'application/json', body: long }).events;
  expect(unusable?.partitionKey).toBeUndefined();
  expect(unusable?.properties).not.toHaveProperty('cloudEvents:id');
  expect(unusable?.properties).toMatchObject({ 'cloudEvents:time': sound['measuredAt'] });
});

it('quarantines a record that is too long only for ingestion', () => {
  const body = JSON.stringify(sound);
  const { results, events } = refuse({ contentType: 'application/json', body, maxEventBytes: body.length });
  expect(results).toMatchObject([{ rejections: [{ code: 'too_large' }] }]);
  expect(validate(events[0] ?? { body: Buffer.alloc(0) })).toMatchObject({
    verdict: 'quarantined',
    rejections: [{ code: 'too_large', path: '' }],
  });
});

it('keeps the order of the request among accepted and refused records', () => {
  const lines = [JSON.stringify(sound), broken, '17', JSON.stringify(sound)];
  const { events, recordIndexes, results } = refuse({
    contentType: 'application/x-ndjson',
    body: lines.join('\n'),
  });
  expect(results.map(({ verdict }) => verdict)).toEqual(['accepted', 'rejected', 'rejected', 'accepted']);
  expect(recordIndexes).toEqual([0, 1, 2, 3]);
  expect(events.map((one) => validate(one).verdict)).toEqual([
    'accepted',
    'quarantined',
    'quarantined',
    'accepted',
  ]);
});
