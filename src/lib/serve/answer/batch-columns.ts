import { type WindowValue } from '../../contracts/contract';
import { type CellValue, type ColumnBatch } from '../gold/table-reader';
import { type Micros, type PartialValue } from '../windows/window-state';
import { type Contribution } from './answer-rows';
import { type ServeQuery } from './serve-query';
import { type ServeView } from './serve-view';

/** Day of a window; the batch view is partitioned by it. */
export const WINDOW_DATE = 'window_date';
/** Beginning of a window, a whole minute. */
export const WINDOW_START = 'window_start';

/** Columns of the batch view (lakehouse/gold/windows) that an answer needs. */
export function batchColumns(view: ServeView, query: ServeQuery): string[] {
  return [WINDOW_START, ...neededKeys(query), 'events', ...view.windows.values.flatMap(valueColumns)];
}

/** The rows of a batch that lie in the asked range. */
export function* toContributions(
  view: ServeView,
  query: ServeQuery,
  { rowCount, columns }: ColumnBatch,
): Iterable<Contribution> {
  const keys = neededKeys(query);
  const starts = columns[WINDOW_START] ?? [];
  for (let row = 0; row < rowCount; row += 1) {
    const start = starts[row];
    // Microseconds of our time are well below 2^53.
    const minute = typeof start === 'bigint' ? Number(start) / 1000 : NaN;
    if (!(minute >= query.from && minute < query.to)) continue;
    const cell = (name: string): CellValue => columns[name]?.[row] ?? null;
    yield {
      minute,
      keys: Object.fromEntries(keys.map((name) => [name, toKey(cell(name))])),
      events: toCount(cell('events')),
      values: view.windows.values.map((value) => toPartial(value, cell)),
    };
  }
}

function neededKeys({ keys, filters }: ServeQuery): string[] {
  return [...new Set([...keys, ...Object.keys(filters)])];
}

function valueColumns({ name, aggregate }: WindowValue): string[] {
  return aggregate === 'average' ? [`${name}_sum`, `${name}_count`] : [name];
}

function toPartial({ name, aggregate }: WindowValue, cell: (name: string) => CellValue): PartialValue {
  switch (aggregate) {
    case 'count':
      return { aggregate, count: toCount(cell(name)) };
    case 'sum':
      return { aggregate, sum: toMicros(cell(name)) };
    case 'average':
      return { aggregate, sum: toMicros(cell(`${name}_sum`)), count: toCount(cell(`${name}_count`)) };
    case 'minimum':
    case 'maximum': {
      const value = cell(name);
      return { aggregate, value: typeof value === 'number' ? value : null };
    }
  }
}

/** A decimal of six places is read as its millionths. */
function toMicros(cell: CellValue): Micros {
  return typeof cell === 'bigint' ? cell : 0n;
}

function toCount(cell: CellValue): number {
  return typeof cell === 'bigint' ? Number(cell) : 0;
}

function toKey(cell: CellValue): string {
  return typeof cell === 'string' ? cell : '';
}
