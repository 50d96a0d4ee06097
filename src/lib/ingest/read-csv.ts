import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { CONVERT_FROM_8_BIT, firstLineNotUtf8 } from '../platform/text/to-utf8';
import { toCsvFault, toRowWriter } from './csv-columns';
import { findWrongSeparator, type SchemaNode, type Separator } from './csv-schema';
import { type RawRecord, type RecordAsSent } from './raw-record';
import { at } from '../platform/at';
import { malformedBody, type RequestFault, tooManyRecords } from './request-fault';

export interface ReadCsvOptions {
  readonly schema: SchemaNode;
  readonly maxRecords: number;
  /** @default a comma; a header with another separator is then a fault */
  readonly separator?: Separator | undefined;
}

/**
 * Reads CSV (RFC 4180) with a header row into one record per row.
 *
 * Rows end with CRLF, LF or CR, in any mixture. Within quotes line ends are part of the cell. A row with more or fewer
 * fields than the header is rejected alone. A misplaced quote is a fault of the request, because the rest of the body
 * has no meaning after it.
 *
 * @param body UTF-8 without a byte order mark
 */
export function readCsv(
  body: Buffer,
  { schema, maxRecords, separator }: ReadCsvOptions,
): readonly RawRecord[] | RequestFault {
  if (!isUtf8(body)) {
    const line = firstLineNotUtf8(body) ?? 1;
    const message = `Line ${line} is not UTF-8; convert the file first, for example with ${CONVERT_FROM_8_BIT}.`;
    return malformedBody(message, { line });
  }
  const rows = parseRows(body, separator ?? ',', maxRecords);
  if (!Array.isArray(rows)) return rows;
  const [header, ...data] = rows;
  if (header === undefined) return malformedBody('The CSV has no header row.', { offset: 0 });
  const wrong = findWrongSeparator(header, separator ?? ',', separator !== undefined);
  if (wrong !== undefined) return malformedBody(wrong, { line: 1 });
  if (data.length > maxRecords) return tooManyRecords(maxRecords);
  const write = toRowWriter(header, schema);
  if (typeof write !== 'function') return write;

  // Few requests need a row as it came, and its position costs half of the time of reading.
  let bytes: readonly Buffer[] | undefined;
  const asSentOf = (index: number): RecordAsSent => {
    bytes ??= sliceRows(body, separator ?? ',', maxRecords);
    const csvHeader = at(bytes, 0).toString('utf8');
    return { bytes: at(bytes, index + 1), contentType: 'text/csv; header=absent', csvHeader };
  };
  return data.map((cells, index): RawRecord => {
    if (cells.length === header.length) {
      return {
        kind: 'record',
        data: Buffer.from(write(cells)),
        get asSent() {
          return asSentOf(index);
        },
      };
    }
    const message = `The row has ${cells.length} fields, but the header has ${header.length}.`;
    return {
      kind: 'rejected',
      rejections: [{ code: 'malformed_csv', path: '', message }],
      get asSent() {
        return asSentOf(index);
      },
    };
  });
}

function parseRows(body: Buffer, separator: Separator, maxRecords: number): string[][] | RequestFault {
  try {
    return parse(body, toOptions(separator, maxRecords));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return toCsvFault(error, body);
  }
}

/** Returns the bytes of each row of a body that {@link parseRows} has read, the header first, without line ends. */
function sliceRows(body: Buffer, separator: Separator, maxRecords: number): readonly Buffer[] {
  const rows = parse(body, { ...toOptions(separator, maxRecords), info: true }) as unknown as readonly {
    readonly info: { readonly bytes: number };
  }[];
  let start = 0;
  return rows.map(({ info }) => {
    const row = trimLineEnds(body.subarray(start, info.bytes));
    start = info.bytes;
    return row;
  });
}

function toOptions(separator: Separator, maxRecords: number) {
  return {
    delimiter: separator,
    // The longest first: a CR alone ends a row only if no LF follows.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    // One row more than allowed shows that there are too many. The header is a row too.
    to: maxRecords + 2,
  };
}

/** Removes the line end of a row, and those of blank rows before it. Within quotes, line ends are not at the edge. */
function trimLineEnds(row: Buffer): Buffer {
  let [start, end] = [0, row.length];
  while (start < end && isLineEnd(row[start])) start += 1;
  while (end > start && isLineEnd(row[end - 1])) end -= 1;
  return row.subarray(start, end);
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}
