import { readRecords, type ReadRecordsOptions } from '../../../../src/lib/source/ingest/read-records';

function read(body: string | Buffer, options: Partial<ReadRecordsOptions> = {}) {
  return readRecords({
    contentType: 'application/json',
    headers: [],
    body: Buffer.from(body),
    contract: { schema: {} },
    maxRecords: 3,
    ...options,
  });
}

/** The texts of the records; fails when the request could not be read. */
function texts(body: string | Buffer, options: Partial<ReadRecordsOptions> = {}): string[] {
  const result = read(body, options);
  if (result.kind === 'fault') throw new Error(result.fault.message);
  return result.records.map((record) =>
    record.kind === 'record' ? record.data.toString('utf8') : 'rejected',
  );
}

describe('readRecords', () => {
  it('takes one JSON object as one record, byte for byte', () => {
    expect(texts('{"n": 9007199254740993}\n')).toEqual(['{"n": 9007199254740993}\n']);
  });

  it('cuts an array into its elements, objects or not', () => {
    expect(texts(' [ {"a":1} , 2, "x"] ')).toEqual(['{"a":1}', '2', '"x"']);
    expect(texts('[]')).toEqual([]);
  });

  it('answers a damaged array with one fault that tells the offset', () => {
    expect(read('[{"a":1} {"a":2}]')).toEqual({
      kind: 'fault',
      fault: {
        status: 400,
        code: 'malformed_body',
        message: 'The body is not a JSON array: an element must be followed by , or ].',
        offset: 9,
      },
    });
  });

  it('takes each line of NDJSON, skipping blank ones and taking CRLF for LF', () => {
    const options = { contentType: 'application/x-ndjson' };
    expect(texts('{"a":1}\r\n\n  \n not json \n{"a":2}', options)).toEqual([
      '{"a":1}',
      'not json',
      '{"a":2}',
    ]);
  });

  it('ignores a byte order mark in front of the body', () => {
    expect(texts('\ufeff{"a":1}')).toEqual(['{"a":1}']);
    expect(texts('\ufeff{"a":1}\n{"a":2}', { contentType: 'application/x-ndjson' })).toEqual([
      '{"a":1}',
      '{"a":2}',
    ]);
  });

  it.each([
    ['application/json', '[1,2,3,4]'],
    ['application/x-ndjson', '1\n2\n3\n4\n'],
    ['text/csv', 'a\n1\n2\n3\n4\n'],
    ['application/cloudevents-batch+json', '[{},{},{},{}]'],
  ])('refuses more records than one request may carry in %s', (contentType, body) => {
    expect(read(body, { contentType })).toMatchObject({ fault: { status: 413, code: 'too_many_records' } });
  });

  it.each([
    'application/json',
    'application/x-ndjson',
    'text/csv',
    'application/cloudevents+json',
    'application/cloudevents-batch+json',
  ])('refuses an empty body in %s', (contentType) => {
    expect(read('', { contentType })).toMatchObject({ fault: { status: 400, code: 'empty_body' } });
    expect(read(' \r\n\t', { contentType })).toMatchObject({ fault: { status: 400, code: 'empty_body' } });
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"', 'application/json ;'])(
    'takes %s',
    (contentType) => {
      expect(texts('{}', { contentType })).toEqual(['{}']);
    },
  );

  it.each([
    undefined,
    '',
    'text/plain',
    'application/xml',
    'constructor',
    'application/json; charset=utf-16',
    'application/json; version=2',
    'text/csv; header=absent',
  ])('refuses the content type %s', (contentType) => {
    expect(read('{}', { contentType })).toMatchObject({
      fault: { status: 415, code: 'unsupported_media_type' },
    });
  });
});
