import { DEFAULT_LIMIT, MAX_LIMIT } from './api';
import { parseCell } from './parse-cell';
import { type CellValue, type TableColumn, type TableSnapshot } from './table-reader';
import { shownColumns } from './list-gold';

/** What is asked of a table. */
export interface GoldQuery {
  /** Bounds of the partition column, both part of it. */
  readonly range: { readonly column: string; readonly from?: CellValue; readonly to?: CellValue } | undefined;
  /** Only rows with these values, by column. */
  readonly equals: readonly (readonly [column: string, value: CellValue])[];
  readonly limit: number;
  /** Undefined: the newest partition first, rows as they lie. */
  readonly orderBy: { readonly column: string; readonly descending: boolean } | undefined;
}

/** Azure Functions takes a function key by this parameter. */
const FUNCTION_KEY = 'code';

/** A query, or the sentence that says which parameter is wrong and what is right. */
export type ParsedGoldQuery =
  | { readonly outcome: 'query'; readonly query: GoldQuery }
  | { readonly outcome: 'invalid'; readonly detail: string };

/** Reads the parameters of `GET /api/gold/{table}`. */
export function parseGoldQuery(
  parameters: Iterable<readonly [name: string, value: string]>,
  snapshot: Pick<TableSnapshot, 'columns' | 'partitionedBy'>,
): ParsedGoldQuery {
  const columns = shownColumns(snapshot);
  const given = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (name === FUNCTION_KEY) continue;
    if (given.has(name)) return invalid(`The query parameter '${name}' stands twice; give it once.`);
    given.set(name, value);
  }
  const { from, to, limit, orderBy, ...rest } = Object.fromEntries(given) as Partial<Record<string, string>>;
  const number = limit === undefined ? DEFAULT_LIMIT : Number(limit);
  if (!Number.isInteger(number) || number < 1 || number > MAX_LIMIT)
    return invalid(`The query parameter 'limit' is a whole number from 1 to ${MAX_LIMIT}.`);
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
    return "The table is not partitioned, so 'from' and 'to' have no column to look at; leave them out.";
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
  return `The query parameter 'orderBy' names no column of the table; a '-' in front means descending, and there are ${names(columns)}.`;
}

function parseEquals(
  rest: Partial<Record<string, string>>,
  columns: readonly TableColumn[],
): GoldQuery['equals'] | string {
  const equals: [string, CellValue][] = [];
  for (const [name, text = ''] of Object.entries(rest)) {
    const column = columns.find((known) => known.name === name);
    if (column === undefined)
      return `There is no query parameter '${name}'; there are 'from', 'to', 'limit', 'orderBy', and the columns ${names(columns)}.`;
    const value = parseCell(column.type, text);
    if (value === undefined) return notOf(name, column);
    equals.push([name, value]);
  }
  return equals;
}

function notOf(parameter: string, { name, type }: TableColumn): string {
  const form =
    type === 'date' ? ", as '2026-11-21'" : type === 'timestamp' ? ", as '2026-11-21T06:10:00Z'" : '';
  return `The query parameter '${parameter}' is a ${type}${form}, because the column ${name} is.`;
}

function names(columns: readonly TableColumn[]): string {
  return columns.map(({ name }) => name).join(', ');
}

function invalid(detail: string): ParsedGoldQuery {
  return { outcome: 'invalid', detail };
}
