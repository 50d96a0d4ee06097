import { isUtf8 } from 'node:buffer';
import { type CsvError, parse } from 'csv-parse/sync';
import { toRowWriter } from './csv-columns';
import { type SchemaNode } from './csv-schema';
import { type RawRecord, unreadable } from './raw-record';
import { malformedBody, type RequestFault, tooManyRecords } from './request-fault';

/**
 * Reads CSV (RFC 4180) with a header row into one record a row.
 *
 * A byte order mark is tolerated. A row with more or fewer fields than the header is rejected alone; quotes that do not
 * close make the rest of the body meaningless, so they are a fault of the request.
 */
export function readCsv(
  body: Buffer,
  { schema, maxRecords }: { readonly schema: SchemaNode; readonly maxRecords: number },
): readonly RawRecord[] | RequestFault {
  if (!isUtf8(body)) return malformedBody('The body is not UTF-8.');
  const rows = parseRows(body, maxRecords);
  if (!Array.isArray(rows)) return rows;
  const [header, ...data] = rows;
  if (header === undefined) return malformedBody('The CSV has no header row.', 0);
  if (data.length > maxRecords) return tooManyRecords(maxRecords);
  const write = toRowWriter(header, schema);
  if (typeof write !== 'function') return write;

  return data.map((cells) =>
    cells.length === header.length
      ? { kind: 'record', data: Buffer.from(write(cells)) }
      : unreadable({
          code: 'malformed_csv',
          path: '',
          message: `The row has ${cells.length} fields, the header names ${header.length}.`,
        }),
  );
}

function parseRows(body: Buffer, maxRecords: number): string[][] | RequestFault {
  try {
    // One row more than allowed tells that there are too many; the header is a row too.
    return parse(body, { bom: true, relax_column_count: true, skip_empty_lines: true, to: maxRecords + 2 });
  } catch (error) {
    if (!isCsvError(error)) throw error;
    const line = typeof error['lines'] === 'number' ? ` at line ${error['lines']}` : '';
    return malformedBody(
      `The CSV is malformed${line}: ${error.code.replace(/^CSV_/, '').replace(/_/g, ' ').toLowerCase()}.`,
    );
  }
}

function isCsvError(error: unknown): error is CsvError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('CSV_')
  );
}
