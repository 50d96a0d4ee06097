import { type CsvError } from 'csv-parse/sync';
import { malformedBody, type RequestFault } from './request-fault';

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/** Codes of csv-parse for quotes, which are all that a body of text can get wrong. */
const REMEDIES: Readonly<Record<string, string>> = {
  INVALID_OPENING_QUOTE:
    'a quote stands inside a cell that does not begin with one; put the whole cell in quotes and double the quote inside, as in "5"" pipe"',
  CSV_INVALID_CLOSING_QUOTE:
    'something follows the quote that closes the cell; double each quote inside a quoted cell, as in "5"" pipe"',
  CSV_QUOTE_NOT_CLOSED:
    'the quote that opens the cell is not closed; close it, or put the cell in quotes and double each quote inside, as in "5"" pipe"',
};

/** A fault of the CSV library as one of the request: where it is and how to mend it, without what the cell holds. */
export function toCsvFault(error: CsvError, body: Buffer): RequestFault {
  const { code, bytes, column } = error as CsvError & { readonly bytes?: unknown; readonly column?: unknown };
  const at = typeof column === 'number' ? column : 0;
  // Behind the last cell or row that was read; the library counts a CRLF within quotes as two lines.
  const line = lineOfCell(body, typeof bytes === 'number' ? bytes : 0, at);
  const why = REMEDIES[code] ?? code.replace(/^CSV_/, '').replaceAll('_', ' ').toLowerCase();
  return malformedBody(`The CSV is malformed at line ${line}, column ${at + 1}: ${why}.`, {
    line,
    column: at + 1,
  });
}

/** The line, from 1, in which a cell begins. Blank lines before a row belong to no row. */
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
