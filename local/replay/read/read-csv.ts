import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { StandInError } from '../../shared/stand-in-error';
import { type Input, type InputRow, ROWS_PER_CHUNK } from './input';
import { type TextFile } from './text-file';

interface ParsedLine {
  readonly record: readonly string[];
  readonly raw: string;
}

/**
 * Reads CSV (RFC 4180) with a header row. A row with more or fewer cells than the header is handed on as it is.
 *
 * @throws StandInError `option_invalid` where the file has no header, or quotes do not close
 */
export async function readCsv({ pieces, fractionRead, name }: TextFile): Promise<Input> {
  const source = Readable.from(pieces);
  const parser = parse({ raw: true, relax_column_count: true, skip_empty_lines: true });
  source.once('error', (error) => parser.destroy(error));
  const lines = source.pipe(parser)[Symbol.asyncIterator]() as AsyncIterator<ParsedLine>;
  const header = await next(lines, name);
  if (header === undefined)
    throw new StandInError('option_invalid', `${name} is empty; the first row names the columns`);
  return {
    format: 'csv',
    columns: header.record,
    header: ownText(header),
    rows: toRows(lines, source, name),
    fractionRead,
  };
}

async function* toRows(
  lines: AsyncIterator<ParsedLine>,
  source: Readable,
  name: string,
): AsyncGenerator<readonly InputRow[]> {
  let row = 0;
  let chunk: InputRow[] = [];
  try {
    for (let line = await next(lines, name); line !== undefined; line = await next(lines, name)) {
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

async function next(lines: AsyncIterator<ParsedLine>, name: string): Promise<ParsedLine | undefined> {
  try {
    const result = await lines.next();
    return result.done === true ? undefined : result.value;
  } catch (error) {
    const { code = '' } = error as Partial<CsvError>;
    if (!code.startsWith('CSV_')) throw error;
    throw new StandInError('option_invalid', `${name}: ${(error as Error).message}; correct the file`, error);
  }
}

/** A row's raw text carries line ends of its own and of blank lines before it. */
function ownText({ raw }: ParsedLine): string {
  return raw.replace(/^[\r\n]+|[\r\n]+$/g, '');
}
