import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type InputFormat, type InputRow } from '../../../../local/replay/read/input';
import { openInput } from '../../../../local/replay/read/open-input';
import { type Separator } from '../../../../local/replay/read/separator';
import { readJson } from '../../../../local/replay/read/read-json';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-read-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function collect(rows: AsyncIterable<readonly InputRow[]>): Promise<InputRow[]> {
  const all: InputRow[] = [];
  for await (const chunk of rows) all.push(...chunk);
  return all;
}

async function read(
  name: string,
  content: string | Buffer,
  format?: InputFormat,
  separator?: Separator,
): Promise<InputRow[]> {
  const file = join(folder, name);
  writeFileSync(file, content);
  const input = await openInput(file, format, separator);
  const rows = await collect(input.rows);
  expect(input.fractionRead()).toBe(1);
  return rows;
}

const textsOf = (rows: readonly InputRow[]): string[] => rows.map(({ text }) => text);

describe('NDJSON', () => {
  it('is split into lines, without byte order mark, carriage returns and blank lines', async () => {
    const rows = await read('a.ndjson', '\ufeff{"a":1.0}\r\n\r\n  \n{"a":12345678901234567890}\nnot json');
    expect(rows).toEqual([
      { row: 1, text: '{"a":1.0}' },
      { row: 2, text: '{"a":12345678901234567890}' },
      { row: 3, text: 'not json' },
    ]);
  });

  it('is read from a gzipped file', async () => {
    expect(textsOf(await read('a.jsonl.gz', gzipSync('{"a":1}\n{"a":2}\n')))).toEqual(['{"a":1}', '{"a":2}']);
  });

  it('is refused when it is not UTF-8', async () => {
    await expect(read('latin.ndjson', Buffer.from('{"a":"\xe9"}\n', 'latin1'))).rejects.toThrow(
      /is not UTF-8, from line 1 on; convert it first.*iconv -f WINDOWS-1252/,
    );
  });
});

describe('JSON', () => {
  it('returns the elements of an array unchanged, each on one line', async () => {
    const rows = await read('a.json', '\ufeff [ {"a": 1.0,\r\n"b": "],[{\\""} ,\n[1, 2],\n"x" ] \n');
    expect(textsOf(rows)).toEqual(['{"a": 1.0,\t"b": "],[{\\""}', '[1, 2]', '"x"']);
  });

  it('returns the only object of a file', async () => {
    expect(textsOf(await read('b.json', '{\n  "a": [1]\n}\n'))).toEqual(['{\t  "a": [1]\t}']);
  });

  it('keeps a string with a line break invalid, on one line', async () => {
    const [row] = await read('wrong.json', '[{"a":"x\r\ny"}]');
    expect(row?.text).not.toMatch(/[\r\n]/);
    expect(() => JSON.parse(row?.text ?? '') as unknown).toThrow(SyntaxError);
  });

  it('returns no record for an empty array', async () => {
    expect(await read('c.json', '[ ]')).toEqual([]);
  });

  it.each([
    ['', /it is empty/],
    ['[{"a":1}', /the array does not close/],
    ['[1] {"a":1}', /more text follows the array/],
    ['"text"', /it starts with neither/],
  ])('is refused: %j', async (content, expected) => {
    await expect(read('d.json', content)).rejects.toThrow(expected);
  });

  it('returns the same records for any chunks of the file', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.object({ key: fc.string({ unit: 'grapheme' }) })),
        fc.integer({ min: 1, max: 7 }),
        async (records, length) => {
          const text = JSON.stringify(records, null, 1);
          // eslint-disable-next-line @typescript-eslint/require-await -- chunks come asynchronously from files
          const pieces = async function* (): AsyncGenerator<string> {
            for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
          };
          const { rows } = readJson({ name: 'x', pieces: pieces(), fractionRead: () => 1 });
          expect(textsOf(await collect(rows)).map((one) => JSON.parse(one) as unknown)).toEqual(
            JSON.parse(text),
          );
        },
      ),
    );
  });
});

describe('CSV', () => {
  it('returns columns, cells and the text of each row', async () => {
    const file = join(folder, 'a.csv');
    writeFileSync(file, '\ufeffid,note\r\n1,"two\nlines, ""quoted"""\r\n\r\n2,x,extra\r\n3,last');
    const input = await openInput(file);
    expect([input.columns, input.header]).toEqual([['id', 'note'], 'id,note']);
    expect(await collect(input.rows)).toEqual([
      { row: 1, text: '1,"two\nlines, ""quoted"""', cells: ['1', 'two\nlines, "quoted"'] },
      { row: 2, text: '2,x,extra', cells: ['2', 'x', 'extra'] },
      { row: 3, text: '3,last', cells: ['3', 'last'] },
    ]);
  });

  it('is refused when it is empty', async () => {
    await expect(read('empty.csv', '')).rejects.toThrow(/its first row must name the columns/);
  });

  it('is refused when a quote is not closed', async () => {
    await expect(read('open.csv', 'a,b\n1,2\n3,"x')).rejects.toThrow(
      /open.csv: line 3, column 2: the opening quote of the cell is never closed/,
    );
  });

  it.each([
    ['a,b\r\n"1\r\n2",x\r\n3,5" pipe\r\n', 4, /a cell without quotes contains a quote/],
    ['a,b\r1,"x"y\r', 2, /continues after its closing quote/],
  ])('is refused with line, column and remedy: %j', async (content, line, remedy) => {
    const failure = read('quote.csv', content);
    await expect(failure).rejects.toThrow(remedy);
    await expect(read('quote.csv', content)).rejects.toThrow(`line ${line}, column 2`);
  });

  it.each([
    ['a;b\n1;2\n', /separator.*--delimiter ";"/],
    ['a\tb\n1\t2\n', /separator.*--delimiter tab/],
    ['a|b\n1|2\n', /separator.*--delimiter "\|"/],
  ])('is refused with the separator of its header: %j', async (content, expected) => {
    await expect(read('separator.csv', content)).rejects.toThrow(expected);
  });

  it('is split at the given separator, which other formats refuse', async () => {
    const rows = await read('semicolon.csv', 'a;b\r\n1,5;"x;y"\n', undefined, ';');
    expect(rows).toEqual([{ row: 1, text: '1,5;"x;y"', cells: ['1,5', 'x;y'] }]);
    await expect(read('a.ndjson', '{}', undefined, ';')).rejects.toThrow(/--delimiter is only for CSV/);
  });

  it('returns all rows for any line ends, encoding and chunks', async () => {
    const lineEnd = fc.constantFrom('\r\n', '\n', '\r');
    const cell = fc.oneof(
      fc.stringMatching(/^[a-z0-9é🙂]{0,6}$/u),
      fc.stringMatching(/^[a-z"',;\r\n]{1,8}$/),
    );
    const row = fc.record({ cells: fc.tuple(cell, cell), end: lineEnd });
    const encode = {
      'utf-8': (text: string) => Buffer.from(text),
      'utf-8 with a byte order mark': (text: string) => Buffer.from(`\ufeff${text}`),
      'utf-16le': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
      'utf-16be': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    };
    const encodings = fc.constantFrom(...(Object.keys(encode) as (keyof typeof encode)[]));
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 12 }),
        lineEnd,
        encodings,
        async (generated, end, encoding) => {
          const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
          const text = generated.map(({ cells, end: own }) => cells.map(quote).join(',') + own).join('');
          const rows = await read('generated.csv', encode[encoding](`a,b${end}${text}`));
          expect(rows.map(({ cells }) => cells)).toEqual(generated.map(({ cells }) => cells));
          // Without a mapping, the row's own text is sent.
          expect(textsOf(rows)).toEqual(generated.map(({ cells }) => cells.map(quote).join(',')));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('an encoding', () => {
  const text = '\ufeff{"a":"é"}\r\n{"a":2}\r{"a":3}\n';
  const expected = ['{"a":"é"}', '{"a":2}', '{"a":3}'];

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-16, little endian', Buffer.from(text, 'utf16le')],
    ['UTF-16, big endian', Buffer.from(text, 'utf16le').swap16()],
  ])('is detected by its byte order mark: %s', async (_, content) => {
    expect(textsOf(await read('marked.ndjson', content))).toEqual(expected);
    expect(textsOf(await read('marked.NDJSON.GZ', gzipSync(content)))).toEqual(expected);
    expect(textsOf(await read('marked.json', content.subarray(0, content.length), 'ndjson'))).toEqual(
      expected,
    );
  });

  it.each([
    [
      'UTF-16 without a byte order mark',
      Buffer.from('id,title\n1,x\n', 'utf16le'),
      /looks like UTF-16LE.*iconv -f UTF-16LE -t UTF-8/,
    ],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), /is UTF-32; convert it first/],
    [
      'incomplete UTF-16',
      Buffer.from('\ufeffab', 'utf16le').subarray(0, 5),
      /is not UTF-16LE, although its byte order mark announces it/,
    ],
    [
      'a line of Windows-1252',
      Buffer.from('a,b\r\n1,x\r2,caf\xe9\n', 'latin1'),
      /from line 3 on.*iconv -f WINDOWS-1252 -t UTF-8/,
    ],
  ])('is refused with the remedy: %s', async (_, content, message) => {
    await expect(read('foreign.csv', content)).rejects.toThrow(message);
  });

  it('is not checked when the gzip data is incomplete', async () => {
    await expect(read('cut.csv.gz', gzipSync('a,b\n1,2\n').subarray(0, -6))).rejects.toThrow(
      /damaged or incomplete/,
    );
  });
});

describe('a file', () => {
  it('needs a format when its extension shows none', async () => {
    await expect(read('a.txt', '{}')).rejects.toThrow(/add --format json, ndjson, csv, parquet/);
    expect(textsOf(await read('b.txt', '{}', 'ndjson'))).toEqual(['{}']);
  });

  it('is refused when it does not exist', async () => {
    await expect(openInput(join(folder, 'none.csv'))).rejects.toThrow(/none.csv does not exist/);
  });
});
