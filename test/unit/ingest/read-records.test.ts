import { readRecords, type ReadRecordsOptions } from '../../../src/lib/ingest/read-records';

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

/** The texts of the records. Fails if the request could not be read. */
function texts(body: string | Buffer, options: Partial<ReadRecordsOptions> = {}): string[] {
  const result = read(body, options);
  if (result.kind === 'fault') throw new Error(result.fault.message);
  return result.records.map((record) =>
    record.kind === 'record' ? record.data.toString('utf8') : 'rejected',
  );
}

describe('readRecords', () => {
  it('reads one JSON object as one record, byte by byte', () => {
    expect(texts('{"n": 9007199254740993}\n')).toEqual(['{"n": 9007199254740993}\n']);
  });

  it('reads megabytes of lines that end with CR within the time of a test', () => {
    const body = Buffer.alloc(8 * 1024 * 1024, '\r');
    body.write('1', 0);
    expect(texts(body, { contentType: 'application/x-ndjson' })).toEqual(['1']);
  });

  it('splits an array into its elements, which need not be objects', () => {
    expect(texts(' [ {"a":1} , 2, "x"] ')).toEqual(['{"a":1}', '2', '"x"']);
    expect(texts('[]')).toEqual([]);
  });

  it('answers a damaged array with one fault that has the offset', () => {
    expect(read('[{"a":1} {"a":2}]')).toEqual({
      kind: 'fault',
      fault: {
        status: 400,
        code: 'malformed_body',
        message: 'The body is not a JSON array: an element must be followed by , or ].',
        place: { offset: 9 },
      },
    });
  });

  it('reads each line of NDJSON that ends with LF, CRLF or CR, and skips blank ones', () => {
    const options = { contentType: 'application/x-ndjson', maxRecords: 9 };
    expect(texts('{"a":1}\r\n\n  \n not json \n{"a":2}\r{"a":3}\r\r\n', options)).toEqual([
      '{"a":1}',
      'not json',
      '{"a":2}',
      '{"a":3}',
    ]);
  });

  it('ignores a byte order mark at the start of the body', () => {
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
  ])('refuses more records than one request may have in %s', (contentType, body) => {
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

  it.each([
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/json ;',
    ' application/json\t;\tCharset = "us-ascii" ; ',
  ])('accepts %s', (contentType) => {
    expect(texts('{}', { contentType })).toEqual(['{}']);
  });

  it.each([
    undefined,
    '',
    'text/plain',
    'application/xml',
    'constructor',
    'application/json; charset=koi8-r',
    'application/json; charset=utf-8; charset=utf-8',
    'text/csv; charset="windows-1252"',
    'application/json; version=2',
    'text/csv; header=absent',
  ])('refuses the content type %s', (contentType) => {
    expect(read('{}', { contentType })).toMatchObject({
      fault: { status: 415, code: 'unsupported_media_type' },
    });
  });

  it('reads the CloudEvents type as structured mode in any case, even if headers have attributes too', () => {
    const event = { specversion: '1.0', id: 'e-1', source: '/s', type: 't', data: {} };
    const result = read(JSON.stringify(event), {
      contentType: 'Application/CloudEvents+JSON ; Charset="UTF-8"',
      headers: [['CE-Id', 'of-the-header']],
    });
    expect(result).toMatchObject({ records: [{ kind: 'record', attributes: { id: 'e-1' } }] });
  });

  describe('bodies in other encodings', () => {
    const mark = '\ufeff';
    const littleEndian = (text: string): Buffer => Buffer.from(text, 'utf16le');
    const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

    it.each([
      ['little endian with a byte order mark', littleEndian(`${mark}["é"]`), 'application/json'],
      ['big endian with a byte order mark', bigEndian(`${mark}["é"]`), 'application/json'],
      ['a mark that contradicts the charset', bigEndian(`${mark}["é"]`), 'application/json; charset=utf-8'],
      ['little endian by its charset', littleEndian('["é"]'), 'application/json; charset=UTF-16LE'],
      ['big endian by its charset', bigEndian('["é"]'), 'application/json; charset="utf-16be"'],
      ['UTF-16 by its charset, without a mark', littleEndian('["é"]'), 'application/json; charset=utf-16'],
    ])('reads UTF-16: %s', (_, body, contentType) => {
      expect(texts(body, { contentType })).toEqual(['"é"']);
    });

    it('reads CSV and NDJSON in UTF-16 with CRLF', () => {
      expect(texts(littleEndian(`${mark}a,b\r\n1,ž\r\n`), { contentType: 'text/csv' })).toEqual([
        '{"a":"1","b":"ž"}',
      ]);
      expect(
        texts(bigEndian(`${mark}{"a":1}\r\n{"a":2}\r\n`), { contentType: 'application/x-ndjson' }),
      ).toEqual(['{"a":1}', '{"a":2}']);
    });

    it.each([
      [
        'little',
        littleEndian('id,title\n1,2\n'),
        /UTF-16LE without a byte order mark.*iconv -f UTF-16LE -t UTF-8/,
      ],
      ['big', bigEndian('id,title\n1,2\n'), /UTF-16BE without a byte order mark.*charset=utf-16be/],
    ])(
      'detects UTF-16 without a mark by its zeros (%s endian) and names the conversion',
      (_, body, message) => {
        expect(read(body, { contentType: 'text/csv' })).toMatchObject({
          fault: { status: 400, code: 'malformed_body', message: expect.stringMatching(message) as string },
        });
      },
    );

    it.each([
      ['an odd number of bytes', littleEndian(`${mark}{}`).subarray(0, 5), /odd number of bytes/],
      ['half of a surrogate pair', littleEndian(`${mark}"\ud83d"`), /surrogate/],
      ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]), /iconv -f UTF-32/],
    ])('refuses %s', (_, body, message) => {
      expect(read(body)).toMatchObject({
        fault: { status: 400, message: expect.stringMatching(message) as string },
      });
    });

    it('names the conversion for the refused charset', () => {
      expect(read('a\n1', { contentType: 'text/csv; charset=ISO-8859-2' })).toMatchObject({
        fault: { status: 415, message: expect.stringContaining('iconv -f ISO-8859-2 -t UTF-8') as string },
      });
    });
  });

  it('refuses a separator for other formats', () => {
    expect(read('{}', { separator: ';' })).toMatchObject({ fault: { status: 400, code: 'query_invalid' } });
    expect(texts('a;b\n1;2', { contentType: 'text/csv', separator: ';' })).toEqual(['{"a":"1","b":"2"}']);
  });
});
