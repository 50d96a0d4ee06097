import fc from 'fast-check';
import { toArrivedTables } from '../../../monitor/derive/arrived';
import { sortTables, toChartColumns, toGoldSeries } from '../../../monitor/derive/gold-columns';
import { toScale, toTimeTicks } from '../../../monitor/derive/scale';
import { toSeries, toSummary } from '../../../monitor/derive/series';
import { toServePath, WINDOW_RANGES } from '../../../monitor/derive/serve-query';
import { type ServeAnswer, type ServeRow } from '../../../monitor/data/api';

function row(minute: number, site: string, events: number, temperature: number | null): ServeRow {
  const at = (value: number): string => new Date(value * 60_000).toISOString();
  return {
    start: at(minute),
    end: at(minute + 1),
    source: 'live',
    keys: { site },
    events,
    values: { temperature },
  };
}

function answer(rows: readonly ServeRow[]): ServeAnswer {
  return {
    view: 'v',
    type: 't',
    from: '',
    to: '',
    by: { bucket: 'minute', keys: ['site'] },
    refresh: 1,
    watermark: null,
    live: { state: 'counting', since: null, firstEventAt: null },
    liveBehind: false,
    asOf: [],
    parts: [],
    incomplete: [],
    rows,
  };
}

describe('lines of an answer', () => {
  const rows = [row(0, 'A', 1, 20), row(3, 'A', 1, 21), row(1, 'B', 9, null)];

  test('show a minute without events as zero of a count and as a gap of a mean', () => {
    const [, events] = toSeries({ answer: answer(rows), value: 'events', key: 'site' });
    const [, means] = toSeries({ answer: answer(rows), value: 'temperature', key: 'site' });
    expect(events?.points.map(({ value }) => value)).toEqual([1, 0, 0, 1]);
    expect(means?.points.map(({ value }) => value)).toEqual([20, null, null, 21]);
  });

  test('begin with the series that has the most events', () => {
    expect(toSeries({ answer: answer(rows), value: 'events', key: 'site' }).map(({ name }) => name)).toEqual([
      'B',
      'A',
    ]);
  });

  test('are described in words', () => {
    const series = toSeries({ answer: answer(rows.slice(0, 2)), value: 'temperature' });
    expect(toSummary(series, String)).toBe('All: from 20 to 21, 21 last.');
    expect(toSummary([], String)).toBe('There is no data in this range.');
  });
});

describe('scales', () => {
  test('contain every value and have few round ticks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 }),
        fc.boolean(),
        (values, fromZero) => {
          const { low, high, ticks } = toScale(values, 4, fromZero);
          const room = (high - low) * 1e-9;
          expect(Math.min(...values)).toBeGreaterThanOrEqual(low - room);
          expect(Math.max(...values)).toBeLessThanOrEqual(high + room);
          expect(ticks.length).toBeGreaterThanOrEqual(2);
          expect(ticks.length).toBeLessThanOrEqual(8);
        },
      ),
    );
  });

  test('start at zero for counts, and at the minimum for measures', () => {
    expect(toScale([18, 23]).low).toBe(0);
    expect(toScale([18, 23], 4, false).low).toBe(18);
  });

  test('name each day at most once if the range is days', () => {
    const day = 86_400_000;
    for (const days of [1, 2, 3, 9, 30, 400]) {
      const ticks = toTimeTicks(day * 100.3, day * (100.3 + days), 12, day);
      expect(ticks.every((at) => at % day === 0)).toBe(true);
      expect(new Set(ticks).size).toBe(ticks.length);
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.length).toBeLessThanOrEqual(13);
    }
  });

  test('have times at whole quarters and hours', () => {
    const hour = 3_600_000;
    expect(toTimeTicks(hour * 5 + 1, hour * 6, 6).map((at) => (at / 60_000) % 60)).toEqual([
      10, 20, 30, 40, 50, 0,
    ]);
  });
});

describe('toServePath', () => {
  test('ends with the current minute', () => {
    const minute = Date.parse('2026-11-21T09:30:00Z') / 60_000;
    expect(decodeURIComponent(toServePath({ view: 'v', key: 'site', range: WINDOW_RANGES[0], minute }))).toBe(
      '/api/serve/v?from=2026-11-21T08:31:00Z&to=2026-11-21T09:31:00Z&by=minute,site',
    );
  });

  test('covers whole hours for buckets of an hour', () => {
    const range = WINDOW_RANGES.find(({ bucket }) => bucket === 'hour') ?? WINDOW_RANGES[0];
    const minute = Date.parse('2026-11-21T09:30:00Z') / 60_000;
    expect(decodeURIComponent(toServePath({ view: 'v', range, minute }))).toBe(
      '/api/serve/v?from=2026-11-18T10:00:00Z&to=2026-11-21T10:00:00Z&by=hour',
    );
  });
});

describe('charts of Gold', () => {
  const column = (name: string, type: string): { name: string; type: string; description: string } => ({
    name,
    type,
    description: '',
  });

  test('use dates as axis, numbers as measures, and no ids', () => {
    const columns = [
      column('day', 'date'),
      column('country', 'string'),
      column('amount', 'decimal(18,2)'),
      column('order_id', 'long'),
    ];
    const { times, measures, splits } = toChartColumns(columns);
    expect([times, measures, splits].map((of) => of.map(({ name }) => name))).toEqual([
      ['day'],
      ['amount'],
      ['country'],
    ]);
  });

  test('add the rows of one day', () => {
    const rows = [
      { day: '2026-11-20', country: 'DE', amount: 1 },
      { day: '2026-11-20', country: 'DE', amount: 2 },
      { day: '2026-11-21', country: 'EE', amount: 9 },
    ];
    const series = toGoldSeries({ rows, time: 'day', measure: 'amount', split: 'country' });
    expect(series.map(({ name, points }) => [name, points.map(({ value }) => value)])).toEqual([
      ['EE', [null, 9]],
      ['DE', [3, null]],
    ]);
  });

  test('list marts before facts, and windows last', () => {
    const tables = ['gold.window_x', 'gold.fact_order', 'gold.sales_day'].map((table) => ({
      table,
      refresh: 1,
      columns: [],
      partitionedBy: [],
    }));
    expect(sortTables(tables).map(({ table }) => table)).toEqual([
      'gold.sales_day',
      'gold.fact_order',
      'gold.window_x',
    ]);
  });
});

describe('toArrivedTables', () => {
  test('lists tables by their number of rows, without empty ones', () => {
    const table = (name: string, rows: number): { name: string; rows: number; newest: object[] } => ({
      name,
      rows,
      newest: [{ a: null, b: 'x' }, { a: 1 }],
    });
    const datasets = [{ name: 'live', tables: [table('empty', 0), table('few', 2), table('many', 40)] }];
    const tables = toArrivedTables({ datasets } as Parameters<typeof toArrivedTables>[0]);
    expect(tables.map(({ name, total }) => `${name} ${total}`)).toEqual(['many 40', 'few 2']);
    expect(tables[0]).toMatchObject({ columns: ['a', 'b'], rows: [{ a: '–', b: 'x' }, { a: '1' }] });
  });
});
