import { type GoldTable, type ServeAnswer } from '../../../monitor/data/api';
import { createKeptAnswers } from '../../../monitor/data/kept-answers';
import { chooseTable, toTotalRows } from '../../../monitor/derive/gold-columns';
import { toPartsText, toRowSources } from '../../../monitor/derive/parts-text';
import { isRecordId, toQuarantineQuery, toReplayFilter } from '../../../monitor/derive/quarantine-filter';
import { toTaskGraph } from '../../../monitor/derive/task-graph';
import { toBucketLength, toUnfinishedStart } from '../../../monitor/derive/unfinished';
import { DAY, toUtcDay } from '../../../monitor/derive/utc-day';

type Parts = ServeAnswer['parts'];

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 30, 14, minute)).toISOString();

function parts(...sources: readonly Parts[number]['source'][]): Parts {
  return sources.map((source, index) => ({ source, from: at(index), to: at(index + 1) }));
}

describe('the sentence about the parts of an answer', () => {
  test.each([
    [parts('batch'), 'All data is from the batch view.'],
    [parts('live'), 'All data is from live windows.'],
    [parts('batch', 'live'), 'Up to 14:01 from the batch view, then from live windows.'],
    [
      parts('batch', 'live', 'batch'),
      'Up to 14:01 from the batch view, up to 14:02 from live windows, then from the batch view.',
    ],
    [
      parts('batch', 'live', 'batch', 'live', 'batch'),
      'Mixed: 3 ranges are from the batch view and 2 from live windows. The strip below the chart shows them.',
    ],
    [[], 'This range has no data.'],
  ] as const)('names the source of each part: %#', (of, words) => {
    expect(toPartsText(of, (time) => time.slice(11, 16))).toBe(words);
  });

  test('calls a time with rows of both sources batch and live', () => {
    const row = (minute: number, source: 'batch' | 'live' | 'both'): ServeAnswer['rows'][number] => ({
      start: at(minute),
      end: at(minute + 1),
      source,
      keys: {},
      events: 1,
      values: {},
    });
    const sourceOf = toRowSources({
      rows: [row(0, 'batch'), row(1, 'live'), row(1, 'batch'), row(2, 'both')],
    });
    expect([0, 1, 2, 3].map((minute) => sourceOf(Date.parse(at(minute))))).toEqual([
      'batch',
      'batch and live',
      'batch and live',
      '',
    ]);
  });
});

describe('the bucket that is not over', () => {
  test('is the one that contains the time, and none if all are over or there is none', () => {
    expect(toUnfinishedStart([0, 60, 120], 60, 130)).toBe(120);
    expect(toUnfinishedStart([0, 60, 120], 60, 180)).toBeUndefined();
    expect(toUnfinishedStart([0, 60, 120, 180], 60, 119)).toBe(60);
    expect(toUnfinishedStart([], 60, 130)).toBeUndefined();
  });

  test('has the length of the shortest gap, and of a day for a single point', () => {
    expect(toBucketLength([0, 3_600_000, 10_800_000])).toBe(3_600_000);
    expect(toBucketLength([5])).toBe(DAY);
    expect(toBucketLength([])).toBe(DAY);
  });

  test('is named by its day in UTC', () => {
    expect(toUtcDay(Date.parse('2026-11-30T23:59:59Z'))).toBe('30 Nov');
    expect(toUtcDay(NaN)).toBe('–');
  });
});

describe('tables of Gold', () => {
  const table = (name: string, rows?: number): GoldTable => ({
    table: name,
    ...(rows !== undefined && { rows }),
    refresh: 1,
    columns: [],
    partitionedBy: [],
  });
  const tables = [table('finance_day', 4), table('sales_day', 1), table('dim_date')];

  test('open on the sales by day, unless the address names another', () => {
    expect(chooseTable(tables, undefined)?.table).toBe('sales_day');
    expect(chooseTable(tables, 'dim_date')?.table).toBe('dim_date');
    expect(chooseTable(tables, 'gone')?.table).toBe('sales_day');
    expect(chooseTable([table('a')], undefined)?.table).toBe('a');
    expect(chooseTable([], undefined)).toBeUndefined();
  });

  test('have a total, which says how many tables it lacks', () => {
    expect(toTotalRows(tables.slice(0, 2))).toBe('5 rows in total');
    expect(toTotalRows(tables)).toBe('at least 5 rows; 1 has no count');
  });
});

describe('a search in the quarantine', () => {
  test('is part of the query, and never of a replay', () => {
    expect(toQuarantineQuery({ event: 'ord 1', source: 'iot' })).toBe(
      '/api/quarantine?limit=50&state=open&source=iot&event=ord+1',
    );
    expect(toReplayFilter({ event: 'ord', source: 'iot' })).toBeUndefined();
    expect(toReplayFilter({ source: 'iot' })).toEqual({ source: 'iot' });
  });

  test('opens a record by its id', () => {
    expect(isRecordId('iot.20261121T025044123Z.3.42')).toBe(true);
    expect(isRecordId('event-1')).toBe(false);
    expect(isRecordId('iot.telemetry')).toBe(false);
  });
});

describe('the graph of tasks', () => {
  const tasks = ['silver_iot', 'gold_facts', 'gold_views', 'other'].map((name) => ({
    name,
    state: 'RUNNING',
  }));

  test('places a task after the last one that it waits for', () => {
    const texts = [
      { name: 'silver_iot', after: [] },
      { name: 'gold_facts', after: ['silver_iot', 'not_in_this_run'] },
      { name: 'gold_views', after: ['gold_facts', 'silver_iot'] },
    ];
    expect(toTaskGraph(tasks, texts).map(({ level, row, after }) => [level, row, after])).toEqual([
      [0, 0, []],
      [1, 0, ['silver_iot']],
      [2, 0, ['gold_facts', 'silver_iot']],
      [0, 1, []],
    ]);
  });

  test('ends with texts that wait for each other, and without texts', () => {
    const cycle = [
      { name: 'gold_facts', after: ['gold_views'] },
      { name: 'gold_views', after: ['gold_facts'] },
    ];
    expect(toTaskGraph(tasks, cycle)).toHaveLength(4);
    expect(toTaskGraph(tasks, []).map(({ level }) => level)).toEqual([0, 0, 0, 0]);
  });
});

describe('kept answers', () => {
  test('are the newest, until a key is refused', () => {
    const kept = createKeptAnswers(2);
    for (const path of ['a', 'b', 'a', 'c']) kept.set(path, path.toUpperCase());
    expect(['a', 'b', 'c'].map((path) => kept.get(path))).toEqual(['A', undefined, 'C']);
    kept.clear();
    expect(kept.get('a')).toBeUndefined();
  });
});
