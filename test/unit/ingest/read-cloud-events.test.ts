import { readRecords } from '../../../src/lib/ingest/read-records';

interface Request {
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

function read({ contentType = 'application/cloudevents+json', headers = {}, body }: Request) {
  return readRecords({
    contentType,
    headers: Object.entries(headers),
    body: Buffer.from(body),
    contract: { schema: {} },
    maxRecords: 10,
  });
}

/** The only record of a request, with its data as text. */
function readOne(request: Request) {
  const result = read(request);
  if (result.kind === 'fault') throw new Error(result.fault.message);
  const [record] = result.records;
  if (result.records.length !== 1 || record === undefined) throw new Error('not one record');
  return record.kind === 'record' ? { ...record, data: record.data.toString('utf8') } : record;
}

/** The attributes of the examples of CloudEvents 1.0.2. */
const example = {
  specversion: '1.0',
  type: 'com.example.someevent',
  source: '/mycontext',
  id: 'C234-1234-1234',
  time: '2018-04-05T17:31:00Z',
  comexampleextension1: 'value',
  comexampleothervalue: 5,
};

describe('CloudEvents in structured mode', () => {
  it('reads the attributes and extensions, and the data byte by byte', () => {
    const data = '{ "appinfoA" : 9007199254740993, "appinfoC":1.0 }';
    const body = `${JSON.stringify({ ...example, datacontenttype: 'application/json' }).slice(0, -1)}, "data" :${data}}`;
    expect(readOne({ body })).toEqual({
      kind: 'record',
      data,
      asSent: { bytes: Buffer.from(body), contentType: 'application/cloudevents+json' },
      attributes: {
        id: 'C234-1234-1234',
        source: '/mycontext',
        type: 'com.example.someevent',
        time: '2018-04-05T17:31:00Z',
        extensions: { comexampleextension1: 'value', comexampleothervalue: 5 },
      },
    });
  });

  it('treats null as an absent attribute, and keeps the subject', () => {
    const body = JSON.stringify({ ...example, time: null, unsetextension: null, subject: 'part', data: {} });
    const record = readOne({ body });
    expect(record).toMatchObject({ kind: 'record', attributes: { extensions: { subject: 'part' } } });
    expect(record).not.toHaveProperty('attributes.time');
    expect(record).not.toHaveProperty('attributes.extensions.unsetextension');
  });

  it.each([
    ['no data', {}, '/data'],
    ['binary data', { data_base64: 'e30=', data: {} }, '/data_base64'],
    ['data that is not JSON', { datacontenttype: 'text/xml', data: '<x/>' }, '/datacontenttype'],
    ['another version', { specversion: '0.3', data: {} }, '/specversion'],
    ['an empty id', { id: '', data: {} }, '/id'],
    ['no source', { source: undefined, data: {} }, '/source'],
    ['an invalid time', { time: 'yesterday', data: {} }, '/time'],
    ['a nested extension', { nested: { a: 1 }, data: {} }, '/nested'],
    ['a partition key that no hub accepts', { partitionkey: 'k'.repeat(129), data: {} }, '/partitionkey'],
    ['a partition key that is not a text', { partitionkey: 7, data: {} }, '/partitionkey'],
  ])('rejects an event with %s, and names the attribute', (_, change, path) => {
    expect(readOne({ body: JSON.stringify({ ...example, ...change }) })).toMatchObject({
      kind: 'rejected',
      rejections: [{ code: 'envelope_invalid', path }],
    });
  });

  it('rejects a duplicate attribute', () => {
    const body = '{"specversion":"1.0","id":"a","id":"b","source":"/s","type":"t","data":{}}';
    expect(readOne({ body })).toMatchObject({ kind: 'rejected', rejections: [{ code: 'envelope_invalid' }] });
  });

  it('answers a body that is not a JSON object with a fault that has the offset', () => {
    expect(read({ body: '{"specversion":"1.0",}' })).toMatchObject({
      fault: { status: 400, place: { offset: 21 } },
    });
    expect(read({ body: '[]' })).toMatchObject({ fault: { status: 400, place: { offset: 0 } } });
    expect(read({ body: '{"id":nope,"data":{}}' })).toMatchObject({
      fault: { status: 400, place: { offset: 6 } },
    });
  });

  it('rejects bytes that are not UTF-8', () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    expect(readOne({ body })).toMatchObject({ kind: 'rejected', rejections: [{ code: 'invalid_utf8' }] });
  });
});

describe('CloudEvents in batch mode', () => {
  const contentType = 'application/cloudevents-batch+json; charset=utf-8';

  it('reads each event, and rejects an unreadable one alone', () => {
    const body = `[${JSON.stringify({ ...example, data: 1 })}, 17, {"id":"x","specversion":"1.0"}, {"id":"y",}]`;
    expect(read({ contentType, body })).toMatchObject({
      kind: 'records',
      records: [
        { kind: 'record', attributes: { id: 'C234-1234-1234' } },
        { kind: 'rejected', rejections: [{ code: 'malformed_json' }] },
        {
          kind: 'rejected',
          id: 'x',
          rejections: [{ path: '/source' }, { path: '/type' }, { path: '/data' }],
        },
        { kind: 'rejected', rejections: [{ code: 'malformed_json' }] },
      ],
    });
  });

  it('accepts an empty batch', () => {
    expect(read({ contentType, body: '[]' })).toEqual({ kind: 'records', records: [] });
  });
});

describe('CloudEvents in binary mode', () => {
  const headers = {
    'ce-specversion': '1.0',
    'ce-type': 'com.example.someevent',
    'ce-time': '2018-04-05T03:56:24Z',
    'ce-id': '1234-1234-1234',
    'ce-source': '/mycontext/subcontext',
  };
  const contentType = 'application/json; charset=utf-8';

  it('reads the attributes from the headers and the record from the body', () => {
    expect(readOne({ contentType, headers: { ...headers, 'x-other': '%' }, body: '{"n": 1.0}' })).toEqual({
      kind: 'record',
      data: '{"n": 1.0}',
      asSent: {
        bytes: Buffer.from('{"n": 1.0}'),
        contentType: 'application/json',
        attributes: {
          specversion: '1.0',
          id: '1234-1234-1234',
          type: 'com.example.someevent',
          time: '2018-04-05T03:56:24Z',
          source: '/mycontext/subcontext',
        },
      },
      attributes: {
        id: '1234-1234-1234',
        type: 'com.example.someevent',
        time: '2018-04-05T03:56:24Z',
        source: '/mycontext/subcontext',
      },
    });
  });

  it.each([
    ['Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
    ['%22quoted%22', '"quoted"'],
    ['"with \\"quotes\\" and %20"', 'with "quotes" and  '],
    ['%2525', '%25'],
    ['plain', 'plain'],
  ])('decodes the header value %s once', (value, attribute) => {
    expect(readOne({ contentType, headers: { ...headers, 'CE-Note': value }, body: '{}' })).toMatchObject({
      attributes: { extensions: { note: attribute } },
    });
  });

  it.each([
    ['ce-id', '%ff', '/id'],
    ['ce-id', '%zz', '/id'],
    ['ce-specversion', '2.0', '/specversion'],
    ['ce-data', '{}', ''],
    ['ce-datacontenttype', 'application/json', ''],
  ])('rejects the header %s: %s', (name, value, path) => {
    expect(readOne({ contentType, headers: { ...headers, [name]: value }, body: '{}' })).toMatchObject({
      kind: 'rejected',
      rejections: [{ code: 'envelope_invalid', path }],
    });
  });

  it('rejects an event that lacks a required attribute', () => {
    expect(readOne({ contentType, headers: { 'ce-id': 'a' }, body: '{}' })).toMatchObject({
      kind: 'rejected',
      id: 'a',
      rejections: [{ path: '/specversion' }, { path: '/source' }, { path: '/type' }],
    });
  });

  it('accepts any JSON content type and refuses others', () => {
    const body = '{}';
    expect(read({ contentType: 'application/vnd.example+json', headers, body })).toMatchObject({
      kind: 'records',
    });
    expect(read({ contentType: 'application/x-ndjson', headers, body })).toMatchObject({
      fault: { status: 415 },
    });
    expect(read({ contentType: 'text/xml', headers, body })).toMatchObject({ fault: { status: 415 } });
    expect(read({ contentType: 'application/json; charset=latin1', headers, body })).toMatchObject({
      fault: { status: 415 },
    });
  });

  it('reads structured mode by its content type even if there are CloudEvents headers', () => {
    const body = JSON.stringify({ ...example, data: {} });
    expect(readOne({ headers, body })).toMatchObject({ attributes: { id: 'C234-1234-1234' } });
  });

  it('refuses an empty body', () => {
    expect(read({ contentType, headers, body: '' })).toMatchObject({ fault: { code: 'empty_body' } });
  });
});
