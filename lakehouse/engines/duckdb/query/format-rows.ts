import { type Json } from '@duckdb/node-api';
import { type QueryResult } from './query-lake';

export const FORMATS = ['table', 'csv', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** Longest value that a table shows completely, in characters. */
const WIDEST = 60;
const ELLIPSIS = '…';
/** Numbers are right-aligned, so that their digits line up. */
const NUMERIC = /^(?:(?:TINY|SMALL|BIG|HUGE|U\w+)?INT(?:EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/;

/** Formats a result as text, with a line feed at its end. */
export function formatRows(result: QueryResult, format: Format): string {
  switch (format) {
    case 'table':
      return toTable(result);
    case 'csv':
      return toCsv(result);
    case 'json':
      return toJson(result);
  }
}

/** Aligned columns, a rule under their names, and the number of rows. */
function toTable({ columns, rows }: QueryResult): string {
  const names = columns.map(({ name }) => shorten(name));
  const cells = rows.map((row) => row.map((value) => shorten(toText(value))));
  const widths = names.map((name, at) => Math.max(width(name), ...cells.map((row) => width(row[at] ?? ''))));
  const toLine = (row: readonly string[]): string =>
    row
      .map((cell, at) => {
        const space = ' '.repeat((widths[at] ?? 0) - width(cell));
        return NUMERIC.test(columns[at]?.type ?? '') ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((count) => '─'.repeat(count)).join('  ');
  const count = rows.length === 1 ? '1 row' : `${rows.length} rows`;
  return `${[toLine(names), rule, ...cells.map(toLine)].join('\n')}\n${count}\n`;
}

/** RFC 4180, but with line feeds only; NULL is an empty field. */
function toCsv({ columns, rows }: QueryResult): string {
  const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => row.map((value) => toText(value)))];
  return lines.map((line) => `${line.map(quote).join(',')}\n`).join('');
}

/** An array of objects. */
function toJson({ columns, rows }: QueryResult): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]])));
  return `${JSON.stringify(objects, undefined, 2)}\n`;
}

function toText(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Control characters would move the cursor; a long value would break the table. */
function shorten(text: string): string {
  const shown = Array.from(text.replace(/\p{Cc}/gu, ' '));
  return shown.length <= WIDEST ? shown.join('') : `${shown.slice(0, WIDEST - 1).join('')}${ELLIPSIS}`;
}

function width(text: string): number {
  return Array.from(text).length;
}
