import { type Contract } from '../contracts/contract';
import { isCloudEventsType } from '../platform/text/media-type';
import { toUtf8 } from '../platform/text/to-utf8';
import { type Separator } from './csv-schema';
import { skipWhitespace, sliceArray } from './json-slices';
import { type BodyType, toBodyType, toJsonBodyType } from './media-type';
import { isBinaryMode, readBatch, readBinary, readStructured } from './read-cloud-events';
import { type RawRecord } from './raw-record';
import { readCsv } from './read-csv';
import { readNdjson } from './read-ndjson';
import {
  emptyBody,
  malformedBody,
  type RequestFault,
  tooManyRecords,
  unsupportedMediaType,
} from './request-fault';

export interface ReadRecordsOptions {
  /** The request's `Content-Type`. */
  readonly contentType: string | undefined;
  /** All headers, for the CloudEvents binary mode. Names are case-insensitive. */
  readonly headers: Iterable<readonly [string, string]>;
  readonly body: Buffer;
  /** Its schema determines the types of CSV columns. */
  readonly contract: Pick<Contract, 'schema'>;
  /** Maximum number of records per request. */
  readonly maxRecords: number;
  /** Separator of CSV, if the caller names it. It is a fault for other formats. */
  readonly separator?: Separator | undefined;
}

export type ReadRecordsResult =
  | { readonly kind: 'records'; readonly records: readonly RawRecord[] }
  | { readonly kind: 'fault'; readonly fault: RequestFault };

const OPEN_BRACKET = 0x5b;

/**
 * Reads the records from the body of a request: one JSON object or an array, NDJSON, CSV, or CloudEvents in binary,
 * structured or batch mode. The body is UTF-8, or UTF-16 if a byte order mark or the charset indicates it.
 *
 * It does not validate, and records keep their bytes. A problem of one record becomes its rejection. A problem that
 * makes the whole body unreadable becomes a fault.
 */
export function readRecords(options: ReadRecordsOptions): ReadRecordsResult {
  return toResult(read(options));
}

function read(options: ReadRecordsOptions): readonly RawRecord[] | RawRecord | RequestFault {
  const { contentType, headers, body, separator } = options;
  const isBinary = isBinaryMode(headers) && !isCloudEventsType(contentType);
  const type = isBinary ? toBinaryBodyType(contentType) : toBodyType(contentType);
  if ('status' in type) return type;
  if (separator !== undefined && type.format !== 'csv') {
    const message = "The query parameter 'delimiter' is only for CSV; remove it.";
    return { status: 400, code: 'query_invalid', message };
  }
  const text = toUtf8(body, type.charset);
  if (!Buffer.isBuffer(text)) {
    return text.kind === 'charset' ? unsupportedMediaType(text.message) : malformedBody(text.message);
  }
  if (skipWhitespace(text, 0) === text.length) return emptyBody();
  return isBinary ? readBinary(headers, text) : readFormat(type.format, text, options);
}

function toBinaryBodyType(contentType: string | undefined): BodyType | RequestFault {
  const type = toJsonBodyType(contentType ?? '');
  return type === undefined
    ? unsupportedMediaType('A CloudEvent in binary mode must have a JSON record and its content type.')
    : { ...type, format: 'json' };
}

function readFormat(
  format: BodyType['format'],
  text: Buffer,
  { contract, maxRecords, separator }: ReadRecordsOptions,
): readonly RawRecord[] | RawRecord | RequestFault {
  switch (format) {
    case 'json':
      return readJson(text, maxRecords);
    case 'ndjson':
      return readNdjson(text, maxRecords);
    case 'csv':
      return readCsv(text, { schema: contract.schema, maxRecords, separator });
    case 'cloudevent':
      return readStructured(text);
    case 'cloudevent-batch':
      return readBatch(text, maxRecords);
  }
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
      return malformedBody(`The body is not a JSON array: ${sliced.message}.`, {
        offset: sliced.offset,
      });
  }
}

function toResult(read: readonly RawRecord[] | RawRecord | RequestFault): ReadRecordsResult {
  if ('status' in read) return { kind: 'fault', fault: read };
  return { kind: 'records', records: 'kind' in read ? [read] : read };
}
