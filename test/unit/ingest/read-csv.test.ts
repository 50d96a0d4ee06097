import fc from 'fast-check';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { readCsv, type ReadCsvOptions } from '../../../src/lib/ingest/read-csv';

const schema = {
  type: 'object',
  required: ['id', 'count', 'title'],
  properties: {
    id: { $ref: '#/$defs/identifier' },
    count: { type: 'integer' },
    title: { type: 'string' },
    note: { type: ['string', 'null'] },
    price: { type: 'number' },
    level: { type: ['integer', 'null'] },
    active: { type: 'boolean' },
    size: { enum: [1, 2, 'large'] },
    address: { type: 'object', properties: { city: { type: 'string' }, floor: { type: 'integer' } } },
    lines: { type: 'array', items: { $ref: '#/$defs/line' } },
    tags: { type: 'array', items: { type: 'string' } },
    extra: { anyOf: [{ type: 'null' }, { type: 'object', properties: { '0': { type: 'string' } } }] },
  },
  $defs: {
    identifier: { type: 'string' },
    line: { type: 'object', properties: { sku: { type: 'string' }, quantity: { type: 'integer' } } },
  },
};

function read(text: string, options: Partial<ReadCsvOptions> = {}) {
  return readCsv(Buffer.from(text), { schema, maxRecords: 100, ...options });
}

/** The records as JSON text; `rejected` for a rejected row. */
function rows(text: string, options: Partial<ReadCsvOptions> = {}): string[] {
  const records = read(text, options);
  if ('status' in records) throw new Error(records.message);
  return records.map((record) => (record.kind === 'record' ? record.data.toString('utf8') : 'rejected'));
}

describe('readCsv', () => {
  it('writes each cell with the type of the schema', () => {
    expect(rows('id,count,title,price,active,size\n007,12,34,1.50,TRUE,2\n')).toEqual([
      '{"id":"007","count":12,"title":"34","price":1.50,"active":true,"size":2}',
    ]);
    expect(rows('id,size\na,large')).toEqual(['{"id":"a","size":"large"}']);
  });

  it('keeps every digit of a number', () => {
    expect(rows('id,count,price\na,9007199254740993,-0.10e-3')).toEqual([
      '{"id":"a","count":9007199254740993,"price":-0.10e-3}',
    ]);
  });

  it('writes a cell that is not of its type as a text, so that the contract rejects it', () => {
    expect(rows('id,count,price,active\na,ten,"1,5",yes\nb,+5,0x10,1')).toEqual([
      '{"id":"a","count":"ten","price":"1,5","active":"yes"}',
      '{"id":"b","count":"+5","price":"0x10","active":"1"}',
    ]);
  });

  it('writes an empty cell as null, as an empty text or not at all, as the schema allows', () => {
    expect(rows('id,count,title,note,price,level\n,,,,,')).toEqual(['{}']);
    expect(rows('id,count,title,note,price,level\na,,,,,')).toEqual([
      '{"id":"a","title":"","note":null,"level":null}',
    ]);
  });

  it('makes objects of dotted columns and arrays of indexed ones, in both notations', () => {
    expect(
      rows('id,address.city,lines[0].sku,lines[0].quantity,lines.1.sku,tags.0,tags[1]\na,Riga,s1,2,s2,x,y'),
    ).toEqual([
      '{"id":"a","address":{"city":"Riga"},"lines":[{"sku":"s1","quantity":2},{"sku":"s2"}],"tags":["x","y"]}',
    ]);
  });

  it('omits objects and elements for which a row has no value', () => {
    expect(rows('id,address.city,address.floor,lines[1].sku,lines[0].sku,tags[0]\na,,,s2,,\n')).toEqual([
      '{"id":"a","lines":[{"sku":"s2"}]}',
    ]);
  });

  it('reads a number in a column name as a field name if the schema has no list', () => {
    expect(rows('id,extra.0\na,x')).toEqual(['{"id":"a","extra":{"0":"x"}}']);
  });

  it('reads JSON in a cell as an object or a list, and nothing else', () => {
    expect(rows('id,tags,address\na,"[""x"",1]","{ ""city"":""Oslo""}"\nb,[x,{')).toEqual([
      '{"id":"a","tags":["x",1],"address":{ "city":"Oslo"}}',
      '{"id":"b","tags":"[x","address":"{"}',
    ]);
  });

  it('reads quotes, line breaks inside them and CRLF', () => {
    expect(rows('id,title\r\n"a ""1""","two\nlines"\r\n')).toEqual([
      '{"id":"a \\"1\\"","title":"two\\nlines"}',
    ]);
  });

  it('keeps each row as it came, with any line end, blank rows, and line ends within quotes', () => {
    const text = 'id,title\r\n\r\na,"x\r\ny"\n\n"b",ä\rc,1,2\r\nd,z';
    const records = read(text);
    if ('status' in records) throw new Error(records.message);
    expect(records.map(({ asSent }) => asSent?.bytes.toString('utf8'))).toEqual([
      'a,"x\r\ny"',
      '"b",ä',
      'c,1,2',
      'd,z',
    ]);
    expect(records.map(({ asSent }) => asSent?.csvHeader)).toEqual(Array(4).fill('id,title'));
  });

  it('reads names such as __proto__ as data', () => {
    expect(rows('__proto__.x,constructor\n1,2')).toEqual(['{"__proto__":{"x":"1"},"constructor":"2"}']);
  });

  it('rejects a ragged row alone', () => {
    expect(read('id,count\na,1\nb\nc,2,3\nd,4')).toMatchObject([
      { kind: 'record' },
      {
        kind: 'rejected',
        rejections: [{ path: '', message: 'The row has 1 fields, but the header has 2.' }],
      },
      {
        kind: 'rejected',
        rejections: [{ path: '', message: 'The row has 3 fields, but the header has 2.' }],
      },
      { kind: 'record' },
    ]);
  });

  it.each([
    ['id,id\n1,2', 'Column 2'],
    ['id,address,address.city\n1,2,3', 'Column 3'],
    ['id,address.city,address\n1,2,3', 'Column 3'],
    ['id,,count\n1,2,3', 'Column 2'],
    ['id,lines.first.sku,lines[0].sku\n1,2,3', 'Column 3'],
    ['id,lines[0].sku,lines.first.sku\n1,2,3', 'Column 3'],
    ['a..b\n1', 'Column 1'],
  ])('refuses the header of %j, and names the column', (text, column) => {
    expect(read(text)).toMatchObject({ status: 400, message: expect.stringContaining(column) as string });
  });

  it.each([
    [
      'a quote in a cell without quotes',
      'id,title\r\na,"x\r\ny"\r\n\r\n\r\nb,5" pipe\r\n',
      6,
      2,
      'double the inner quote',
    ],
    ['a quote in the first cell of a row', 'id,title\n\na"b,x', 3, 1, 'double the inner quote'],
    ['text after a closing quote', 'id,title\ra,x\rb,"y"z', 3, 2, 'closing quote'],
    ['a quote that is not closed', 'id,title\na,"open\n\nb,x\n', 2, 2, 'is not closed'],
  ])('refuses %s with line, column and remedy', (_, text, line, column, remedy) => {
    const fault = read(text);
    expect(fault).toMatchObject({ status: 400, code: 'malformed_body', place: { line, column } });
    const { message } = fault as { readonly message: string };
    expect(message).toContain(`line ${line}, column ${column}`);
    expect(message).toContain(remedy);
    expect(message).not.toContain('pipe\r');
  });

  it('refuses bytes that are not UTF-8, and names the line and the conversion', () => {
    const windows1252 = Buffer.from('id,title\r\na,x\rb,caf\xe9\n', 'latin1');
    expect(readCsv(windows1252, { schema, maxRecords: 9 })).toMatchObject({
      status: 400,
      place: { line: 3 },
      message: expect.stringContaining('iconv -f WINDOWS-1252 -t UTF-8') as string,
    });
  });

  it.each([
    ['LF header, CRLF rows', 'id,title\na,x\r\nb,y\r\n'],
    ['CRLF header, LF rows', 'id,title\r\na,x\nb,y\n'],
    ['CR alone', 'id,title\ra,x\rb,y'],
    ['CRLF header, CR rows, blank lines', 'id,title\r\n\r\ra,x\r\r\n\nb,y\r'],
  ])('separates rows by CRLF, LF and CR: %s', (_, text) => {
    expect(rows(text)).toEqual(['{"id":"a","title":"x"}', '{"id":"b","title":"y"}']);
  });

  it('keeps line ends inside quotes unchanged', () => {
    expect(rows('id,title\na,"1\r\n2\r3\n4"\r\n')).toEqual(['{"id":"a","title":"1\\r\\n2\\r3\\n4"}']);
  });

  it.each([
    ['semicolons', 'id;title\na;x', '?delimiter=%3B'],
    ['semicolons with decimal commas', 'id;title;price,eur\na;x;1,5', '?delimiter=%3B'],
    ['tabs', 'id\ttitle\na\tx', '?delimiter=tab'],
    ['vertical bars', 'id|title\na|x', '?delimiter=%7C'],
  ])('reports a wrong separator for %s and how to set it', (_, text, remedy) => {
    expect(read(text)).toMatchObject({ status: 400, message: expect.stringMatching(/separator/) as string });
    expect(read(text)).toMatchObject({ message: expect.stringContaining(remedy) as string });
  });

  it('uses the separator that the caller names', () => {
    expect(rows('id;title\na;"x;1,5"', { separator: ';' })).toEqual(['{"id":"a","title":"x;1,5"}']);
    expect(rows('id\ttitle\na\tx', { separator: '\t' })).toEqual(['{"id":"a","title":"x"}']);
    expect(rows('id|a;b\na|x', { separator: '|' })).toEqual(['{"id":"a","a;b":"x"}']);
    expect(read('id,title\na,x', { separator: ';' })).toMatchObject({ status: 400 });
  });

  it('makes one record of each row, with any mixture of line ends, quotes and blanks', () => {
    const cell = fc.oneof(fc.stringMatching(/^[a-z0-9 é]{0,6}$/), fc.stringMatching(/^[a-z"',;\r\n]{1,8}$/));
    const lineEnd = fc.constantFrom('\r\n', '\n', '\r');
    const row = fc.record({
      cells: fc.tuple(cell, cell, cell),
      end: lineEnd,
      blanks: fc.array(lineEnd, { maxLength: 2 }),
    });
    const file = fc.record({ rows: fc.array(row, { maxLength: 20 }), end: lineEnd, isQuoted: fc.boolean() });
    fc.assert(
      fc.property(file, (generated) => {
        const write = (text: string): string =>
          generated.isQuoted || /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
        const text = generated.rows
          .map(({ cells, end, blanks }) => cells.map(write).join(',') + end + blanks.join(''))
          .join('');
        const records = read(`id,title,note${generated.end}${text}`, { schema: { type: 'object' } });
        if ('status' in records) throw new Error(records.message);
        const found = records.map((record) =>
          'data' in record ? (JSON.parse(String(record.data)) as object) : record,
        );
        expect(found).toEqual(
          generated.rows.map(({ cells }) =>
            Object.fromEntries(
              ['id', 'title', 'note']
                .map((name, at) => [name, cells[at]] as const)
                .filter(([, value]) => value !== ''),
            ),
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('accepts as many rows as allowed and no more', () => {
    expect(read('id\n1\n2', { maxRecords: 2 })).toHaveLength(2);
    expect(read('id\n1\n2\n3', { maxRecords: 2 })).toMatchObject({ status: 413 });
  });

  it('writes valid records for every example of every contract', () => {
    for (const contract of createRegistry().all()) {
      for (const example of contract.schema['examples'] as readonly Record<string, unknown>[]) {
        const cells = flatten(example);
        const text = `${cells.map(([name]) => name).join(',')}\n${cells.map(([, cell]) => `"${cell}"`).join(',')}`;
        const [record] = rows(text, { schema: contract.schema });
        const parsed = JSON.parse(record ?? '') as unknown;
        expect(contract.validate(parsed)).toBeUndefined();
        expect(parsed).toEqual(example);
      }
    }
  });
});

/** An object as column names and cells. */
function flatten(value: unknown, name = ''): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => flatten(item, `${name}[${index}]`));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) =>
      flatten(item, name === '' ? key : `${name}.${key}`),
    );
  }
  return [[name, value === null ? '' : JSON.stringify(value).replace(/^"|"$/g, '')]];
}
