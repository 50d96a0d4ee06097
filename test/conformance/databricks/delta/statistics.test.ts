import { fromStatsText } from '../../../../lakehouse/engines/duckdb/delta/file-statistics';
import { toBounds } from '../../../../lakehouse/engines/duckdb/delta/to-bounds';
import { type ColumnType } from '../../../../lakehouse/engines/duckdb/delta/types';
import { TableFixture } from './table-fixture';

const bounds = (type: ColumnType, found: Readonly<Record<string, string>>): [unknown, unknown] => {
  const { min, max } = toBounds(type, new Map(Object.entries(found)));
  return [min, max];
};

describe('bounds of a text', () => {
  it('are the text itself up to 32 characters, counted in code points', () => {
    const text = '😀'.repeat(32);
    expect(bounds('string', { min: text, max: text })).toEqual([text, text]);
  });

  it('are truncated after 32 characters, the maximum rounded up', () => {
    const text = 'x'.repeat(31);
    expect(bounds('string', { min: `${text}ab`, max: `${text}ab` })).toEqual([`${text}a`, `${text}b`]);
  });

  it('increment the previous character when there is no greater one', () => {
    const text = `a${'\u{10ffff}'.repeat(40)}`;
    expect(bounds('string', { min: text, max: text })[1]).toBe('b');
    expect(bounds('string', { min: 'a', max: '\u{10ffff}'.repeat(40) })).toEqual(['a', undefined]);
  });

  it('skip surrogates', () => {
    const text = `${'a'.repeat(31)}\ud7ffx`;
    expect(bounds('string', { min: 'a', max: text })[1]).toBe(`${'a'.repeat(31)}\ue000`);
  });
});

it.each<[ColumnType, string, string, [unknown, unknown]]>([
  ['long', '-5', '9007199254740991', [-5, 9007199254740991]],
  ['long', '-5', '9007199254740993', [undefined, undefined]],
  ['integer', '-2147483648', '2147483647', [-2147483648, 2147483647]],
  ['decimal(10,2)', '-0.01', '12345678.90', [-0.01, 12345678.9]],
  ['decimal(38,6)', '0.000001', '12345678901234567890.000000', [undefined, undefined]],
  ['boolean', '0', '1', [undefined, undefined]],
  ['date', '1969-12-31', '9999-12-31', ['1969-12-31', '9999-12-31']],
  ['date', '1969-12-31', '10000-01-01', [undefined, undefined]],
  ['date', '0044-03-15 (BC)', '2026-01-01', [undefined, undefined]],
  [
    'timestamp',
    '1969-12-31 23:59:59.999999+00',
    '1969-12-31 23:59:59.999999+00',
    ['1969-12-31T23:59:59.999Z', '1970-01-01T00:00:00.000Z'],
  ],
  [
    'timestamp',
    '2026-11-21 06:10:00+00',
    '2026-11-21 06:10:00.5+00',
    ['2026-11-21T06:10:00.000Z', '2026-11-21T06:10:00.500Z'],
  ],
  ['timestamp', '2026-11-21 06:10:00+02', '2026-11-21 06:10:00+02', [undefined, undefined]],
  ['timestamp', '2026-11-21 06:10:00+00', '9999-12-31 23:59:59.999999+00', [undefined, undefined]],
])('writes %s from %s to %s as %j', (type, min, max, expected) => {
  expect(bounds(type, { min, max })).toEqual(expected);
});

it.each([
  [{ min: '1.5', max: '2.5', has_nan: 'false' }, [1.5, 2.5]],
  [{ min: '1.5', max: '2.5', has_nan: 'true' }, [undefined, undefined]],
  [{ min: '-inf', max: '2.5', has_nan: 'false' }, [undefined, undefined]],
  [{ has_nan: 'false' }, [undefined, undefined]],
])('writes doubles of %j as %j', (found, expected) => {
  expect(bounds('double', found)).toEqual(expected);
});

describe('DuckDB’s description of its files', () => {
  const fixture = new TableFixture();
  beforeAll(() => fixture.start());
  afterAll(() => fixture.stop());

  it('becomes new files with rows, partition values, counts of nulls and bounds', async () => {
    const columns = [
      { name: 'we"ird.name', type: 'string', nullable: true },
      { name: 'ratio', type: 'double', nullable: true },
      { name: 'day', type: 'date', nullable: true },
    ] as const;
    const select = `SELECT * FROM (VALUES (DATE '2026-11-20', 'a', 1.5), (DATE '2026-11-20', NULL, 'NaN'::DOUBLE), (NULL, NULL, NULL)) v(day, "we""ird.name", ratio)`;
    const files = await fixture.write(select, columns, ['day']);
    expect(
      files.map(({ rows, partition, stats }) => ({ rows, partition, stats })).sort((a, b) => b.rows - a.rows),
    ).toEqual([
      {
        rows: 2,
        partition: { day: '2026-11-20' },
        stats: {
          minValues: { 'we"ird.name': 'a' },
          maxValues: { 'we"ird.name': 'a' },
          nullCount: { 'we"ird.name': 1, ratio: 0 },
        },
      },
      {
        rows: 1,
        partition: { day: null },
        stats: { minValues: {}, maxValues: {}, nullCount: { 'we"ird.name': 1, ratio: 1 } },
      },
    ]);
  });

  it('contains no file when there is no row', async () => {
    expect(
      await fixture.write(`SELECT 1::BIGINT AS id, 'a' AS shop, NULL::DATE AS sold_on WHERE false`),
    ).toEqual([]);
    const columns = [{ name: 'id', type: 'long', nullable: true }] as const;
    expect(await fixture.write('SELECT 1 AS id WHERE false', columns, [])).toEqual([]);
  });

  it('is refused when a partition column has inexact numbers', async () => {
    const columns = [
      { name: 'id', type: 'long', nullable: true },
      { name: 'ratio', type: 'double', nullable: true },
    ] as const;
    await expect(fixture.write('SELECT 1 AS id, 0.5 AS ratio', columns, ['ratio'])).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('keeps the time of a partition in UTC', async () => {
    const columns = [
      { name: 'id', type: 'long', nullable: true },
      { name: 'moment', type: 'timestamp', nullable: true },
    ] as const;
    const select = `SELECT 1 AS id, TIMESTAMPTZ '2026-11-21 06:10:00.5+02' AS moment`;
    const [file] = await fixture.write(select, columns, ['moment']);
    expect(file?.partition).toEqual({ moment: '2026-11-21T04:10:00.5Z' });
  });
});

it.each([undefined, null, '', '{', '[]', '{"numRecords":"many"}'])('ignores statistics %j', (text) => {
  expect(fromStatsText(text)).toEqual({ rows: -1, stats: { minValues: {}, maxValues: {}, nullCount: {} } });
});

it('uses only comparable statistics of other writers', () => {
  const text = JSON.stringify({
    numRecords: 2,
    minValues: { a: 1, b: { c: 1 }, d: null },
    nullCount: { a: 0, b: { c: 0 } },
  });
  expect(fromStatsText(text)).toEqual({
    rows: 2,
    stats: { minValues: { a: 1 }, maxValues: {}, nullCount: { a: 0 } },
  });
});
