import { SchemaView, type SchemaNode, type SchemaType } from './csv-schema';
import { malformedBody, type RequestFault } from './request-fault';
import { type CsvError } from 'csv-parse/sync';

/** Writes one CSV row as the JSON text of a record. */
export type RowWriter = (cells: readonly string[]) => string;

interface Leaf {
  readonly kind: 'leaf';
  readonly column: number;
}
interface Branch {
  readonly kind: 'object' | 'array';
  readonly children: Map<string, Leaf | Branch>;
}

/** Writes one value of the record. Returns `undefined` if the row has no value. */
type Writer = (cells: readonly string[]) => string | undefined;

/** A cell with only `null` does not create its object or array. */
const NULL = 'null';

/** JSON's grammar of numbers (RFC 8259, section 6). Matching text keeps all its digits. */
const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * Compiles a header row. Dots make objects (`address.city`), and indexes make arrays (`lines[0].sku` or
 * `lines.0.sku`). The contract's schema determines the JSON type of each cell.
 *
 * An empty cell is `null` if the schema allows it, `""` if a text is required, and absent otherwise. A cell that does
 * not have its type is written as a text, so the contract rejects it by its path.
 */
export function toRowWriter(header: readonly string[], schema: SchemaNode): RowWriter | RequestFault {
  const root: Branch = { kind: 'object', children: new Map() };
  const view = SchemaView.of(schema);
  for (const [column, name] of header.entries()) {
    const fault = place(root, view, name.trim(), column);
    if (fault !== undefined) return fault;
  }
  const write = writerOf(root, view, false);
  return (cells) => write(cells) ?? '{}';
}

function place(root: Branch, view: SchemaView, name: string, column: number): RequestFault | undefined {
  const where = `Column ${column + 1} of the CSV header`;
  const segments = name.replace(/\[(\d{1,6})\]/g, '.[$1]').split('.');
  if (segments.some((segment) => segment === ''))
    return malformedBody(`${where} has no name or an empty part.`);

  let branch = root;
  let schema = view;
  for (const [position, segment] of segments.entries()) {
    const key = branch.kind === 'array' ? segment.replace(/^\[?(\d+)\]?$/, '$1') : segment;
    if (branch.kind === 'array' && !/^\d+$/.test(key))
      return malformedBody(`${where} needs an index into a list.`);
    schema = branch.kind === 'array' ? schema.items() : schema.property(key);
    const existing = branch.children.get(key);
    const next = segments[position + 1];
    if (next === undefined) {
      if (existing !== undefined)
        return malformedBody(`${where} names a field that another column also fills.`);
      branch.children.set(key, { kind: 'leaf', column });
      return undefined;
    }
    const kind = isIndex(next, schema) ? 'array' : 'object';
    const child: Leaf | Branch = existing ?? { kind, children: new Map() };
    if (child.kind !== kind)
      return malformedBody(
        `${where} uses a field as a list, an object or a value, but another column uses it otherwise.`,
      );
    branch.children.set(key, child);
    branch = child;
  }
  return undefined;
}

/** `[0]` is always an index. `0` is an index if the schema has a list. */
function isIndex(segment: string, schema: SchemaView): boolean {
  return segment.startsWith('[') || (/^\d+$/.test(segment) && schema.types().has('array'));
}

function writerOf(node: Leaf | Branch, view: SchemaView, required: boolean): Writer {
  if (node.kind === 'leaf') return cellWriter(node.column, view.types(), required);
  if (node.kind === 'array') {
    const items = [...node.children.entries()]
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, child]) => writerOf(child, view.items(), false));
    return (cells) => {
      const written = items.map((item) => item(cells)).filter((text) => text !== undefined && text !== NULL);
      return written.length === 0 ? undefined : `[${written.join(',')}]`;
    };
  }
  const members = [...node.children.entries()].map(([name, child]) => ({
    prefix: `${JSON.stringify(name)}:`,
    write: writerOf(child, view.property(name), view.requires(name)),
  }));
  return (cells) => {
    let text = '';
    let hasContent = false;
    for (const { prefix, write } of members) {
      const value = write(cells);
      if (value === undefined) continue;
      text += `${text === '' ? '' : ','}${prefix}${value}`;
      hasContent ||= value !== NULL && value !== '""';
    }
    return hasContent ? `{${text}}` : undefined;
  };
}

function cellWriter(column: number, types: ReadonlySet<SchemaType>, required: boolean): Writer {
  const isNumber = types.has('number') || types.has('integer');
  const isBoolean = types.has('boolean');
  const isStructure = types.has('object') || types.has('array');
  const isText = types.has('string') || types.size === 0;
  const empty = types.has('null') ? NULL : required && isText ? '""' : undefined;
  return (cells) => {
    const cell = cells[column] ?? '';
    if (cell === '') return empty;
    if (isNumber && JSON_NUMBER.test(cell.trim())) return cell.trim();
    if (isBoolean && /^\s*(true|false)\s*$/i.test(cell)) return cell.trim().toLowerCase();
    if (isStructure && !isText && isStructureText(cell)) return cell;
    return JSON.stringify(cell);
  };
}

/** Whether a cell has an object or a list as JSON text. */
function isStructureText(cell: string): boolean {
  if (!/^\s*[[{]/.test(cell)) return false;
  try {
    JSON.parse(cell);
    return true;
  } catch {
    return false; // Written as a text. The contract rejects it by its path.
  }
}

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/** csv-parse's error codes for quotes. A body of text can have no other errors. */
const REMEDIES: Readonly<Record<string, string>> = {
  INVALID_OPENING_QUOTE:
    'a quote is inside a cell that does not begin with one; quote the cell and double the inner quote, as in "5"" pipe"',
  CSV_INVALID_CLOSING_QUOTE:
    'the closing quote of the cell is followed by more text; double each quote inside a quoted cell, as in "5"" pipe"',
  CSV_QUOTE_NOT_CLOSED:
    'the opening quote of the cell is not closed; close it, or quote the cell and double each quote inside, as in "5"" pipe"',
};

/**
 * Converts an error of the CSV library to a fault of the request, with its position and remedy, without the content of
 * the cell.
 */
export function toCsvFault(error: CsvError, body: Buffer): RequestFault {
  const { code, bytes, column } = error as CsvError & { readonly bytes?: unknown; readonly column?: unknown };
  const at = typeof column === 'number' ? column : 0;
  // Position after the last cell or row that was read. The library counts a CRLF within quotes as two lines.
  const line = lineOfCell(body, typeof bytes === 'number' ? bytes : 0, at);
  const why = REMEDIES[code] ?? code.replace(/^CSV_/, '').replaceAll('_', ' ').toLowerCase();
  return malformedBody(`The CSV is malformed at line ${line}, column ${at + 1}: ${why}.`, {
    line,
    column: at + 1,
  });
}

/** Returns the line, from 1, in which a cell begins. Blank lines before a row do not belong to a row. */
function lineOfCell(body: Buffer, end: number, column: number): number {
  const isLineEnd = (at: number): boolean => body[at] === CARRIAGE_RETURN || body[at] === LINE_FEED;
  let start = end;
  while (column === 0 && isLineEnd(start)) start += 1;
  let line = 1;
  for (let at = 0; at < start; at += 1) {
    const isFirstOfTwo = body[at] === CARRIAGE_RETURN && body[at + 1] === LINE_FEED;
    if (isLineEnd(at) && !isFirstOfTwo) line += 1;
  }
  return line;
}
