import { type GoldCell, type GoldColumn, type GoldTable } from '../data/api';
import { toCount } from './format';
import { groupBy } from './group-by';

/** Columns of a table by their use in a chart. */
export interface ChartColumns {
  /** Dates and times, for the axis. */
  readonly times: readonly GoldColumn[];
  /** Numbers, which are drawn. */
  readonly measures: readonly GoldColumn[];
  /** Texts and booleans, which split a measure. */
  readonly splits: readonly GoldColumn[];
}

export function toChartColumns(columns: readonly GoldColumn[]): ChartColumns {
  const of = (pattern: RegExp): readonly GoldColumn[] =>
    columns.filter(({ type }) => pattern.test(type.toLowerCase()));
  return {
    times: of(/^(date|timestamp)/),
    measures: of(/^(long|int|integer|bigint|short|double|float|decimal)/).filter(
      ({ name }) => !/_(id|version|key)$/.test(name),
    ),
    splits: of(/^(string|boolean)/),
  };
}

/** Sorts tables: marts of departments first, then facts and dimensions, then windows. */
export function sortTables(tables: readonly GoldTable[]): readonly GoldTable[] {
  const rank = (table: string): number =>
    /^(gold\.)?(dim_|fact_)/.test(table) ? 1 : /^(gold\.)?window_/.test(table) ? 2 : 0;
  return [...tables].sort(
    (one, other) => rank(one.table) - rank(other.table) || one.table.localeCompare(other.table),
  );
}

/** The table that Gold opens on: the one that every shop asks for first. */
const FIRST_TABLE = /^(gold\.)?sales_day$/;

/** The named table, or the sales by day, or the first one. */
export function chooseTable(tables: readonly GoldTable[], name: string | undefined): GoldTable | undefined {
  return (
    tables.find(({ table }) => table === name) ??
    tables.find(({ table }) => FIRST_TABLE.test(table)) ??
    tables[0]
  );
}

/** The rows of all tables. Tables whose writer did not count their rows are named, so that the sum is not too small. */
export function toTotalRows(tables: readonly GoldTable[]): string {
  const counted = tables.flatMap(({ rows }) => rows ?? []);
  const total = counted.reduce((sum, rows) => sum + rows, 0);
  const uncounted = tables.length - counted.length;
  const rows = `${toCount(total)} ${total === 1 ? 'row' : 'rows'}`;
  if (uncounted === 0) return `${rows} in total`;
  return `at least ${rows}; ${uncounted} ${uncounted === 1 ? 'has' : 'have'} no count`;
}

export interface GoldSeriesOptions {
  readonly rows: readonly Readonly<Record<string, GoldCell>>[];
  readonly time: string;
  readonly measure: string;
  readonly split?: string | undefined;
}

/** Sums of a measure by time and by the split column, the largest first. */
export function toGoldSeries({ rows, time, measure, split }: GoldSeriesOptions): readonly {
  readonly name: string;
  readonly points: readonly { readonly at: number; readonly value: number | null }[];
}[] {
  const times = [...new Set(rows.map((row) => toTime(row[time])))]
    .filter((at) => !Number.isNaN(at))
    .sort((a, b) => a - b);
  const groups = groupBy(rows, (row) => (split === undefined ? '' : String(row[split] ?? 'none')));
  return [...groups]
    .map(([name, of]) => {
      const sums = new Map<number, number>();
      for (const row of of) {
        const value = row[measure];
        if (typeof value === 'number')
          sums.set(toTime(row[time]), (sums.get(toTime(row[time])) ?? 0) + value);
      }
      const points = times.map((at) => ({ at, value: sums.get(at) ?? null }));
      return { name, points, total: [...sums.values()].reduce((sum, value) => sum + Math.abs(value), 0) };
    })
    .sort((one, other) => other.total - one.total || one.name.localeCompare(other.name))
    .map(({ name, points }) => ({ name, points }));
}

function toTime(value: GoldCell | undefined): number {
  return typeof value === 'string' ? Date.parse(value) : NaN;
}
