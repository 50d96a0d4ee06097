import { type Contract } from '../../contracts/contract';
import { skipWhitespace, sliceArray } from './json-slices';
import { isJsonContentType, toBodyFormat } from './media-type';
import { isBinaryMode, readBatch, readBinary, readStructured } from './read-cloud-events';
import { type RawRecord } from './raw-record';
import { readCsv } from './read-csv';
import { readNdjson } from './read-ndjson';
import { malformedBody, type RequestFault, tooManyRecords, unsupportedMediaType } from './request-fault';

export interface ReadRecordsOptions {
  /** The request's `Content-Type`. */
  readonly contentType: string | undefined;
  /** All headers, for the CloudEvents binary mode; names in any case. */
  readonly headers: Iterable<readonly [string, string]>;
  readonly body: Buffer;
  /** Its schema types the columns of CSV. */
  readonly contract: Pick<Contract, 'schema'>;
  /** Most records that one request may carry. */
  readonly maxRecords: number;
}

export type ReadRecordsResult =
  | { readonly kind: 'records'; readonly records: readonly RawRecord[] }
  | { readonly kind: 'fault'; readonly fault: RequestFault };

const OPEN_BRACKET = 0x5b;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Finds the records in the body of a request: one JSON object or an array, NDJSON, CSV, or CloudEvents in binary,
 * structured or batch mode.
 *
 * Nothing is judged here and records stay the bytes that came. What concerns one record alone becomes its rejection;
 * what makes the whole body unreadable becomes a fault.
 */
export function readRecords({
  contentType,
  headers,
  body,
  contract,
  maxRecords,
}: ReadRecordsOptions): ReadRecordsResult {
  const text = body.subarray(0, 3).equals(BYTE_ORDER_MARK) ? body.subarray(3) : body;
  const read = (): readonly RawRecord[] | RawRecord | RequestFault => {
    if (isBinaryMode(headers) && !/^\s*application\/cloudevents/i.test(contentType ?? '')) {
      if (!isJsonContentType(contentType ?? '')) {
        return unsupportedMediaType('A CloudEvent in binary mode needs a JSON record and its content type.');
      }
      return isBlank(text) ? emptyBody() : readBinary(headers, text);
    }
    const format = toBodyFormat(contentType);
    if (typeof format !== 'string') return format;
    if (isBlank(text)) return emptyBody();
    switch (format) {
      case 'json':
        return readJson(text, maxRecords);
      case 'ndjson':
        return readNdjson(text, maxRecords);
      case 'csv':
        return readCsv(text, { schema: contract.schema, maxRecords });
      case 'cloudevent':
        return readStructured(text);
      case 'cloudevent-batch':
        return readBatch(text, maxRecords);
    }
  };
  return toResult(read());
}

function readJson(body: Buffer, maxRecords: number): readonly RawRecord[] | RequestFault {
  if (body[skipWhitespace(body, 0)] !== OPEN_BRACKET) return [{ kind: 'record', data: body }];
  const sliced = sliceArray(body, maxRecords);
  switch (sliced.kind) {
    case 'slices':
      return sliced.slices.map((data) => ({ kind: 'record', data }));
    case 'too_many':
      return tooManyRecords(maxRecords);
    case 'malformed':
      return malformedBody(`The body is not a JSON array: ${sliced.message}.`, sliced.offset);
  }
}

function toResult(read: readonly RawRecord[] | RawRecord | RequestFault): ReadRecordsResult {
  if ('status' in read) return { kind: 'fault', fault: read };
  return { kind: 'records', records: 'kind' in read ? [read] : read };
}

function isBlank(body: Buffer): boolean {
  return skipWhitespace(body, 0) === body.length;
}

function emptyBody(): RequestFault {
  return { status: 400, code: 'empty_body', message: 'The request has no body.' };
}
