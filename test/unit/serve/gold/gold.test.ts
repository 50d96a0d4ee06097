import { parseGoldQuery } from '../../../../src/lib/serve/gold/gold-query';
import { listGold } from '../../../../src/lib/serve/gold/list-gold';
import { readGold } from '../../../../src/lib/serve/gold/read-gold';
import { type ColumnType } from '../../../../src/lib/serve/gold/table-reader';
import { toJsonValue } from '../../../../src/lib/serve/gold/to-json-value';
import { exactNumber, writeExactJson } from '../../../../src/lib/platform/text/exact-json';
import { memorySnapshot, type MemoryTable, memoryTables } from './memory-tables';

const DAY = Date.parse('2026-11-21') / 86_400_000;

const SALES: MemoryTable = {
  columns: {
    sold_on: 'date',
    shop: 'string',
    amount: 'decimal(18,2)',
    orders: 'long',
    at: 'timestamp',
    _refresh: 'long',
  },
  partitionedBy: ['sold_on'],
  files: [
    [
      { sold_on: DAY, shop: 'north', amount: 2150n, orders: 3n, at: 1_700_000_000_000_000n },
      { sold_on: DAY, shop: 'south', amount: null, orders: 1n, at: null },
    ],
    [
      { sold_on: DAY - 1, shop: 'ä', amount: -5n, orders: 2n, at: null },
      { sold_on: null, shop: 'zoo', amount: 100n, orders: 9n, at: null },
    ],
  ],
};

async function ask(query: string, table: MemoryTable = SALES) {
  const snapshot = memorySnapshot('sales_day', table);
  const parsed = parseGoldQuery(new URLSearchParams(query), snapshot);
  if (parsed.outcome === 'invalid') return { detail: parsed.detail, scanned: snapshot.scanned };
  const read = await readGold(snapshot, parsed.query);
  return { ...read, scanned: snapshot.scanned };
}

async function shops(query: string): Promise<unknown[]> {
  const read = await ask(query);
  if (!('rows' in read)) throw new Error(JSON.stringify(read));
  return read.rows.map(({ shop }) => shop);
}

it('lists tables with their columns, and an unreadable table with its problem', async () => {
  const [sales, odd] = await listGold(memoryTables({ sales_day: SALES, odd: undefined }));
  expect(sales).toMatchObject({ table: 'sales_day', rows: 4, refresh: 1000, partitionedBy: ['sold_on'] });
  expect(sales?.columns).toHaveLength(5);
  expect(sales?.columns[0]).toEqual({ name: 'sold_on', type: 'date', description: 'The sold_on' });
  expect(odd).toMatchObject({
    table: 'odd',
    columns: [],
    problem: expect.stringContaining('it is odd') as string,
  });
});

it.each([
  ['decimal(18,2)', 2150n, '21.50'],
  ['decimal(18,2)', -5n, '-0.05'],
  ['decimal(38,4)', 12345678901234567890123n, '1234567890123456789.0123'],
  ['decimal(38,0)', 9007199254740993n, '9007199254740993'],
  ['long', 9007199254740993n, '"9007199254740993"'],
  ['long', -42n, '-42'],
  ['double', -0, '0'],
] as const)('writes a %s with all of its digits', (type, value, text) => {
  expect(writeExactJson(toJsonValue(type, value))).toBe(text);
});

it("returns rows as JSON, without the columns of the pipeline's bookkeeping", async () => {
  expect(await ask('limit=1')).toMatchObject({
    outcome: 'rows',
    rows: [
      {
        sold_on: '2026-11-21',
        shop: 'north',
        amount: exactNumber('21.50'),
        orders: 3,
        at: '2023-11-14T22:13:20.000Z',
      },
    ],
    truncated: true,
  });
  const read = await ask('');
  expect(read).toMatchObject({ truncated: false });
  expect(JSON.stringify(read)).not.toContain('_refresh');
});

it('reads only as many files as it needs, the newest partition first', async () => {
  expect((await ask('limit=1')).scanned).toEqual({ files: 1, newestFirst: true });
  expect((await ask('limit=2')).scanned.files).toBe(2);
});

it('sorts rows by any column, null first, texts by their bytes', async () => {
  expect(await shops('orderBy=orders')).toEqual(['south', 'ä', 'north', 'zoo']);
  expect(await shops('orderBy=-orders&limit=2')).toEqual(['zoo', 'north']);
  expect(await shops('orderBy=amount')).toEqual(['south', 'ä', 'zoo', 'north']);
  expect(await shops('orderBy=shop')).toEqual(['north', 'south', 'zoo', 'ä']);
});

it('filters by the range of the partition column and by values of columns', async () => {
  expect(await shops('from=2026-11-21')).toEqual(['north', 'south']);
  expect(await shops('to=2026-11-20&code=secret')).toEqual(['ä']);
  expect(await shops('from=2026-11-20&to=2026-11-21&orders=2')).toEqual(['ä']);
  expect(await shops('amount=21.5')).toEqual(['north']);
  expect(await shops('shop=zoo')).toEqual(['zoo']);
});

it.each([
  ['limit=0', "'limit' must be a whole number from 1 to 1000"],
  ['limit=1001', "'limit' must be a whole number from 1 to 1000"],
  ['from=today', "'from' must be a date, as '2026-11-21', the type of the column sold_on"],
  ['orders=many', "'orders' must be a long"],
  ['orderBy=colour', "'orderBy' is not a column of the table"],
  ['orderBy=_refresh', "'orderBy' is not a column of the table"],
  [
    'colour=red',
    "Unknown query parameter 'colour'; allowed are 'from', 'to', 'limit', 'orderBy', and the columns sold_on",
  ],
  ['shop=a&shop=b', "'shop' is given twice"],
])('refuses %s and returns the allowed values', async (query, expected) => {
  expect(await ask(query)).toMatchObject({ detail: expect.stringContaining(expected) as string });
});

it('refuses a range if the table has no partitions', async () => {
  const table = { ...SALES, partitionedBy: [] };
  expect(await ask('from=2026-11-21', table)).toMatchObject({
    detail: expect.stringContaining('not partitioned') as string,
  });
});

it('refuses to sort a table that is too large', async () => {
  const large = { ...SALES, bytes: 65 * 1024 * 1024 };
  expect(await ask('orderBy=shop', large)).toMatchObject({ outcome: 'too-much', megabytes: 65 });
  expect(await ask('', large)).toMatchObject({ outcome: 'rows' });
});

it.each<[ColumnType, bigint | number | boolean | string | null, unknown]>([
  ['decimal(28,6)', -1n, -0.000001],
  ['decimal(28,6)', 12_345_678_901_234n, 12345678.901234],
  ['decimal(10,0)', -7n, -7],
  ['long', 9_007_199_254_740_993n, '9007199254740993'],
  ['timestamp', -1n, '1969-12-31T23:59:59.999999Z'],
  ['timestamp', 1_000n, '1970-01-01T00:00:00.001Z'],
  ['date', -1, '1969-12-31'],
  ['double', Infinity, null],
  ['double', 0.1, 0.1],
  ['boolean', false, false],
  ['string', '', ''],
  ['date', null, null],
])('writes a %s of %p as %p', (type, value, expected) => {
  expect(toJsonValue(type, value)).toBe(expected);
});
