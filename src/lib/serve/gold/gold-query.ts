import { DEFAULT_LIMIT, MAX_LIMIT } from './api';
import { parseCell } from './parse-cell';
import { type CellValue, type TableColumn, type TableSnapshot } from './table-reader';
import { shownColumns } from './list-gold';

/** A query of a table. */
export interface GoldQuery {
  /** Bounds of the partition column, both inclusive. */
  readonly range: { readonly column: string; readonly from?: CellValue; readonly to?: CellValue } | undefined;
  /** Only rows with these values, by column. */
  readonly equals: readonly (readonly [column: string, value: CellValue])[];
  readonly limit: number;
  /** Undefined: the newest partition first, rows in the order of the files. */
  readonly orderBy: { readonly column: string; readonly descending: boolean } | undefined;
}

/** Azure Functions accepts a function key in this parameter. */
const FUNCTION_KEY = 'code';

/** A query, or a sentence about the wrong parameter and the allowed values. */
export type ParsedGoldQuery =
  | { readonly outcome: 'query'; readonly query: GoldQuery }
  | { readonly outcome: 'invalid'; readonly detail: string };

/** Parses the parameters of `GET /api/gold/{table}`. */
export function parseGoldQuery(
  parameters: Iterable<readonly [name: string, value: string]>,
  snapshot: Pick<TableSnapshot, 'columns' | 'partitionedBy'>,
): ParsedGoldQuery {
  const columns = shownColumns(snapshot);
  const given = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (name === FUNCTION_KEY) continue;
    if (given.has(name)) return invalid(`The query parameter '${name}' is given twice; give it once.`);
    given.set(name, value);
  }
  const { from, to, limit, orderBy, ...rest } = Object.fromEntries(given) as Partial<Record<string, string>>;
  const number = limit === undefined ? DEFAULT_LIMIT : Number(limit);
  if (!Number.isInteger(number) || number < 1 || number > MAX_LIMIT)
    return invalid(`The query parameter 'limit' must be a whole number from 1 to ${MAX_LIMIT}.`);
  const range = parseRange(from, to, columns, snapshot.partitionedBy);
  if (typeof range === 'string') return invalid(range);
  const order = parseOrder(orderBy, columns);
  if (typeof order === 'string') return invalid(order);
  const equals = parseEquals(rest, columns);
  if (typeof equals === 'string') return invalid(equals);
  return { outcome: 'query', query: { range, equals, limit: number, orderBy: order } };
}

function parseRange(
  from: string | undefined,
  to: string | undefined,
  columns: readonly TableColumn[],
  partitionedBy: readonly string[],
): GoldQuery['range'] | string {
  if (from === undefined && to === undefined) return undefined;
  const column = columns.find(({ name }) => name === partitionedBy[0]);
  if (column === undefined)
    return "The table is not partitioned, so 'from' and 'to' cannot be used; leave them out.";
  const bounds: { from?: CellValue; to?: CellValue } = {};
  for (const [name, text] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (text === undefined) continue;
    const value = parseCell(column.type, text);
    if (value === undefined) return notOf(name, column);
    bounds[name] = value;
  }
  return { column: column.name, ...bounds };
}

function parseOrder(
  text: string | undefined,
  columns: readonly TableColumn[],
): GoldQuery['orderBy'] | string {
  if (text === undefined) return undefined;
  const name = text.replace(/^-/, '');
  if (columns.some((column) => column.name === name))
    return { column: name, descending: text.startsWith('-') };
  return `The query parameter 'orderBy' is not a column of the table; columns are ${names(columns)}; with '-' in front, the order is descending.`;
}

function parseEquals(
  rest: Partial<Record<string, string>>,
  columns: readonly TableColumn[],
): GoldQuery['equals'] | string {
  const equals: [string, CellValue][] = [];
  for (const [name, text = ''] of Object.entries(rest)) {
    const column = columns.find((known) => known.name === name);
    if (column === undefined)
      return `Unknown query parameter '${name}'; allowed are 'from', 'to', 'limit', 'orderBy', and the columns ${names(columns)}.`;
    const value = parseCell(column.type, text);
    if (value === undefined) return notOf(name, column);
    equals.push([name, value]);
  }
  return equals;
}

function notOf(parameter: string, { name, type }: TableColumn): string {
  const form =
    type === 'date' ? ", as '2026-11-21'" : type === 'timestamp' ? ", as '2026-11-21T06:10:00Z'" : '';
  return `The query parameter '${parameter}' must be a ${type}${form}, the type of the column ${name}.`;
}

function names(columns: readonly TableColumn[]): string {
  return columns.map(({ name }) => name).join(', ');
}

function invalid(detail: string): ParsedGoldQuery {
  return { outcome: 'invalid', detail };
}
