import { type ContractWindows } from '../../../../../src/lib/contracts/contract';
import { createRegistry } from '../../../../../src/lib/contracts/registry';
import { toPowerBiRow } from '../../../../../src/lib/live/sinks/power-bi/to-power-bi-row';
import { toPowerBiTable } from '../../../../../src/lib/live/sinks/power-bi/to-power-bi-table';
import { viewsOf } from '../../../../../src/lib/live/windows/view';

const WINDOWS: ContractWindows = {
  seconds: 60,
  keys: [
    { name: 'country', path: '/country' },
    { name: 'status', path: '/status' },
  ],
  values: [
    { name: 'cancelled', aggregate: 'count' },
    { name: 'amount', aggregate: 'sum', path: '/amount' },
    { name: 'smallest', aggregate: 'minimum', path: '/amount' },
    { name: 'largest', aggregate: 'maximum', path: '/amount' },
    { name: 'mean', aggregate: 'average', path: '/amount' },
  ],
};

test('makes a column for each value of a row, in its order', () => {
  const { name, columns } = toPowerBiTable('shop_order', WINDOWS);
  const row = toPowerBiRow({
    view: 'shop_order',
    windowStart: '2026-11-21T09:00:00Z',
    windowEnd: '2026-11-21T09:01:00Z',
    keys: { country: 'NL', status: 'paid' },
    events: 3,
    values: { cancelled: 1, amount: 2, smallest: 1, largest: 1, mean: 1 },
  });
  expect(name).toBe('shop_order');
  expect(columns.map((column) => column.name)).toEqual(Object.keys(row));
  expect(Object.fromEntries(columns.map((column) => [column.name, column.dataType]))).toEqual({
    windowStart: 'DateTime',
    windowEnd: 'DateTime',
    country: 'String',
    status: 'String',
    events: 'Int64',
    revision: 'Int64',
    cancelled: 'Int64',
    amount: 'Double',
    smallest: 'Double',
    largest: 'Double',
    mean: 'Double',
  });
});

test('makes measures that read the newest row of each window and group', () => {
  const { measures } = toPowerBiTable('shop_order', WINDOWS);
  expect(measures.map(({ name }) => name)).toEqual([
    'shop_order events',
    'shop_order cancelled',
    'shop_order amount',
    'shop_order smallest',
    'shop_order largest',
    'shop_order mean',
  ]);
  expect(measures[2]?.expression).toBe(
    [
      'SUMX (',
      "    SUMMARIZE ( 'shop_order', 'shop_order'[windowStart], 'shop_order'[country], 'shop_order'[status] ),",
      "    VAR _newest = CALCULATE ( MAX ( 'shop_order'[revision] ) )",
      "    VAR _value = CALCULATE ( MAX ( 'shop_order'[amount] ), 'shop_order'[revision] = _newest )",
      '    RETURN _value',
      ')',
    ].join('\n'),
  );
  expect(measures.map(({ expression }) => expression.split(' ')[0])).toEqual([
    'SUMX',
    'SUMX',
    'SUMX',
    'MINX',
    'MAXX',
    'DIVIDE',
  ]);
});

test('accepts every view of the contracts, with unique names of measures', () => {
  const tables = viewsOf(createRegistry()).map(({ name, windows }) => toPowerBiTable(name, windows));
  expect(tables.map(({ name }) => name)).toContain('iot_telemetry');
  const names = tables.flatMap(({ measures }) => measures.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
});

test('refuses two names that differ by case alone', () => {
  const keys = [{ name: 'Events', path: '/events' }];
  expect(() => toPowerBiTable('shop_order', { ...WINDOWS, keys })).toThrow(/two columns events/);
});

test('refuses more than 75 columns', () => {
  const values = Array.from({ length: 70 }, (_, index) => ({
    name: `value_${index}`,
    aggregate: 'count' as const,
  }));
  expect(() => toPowerBiTable('shop_order', { ...WINDOWS, values })).toThrow(/76 columns/);
  expect(toPowerBiTable('shop_order', { ...WINDOWS, values: values.slice(1) }).columns).toHaveLength(75);
});
