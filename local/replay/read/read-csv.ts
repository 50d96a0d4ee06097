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
 * Reads CSV (RFC 4180) with a header row. Each row can end with CRLF, LF or CR; within quotes, line ends are
 * part of the cell. A row with more or fewer cells than the header is returned unchanged.
 *
 * @param separator @default a comma; a header with another separator is refused
 * @throws StandInError `option_invalid` if the file has no header, another separator, or misplaced quotes
 */
export async function readCsv(file: TextFile, separator?: Separator): Promise<Input> {
  const source = Readable.from(file.pieces);
  const used = separator ?? ',';
  const parser = parse({
    delimiter: used,
    // The longest first: a CR ends a row only if no LF follows.
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
      throw new StandInError('option_invalid', `${file.name} is empty; its first row must name the columns`);
    const better = findBetterSeparator(header.record, used, separator !== undefined);
    if (better !== undefined) {
      throw new StandInError(
        'option_invalid',
        `the separator of ${file.name} is not a ${describeSeparator(used).slice(0, -1)}: its header has ` +
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
    'a cell without quotes contains a quote; put the cell in quotes and double the inner quote, such as "5"" pipe"',
  CSV_INVALID_CLOSING_QUOTE:
    'the cell continues after its closing quote; double the quotes inside a quoted cell, such as "5"" pipe"',
  CSV_QUOTE_NOT_CLOSED:
    'the opening quote of the cell is never closed; close it, or double it if it is part of a quoted cell',
};

async function describe(error: CsvError, { name, lineAt }: TextFile): Promise<string> {
  const { code, bytes, column } = error as CsvError & { readonly bytes?: unknown; readonly column?: unknown };
  // The library counts a CRLF within quotes as two lines; the position of the previous cell is exact.
  const line = await lineAt(typeof bytes === 'number' ? bytes : 0);
  const cell = typeof column === 'number' ? `, column ${column + 1}` : '';
  const why = REMEDIES[code] ?? `${error.message}; correct the file`;
  return `${name}: line ${line}${cell}: ${why}`;
}

/** Removes line ends around a row's raw text, including those of blank lines before it. */
function ownText({ raw }: ParsedLine): string {
  return raw.replace(/^[\r\n]+|[\r\n]+$/g, '');
}
