import { type WindowValue } from '../../contracts/contract';
import { type CellValue, type ColumnBatch } from '../gold/table-reader';
import { type PartialValue } from '../../live/windows';
import { type Contribution } from './answer-rows';
import { type ServeQuery } from './serve-query';
import { type ServeView } from './serve-view';

/** Day of a window. The batch view is partitioned by it. */
export const WINDOW_DATE = 'window_date';
/** Start of a window, a whole minute. */
export const WINDOW_START = 'window_start';

/** Columns of the batch view (lakehouse/models/gold/windows) that an answer needs. */
export function batchColumns({ windows }: ServeView, { keys, filters }: ServeQuery): string[] {
  const needed = new Set([...keys, ...Object.keys(filters)]);
  return [WINDOW_START, ...needed, 'events', ...windows.values.flatMap(valueColumns)];
}

/** The rows of a batch that are in the requested range and match the filters. */
export function* toContributions(
  { windows }: ServeView,
  { from, to, keys, filters }: ServeQuery,
  { rowCount, columns }: ColumnBatch,
): Iterable<Contribution> {
  const column = (name: string): readonly CellValue[] => columns[name] ?? [];
  const starts = column(WINDOW_START);
  const events = column('events');
  const keyColumns = keys.map(column);
  const filterColumns = Object.entries(filters).map(([name, value]) => [column(name), value] as const);
  const readers = windows.values.map((value) => valueReader(value, column));
  for (let row = 0; row < rowCount; row += 1) {
    const start = starts[row];
    // Microseconds of a current time are far below 2^53.
    const minute = typeof start === 'bigint' ? Number(start) / 1000 : NaN;
    if (!(minute >= from && minute < to)) continue;
    if (filterColumns.some(([cells, value]) => cells[row] !== value)) continue;
    yield {
      minute,
      keys: keyColumns.map((cells) => toKey(cells[row])),
      events: toCount(events[row]),
      values: readers.map((read) => read(row)),
    };
  }
}

function valueColumns({ name, aggregate }: WindowValue): string[] {
  return aggregate === 'average' ? [`${name}_sum`, `${name}_count`] : [name];
}

/** Makes a reader of one value. Decimals of six places are read as millionths. */
function valueReader(
  { name, aggregate }: WindowValue,
  column: (name: string) => readonly CellValue[],
): (row: number) => PartialValue {
  switch (aggregate) {
    case 'count': {
      const counts = column(name);
      return (row) => ({ aggregate, count: toCount(counts[row]) });
    }
    case 'sum': {
      const sums = column(name);
      return (row) => ({ aggregate, sum: toMicros(sums[row]) });
    }
    case 'average': {
      const sums = column(`${name}_sum`);
      const counts = column(`${name}_count`);
      return (row) => ({ aggregate, sum: toMicros(sums[row]), count: toCount(counts[row]) });
    }
    case 'minimum':
    case 'maximum': {
      const values = column(name);
      return (row) => {
        const value = values[row];
        return { aggregate, value: typeof value === 'number' ? value : null };
      };
    }
  }
}

function toMicros(cell: CellValue | undefined): bigint {
  return typeof cell === 'bigint' ? cell : 0n;
}

function toCount(cell: CellValue | undefined): number {
  return typeof cell === 'bigint' ? Number(cell) : 0;
}

function toKey(cell: CellValue | undefined): string {
  return typeof cell === 'string' ? cell : '';
}
