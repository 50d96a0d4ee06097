import { type RawRecord } from './raw-record';
import { type RequestFault, tooManyRecords } from './request-fault';

const LINE_FEED = 0x0a;

/**
 * Cuts NDJSON into its lines. Blank lines are skipped and CRLF is taken for LF; each other line is a record, whose
 * judge says whether it is JSON.
 */
export function readNdjson(body: Buffer, maxRecords: number): readonly RawRecord[] | RequestFault {
  const records: RawRecord[] = [];
  for (let start = 0; start < body.length;) {
    const feed = body.indexOf(LINE_FEED, start);
    const end = feed === -1 ? body.length : feed;
    const first = skipBlanks(body, start, end);
    if (first < end) {
      if (records.length === maxRecords) return tooManyRecords(maxRecords);
      records.push({ kind: 'record', data: body.subarray(first, trimBlanks(body, first, end)) });
    }
    start = end + 1;
  }
  return records;
}

function skipBlanks(body: Buffer, start: number, end: number): number {
  while (start < end && isBlank(body[start])) start += 1;
  return start;
}

function trimBlanks(body: Buffer, start: number, end: number): number {
  while (end > start && isBlank(body[end - 1])) end -= 1;
  return end;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}
