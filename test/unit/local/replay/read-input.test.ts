import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type InputFormat, type InputRow } from '../../../../local/replay/read/input';
import { openInput } from '../../../../local/replay/read/open-input';
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

async function read(name: string, content: string | Buffer, format?: InputFormat): Promise<InputRow[]> {
  const file = join(folder, name);
  writeFileSync(file, content);
  const input = await openInput(file, format);
  const rows = await collect(input.rows);
  expect(input.fractionRead()).toBe(1);
  return rows;
}

const textsOf = (rows: readonly InputRow[]): string[] => rows.map(({ text }) => text);

describe('NDJSON', () => {
  it('is cut into lines, without byte order mark, carriage returns and blank lines', async () => {
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

  it('is refused where it is not UTF-8', async () => {
    await expect(read('latin.ndjson', Buffer.from('{"a":"\xe9"}\n', 'latin1'))).rejects.toThrow(
      /is not UTF-8; convert it first/,
    );
  });
});

describe('JSON', () => {
  it('gives the elements of an array as they are written, each on one line', async () => {
    const rows = await read('a.json', '\ufeff [ {"a": 1.0,\r\n"b": "],[{\\""} ,\n[1, 2],\n"x" ] \n');
    expect(textsOf(rows)).toEqual(['{"a": 1.0, "b": "],[{\\""}', '[1, 2]', '"x"']);
  });

  it('gives the one object that the file holds', async () => {
    expect(textsOf(await read('b.json', '{\n  "a": [1]\n}\n'))).toEqual(['{   "a": [1] }']);
  });

  it('gives nothing for an empty array', async () => {
    expect(await read('c.json', '[ ]')).toEqual([]);
  });

  it.each([
    ['', /it is empty/],
    ['[{"a":1}', /the array does not close/],
    ['[1] {"a":1}', /something follows the array/],
    ['"text"', /it starts with neither/],
  ])('is refused: %j', async (content, expected) => {
    await expect(read('d.json', content)).rejects.toThrow(expected);
  });

  it('finds the same records wherever the pieces of the file end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.object({ key: fc.string({ unit: 'grapheme' }) })),
        fc.integer({ min: 1, max: 7 }),
        async (records, length) => {
          const text = JSON.stringify(records, null, 1);
          // eslint-disable-next-line @typescript-eslint/require-await -- pieces come asynchronously from files
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
  it('gives columns, cells and the text of each row', async () => {
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

  it('is refused where it is empty', async () => {
    await expect(read('empty.csv', '')).rejects.toThrow(/the first row names the columns/);
  });

  it('is refused where a quote does not close', async () => {
    await expect(read('open.csv', 'a,b\n1,2\n3,"x')).rejects.toThrow(
      /open.csv: Quote Not Closed.*; correct the file/,
    );
  });
});

describe('a file', () => {
  it('needs a format where its ending says nothing', async () => {
    await expect(read('a.txt', '{}')).rejects.toThrow(/add --format json, ndjson, csv, parquet/);
    expect(textsOf(await read('b.txt', '{}', 'ndjson'))).toEqual(['{}']);
  });

  it('has to be there', async () => {
    await expect(openInput(join(folder, 'none.csv'))).rejects.toThrow(/there is no file/);
  });
});
