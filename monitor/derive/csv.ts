/** A cell of a table: numbers and booleans are ours, texts may be anybody's. */
export type CsvCell = string | number | boolean | null | undefined;

/** A spreadsheet program runs a cell that starts with one of these. */
const FORMULA = /^[=+\-@\t\r]/;
/** A number as a text, because JavaScript cannot hold its digits. */
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * A table as CSV (RFC 4180), with a byte order mark for spreadsheet programs. A text that such a program would run as
 * a formula starts with an apostrophe, which makes it a text.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function toCsv(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  const lines = [header, ...rows].map((cells) => cells.map(toField).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

function toField(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  const text = typeof cell === 'string' ? neutralise(cell) : String(cell);
  return /[",\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function neutralise(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
