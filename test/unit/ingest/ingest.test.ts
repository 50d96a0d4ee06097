import { type Contract } from '../../../src/lib/contracts/contract';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { ingest, type IngestOptions } from '../../../src/lib/ingest/ingest';
import { type EventAttributes, type RawRecord } from '../../../src/lib/ingest/raw-record';
import { readRecords } from '../../../src/lib/ingest/read-records';

const registry = createRegistry();

function contractOf(type: string): Contract {
  const contract = registry.find(type);
  if (contract === undefined) throw new Error(`no contract ${type}`);
  return contract;
}

const telemetry = contractOf('iot.telemetry');

const reading = (id: string, change: Record<string, unknown> = {}): string =>
  JSON.stringify({
    readingId: id,
    deviceId: 'dev-00042',
    measuredAt: '2026-03-02T08:15:30.250Z',
    site: { siteCode: 'WH-GDN-1', country: 'PL', latitude: 54.372, longitude: 18.638 },
    metrics: { temperatureCelsius: 21.4 },
    status: 'ok',
    ...change,
  });

const record = (data: string, attributes?: EventAttributes): RawRecord => ({
  kind: 'record',
  data: Buffer.from(data),
  ...(attributes === undefined ? {} : { attributes }),
});

const attributes: EventAttributes = { id: 'evt-1', source: '/devices/7', type: 'iot.telemetry' };

function run(records: readonly RawRecord[], options: Partial<IngestOptions> = {}) {
  return ingest({
    contract: telemetry,
    records,
    maxEventBytes: 262_144,
    source: '/sluice/ingest',
    clock: { now: () => new Date('2026-04-01T00:00:00Z') },
    newId: () => 'made-up',
    ...options,
  });
}

function eventOf(result: ReturnType<typeof run>, index = 0): Record<string, unknown> {
  return JSON.parse(result.events[index]?.body.toString('utf8') ?? '') as Record<string, unknown>;
}

describe('ingest', () => {
  it('takes identity and partition key from numbers as they are written, so that two ids remain different', () => {
    const contract: Contract = {
      ...telemetry,
      eventId: '/number',
      partitionKey: '/key',
      validate: () => undefined,
      read: () => -1,
    };
    const numbers = ['9007199254740992', '9007199254740993', '1.10', '1.1', '1e400', '-0'];
    const records = numbers.map((number) => record(`{"number":${number},"key":${number}}`));
    const { results, events } = run(records, { contract });
    expect(results.map(({ id }) => id)).toEqual(numbers);
    expect(events.map(({ partitionKey }) => partitionKey)).toEqual(numbers);
    expect(events.map(({ body }) => /"data":\{"number":([^,]*),/.exec(body.toString())?.[1])).toEqual(
      numbers,
    );
  });

  it("wraps a record, with identity, time and partition key from the contract's pointers", () => {
    const data = reading('r-1').replace('21.4', '21.40');
    const result = run([record(data)]);
    expect(result.results).toEqual([{ index: 0, verdict: 'accepted', id: 'r-1' }]);
    expect(result.events[0]?.partitionKey).toBe('dev-00042');
    expect(result.events[0]?.body.toString('utf8')).toBe(
      '{"specversion":"1.0","id":"r-1","source":"/sluice/ingest","type":"iot.telemetry",' +
        '"dataschema":"urn:sluice:contract:iot.telemetry:1","time":"2026-03-02T08:15:30.250Z",' +
        `"partitionkey":"dev-00042","datacontenttype":"application/json","data":${data}}`,
    );
  });

  it('accepts good records after bad ones, and returns which event belongs to which record', () => {
    const result = run([
      record(reading('r-1', { status: 'angry' })),
      record(reading('r-2')),
      record('not json'),
      {
        kind: 'rejected',
        id: 'r-4',
        rejections: [{ code: 'malformed_json', path: '', message: 'no' }],
        asSent: { bytes: Buffer.from('{'), contentType: 'application/cloudevents+json' },
      },
      record('17'),
      record(reading('r-6')),
    ]);
    expect(result.results).toMatchObject([
      { index: 0, verdict: 'rejected', id: 'r-1', rejections: [{ code: 'contract.enum', path: '/status' }] },
      { index: 1, verdict: 'accepted', id: 'r-2' },
      { index: 2, verdict: 'rejected', rejections: [{ code: 'malformed_json' }] },
      { index: 3, verdict: 'rejected', id: 'r-4', rejections: [{ code: 'malformed_json' }] },
      { index: 4, verdict: 'rejected', rejections: [{ code: 'contract.type', path: '' }] },
      { index: 5, verdict: 'accepted', id: 'r-6' },
    ]);
    expect(result.recordIndexes).toEqual([1, 5]);
    expect([0, 1].map((index) => eventOf(result, index)['id'])).toEqual(['r-2', 'r-6']);
  });

  it('prefers the attributes of a CloudEvent, and keeps its extensions', () => {
    const result = run(
      [
        record(reading('r-1'), {
          ...attributes,
          time: '2026-01-01T00:00:00Z',
          partitionkey: 'mine',
          traceparent: 'its-own',
          extensions: { tenant: 'a', priority: 3, urgent: true },
        }),
      ],
      { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', tracestate: 'congo=1' },
    );
    expect(result.events[0]?.partitionKey).toBe('mine');
    expect(eventOf(result)).toMatchObject({
      id: 'evt-1',
      source: '/devices/7',
      time: '2026-01-01T00:00:00Z',
      partitionkey: 'mine',
      traceparent: 'its-own',
      tenant: 'a',
      priority: 3,
      urgent: true,
    });
    expect(eventOf(result)).not.toHaveProperty('tracestate');
  });

  it('takes time and partition key from the record if the CloudEvent has none', () => {
    expect(eventOf(run([record(reading('r-1'), attributes)]))).toMatchObject({
      id: 'evt-1',
      time: '2026-03-02T08:15:30.250Z',
      partitionkey: 'dev-00042',
    });
  });

  it('passes the trace context of the request on, and ignores an invalid one', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    expect(eventOf(run([record(reading('r-1'))], { traceparent, tracestate: 'congo=1' }))).toMatchObject({
      traceparent,
      tracestate: 'congo=1',
    });
    const ignored = eventOf(run([record(reading('r-1'))], { traceparent: '00-zz', tracestate: 'congo=1' }));
    expect(ignored).not.toHaveProperty('traceparent');
    expect(ignored).not.toHaveProperty('tracestate');
  });

  it.each([
    [{ type: 'ecommerce.order' }, 'wrong_source', '/type'],
    [{ type: 'iot.unheard' }, 'unknown_type', '/type'],
    [{ type: 'com.example' }, 'unknown_type', '/type'],
    [{ dataschema: 'urn:sluice:contract:iot.telemetry:9' }, 'unknown_version', '/dataschema'],
  ])('rejects a CloudEvent whose %j contradicts the request', (change, code, path) => {
    expect(run([record(reading('r-1'), { ...attributes, ...change })]).results).toMatchObject([
      { verdict: 'rejected', id: 'evt-1', rejections: [{ code, path }] },
    ]);
  });

  it('reports paths in a CloudEvent from its root', () => {
    const { results } = run([record(reading('r-1', { status: 'angry' }), attributes)]);
    expect(results).toMatchObject([{ rejections: [{ path: '/data/status' }] }]);
  });

  it('rejects an event that is too long only with its envelope', () => {
    const data = reading('r-1');
    expect(run([record(data)], { maxEventBytes: data.length }).results).toMatchObject([
      { verdict: 'rejected', id: 'r-1', rejections: [{ code: 'too_large', path: '' }] },
    ]);
    const { length } = run([record(data)]).events[0]?.body ?? Buffer.alloc(0);
    expect(run([record(data)], { maxEventBytes: length }).results).toMatchObject([{ verdict: 'accepted' }]);
  });

  it("uses a new id and the current time only if the contract's pointers find nothing", () => {
    const loose: Contract = {
      ...telemetry,
      eventId: '/none',
      eventTime: '/site/none',
      validate: () => undefined,
    };
    expect(eventOf(run([record(reading('r-1'))], { contract: loose }))).toMatchObject({
      id: 'made-up',
      time: '2026-04-01T00:00:00.000Z',
    });
  });

  it('makes events that validation of a hub accepts, from every content type', () => {
    const body = `${reading('r-1')}\n${reading('r-2')}\n`;
    const requests = [
      { contentType: 'application/x-ndjson', body },
      { contentType: 'application/json', body: `[${body.trim().replace('\n', ',\n')}]` },
      {
        contentType: 'application/cloudevents-batch+json',
        body: JSON.stringify(
          ['a', 'b'].map((id) => ({
            ...attributes,
            specversion: '1.0',
            id,
            data: JSON.parse(reading(id)) as object,
          })),
        ),
      },
      {
        contentType: 'text/csv',
        body:
          'readingId,deviceId,measuredAt,site.siteCode,site.country,site.latitude,site.longitude,metrics.temperatureCelsius,status\n' +
          'a,dev-1,2026-03-02T08:15:30Z,S-1,EE,59.4,24.7,21,ok\nb,dev-1,2026-03-02T08:15:31Z,S-1,EE,59.4,24.7,22,ok\n',
      },
    ];
    const validate = createEventValidator({ registry, source: 'iot' });
    for (const { contentType, body: text } of requests) {
      const read = readRecords({
        contentType,
        headers: [],
        body: Buffer.from(text),
        contract: telemetry,
        maxRecords: 10,
      });
      if (read.kind === 'fault') throw new Error(read.fault.message);
      const { results, events } = run(read.records);
      expect(results).toMatchObject([{ verdict: 'accepted' }, { verdict: 'accepted' }]);
      expect(events.map((event) => validate(event).verdict)).toEqual(['accepted', 'accepted']);
    }
  });
});
