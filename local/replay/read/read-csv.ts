import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { StandInError } from '../../kit';
import { type Input, type InputRow, ROWS_PER_CHUNK } from './input';
import { describeSeparator, findBetterSeparator, type Separator, toOption } from './separator';
import { type TextFile } from './text-file';

interface ParsedLine {
  readonly record: readonly string[];
  readonly raw: string;
}

/**
 * Reads CSV (RFC 4180) with a header row. Rows end by CRLF, LF or CR, whatever the rows before them do; within quotes line
 * ends are part of the cell. A row with more or fewer cells than the header is handed on as it is.
 *
 * @param separator @default a comma, and a header with another one is refused
 * @throws StandInError `option_invalid` where the file has no header, another separator, or quotes in the wrong place
 */
export async function readCsv(file: TextFile, separator?: Separator): Promise<Input> {
  const source = Readable.from(file.pieces);
  const used = separator ?? ',';
  const parser = parse({
    delimiter: used,
    // The longest first: a CR is a row's end of its own only where no LF follows.
    record_delimiter: ['\r\n', '\n', '\r'],
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  source.once('error', (error) => parser.destroy(error));
  const lines = source.pipe(parser)[Symbol.asyncIterator]() as AsyncIterator<ParsedLine>;
  try {
    const header = await next(lines, file);
    if (header === undefined)
      throw new StandInError('option_invalid', `${file.name} is empty; the first row names the columns`);
    const better = findBetterSeparator(header.record, used, separator !== undefined);
    if (better !== undefined) {
      throw new StandInError(
        'option_invalid',
        `the separator of ${file.name} is no ${describeSeparator(used).slice(0, -1)}: its header has ` +
          `${describeSeparator(better)}; add --delimiter ${toOption(better)}`,
      );
    }
    return {
      format: 'csv',
      columns: header.record,
      header: ownText(header),
      separator,
      rows: toRows(lines, source, file),
      fractionRead: file.fractionRead,
    };
  } catch (error) {
    source.destroy();
    throw error;
  }
}

async function* toRows(
  lines: AsyncIterator<ParsedLine>,
  source: Readable,
  file: TextFile,
): AsyncGenerator<readonly InputRow[]> {
  let row = 0;
  let chunk: InputRow[] = [];
  try {
    for (let line = await next(lines, file); line !== undefined; line = await next(lines, file)) {
      chunk.push({ row: ++row, text: ownText(line), cells: line.record });
      if (chunk.length < ROWS_PER_CHUNK) continue;
      yield chunk;
      chunk = [];
    }
    yield chunk;
  } finally {
    source.destroy();
  }
}

async function next(lines: AsyncIterator<ParsedLine>, file: TextFile): Promise<ParsedLine | undefined> {
  try {
    const result = await lines.next();
    return result.done === true ? undefined : result.value;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new StandInError('option_invalid', await describe(error, file), error);
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  INVALID_OPENING_QUOTE:
    'there is a quote inside a cell that does not begin with one; write the cell in quotes with the inner quote doubled, such as "5"" pipe"',
  CSV_INVALID_CLOSING_QUOTE:
    'the cell goes on behind its closing quote; double quotes inside of a quoted cell, such as "5"" pipe"',
  CSV_QUOTE_NOT_CLOSED:
    'the quote that opens the cell is never closed; close it, or double it inside of quotes',
};

async function describe(error: CsvError, { name, lineAt }: TextFile): Promise<string> {
  const { code, bytes, column } = error as CsvError & { readonly bytes?: unknown; readonly column?: unknown };
  // The library counts a CRLF within quotes as two lines; the place of the cell before is exact.
  const line = await lineAt(typeof bytes === 'number' ? bytes : 0);
  const cell = typeof column === 'number' ? `, column ${column + 1}` : '';
  const why = REMEDIES[code] ?? `${error.message}; correct the file`;
  return `${name}: line ${line}${cell}: ${why}`;
}

/** A row's raw text carries line ends of its own and of blank lines before it. */
function ownText({ raw }: ParsedLine): string {
  return raw.replace(/^[\r\n]+|[\r\n]+$/g, '');
}
