import { type RawRecord } from './raw-record';
import { type RequestFault, tooManyRecords } from './request-fault';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Splits NDJSON into lines that end with CRLF, LF or CR. A record in one line cannot contain either character. Blank
 * lines are skipped. Every other line is a record, even if it is not JSON.
 */
export function readNdjson(body: Buffer, maxRecords: number): readonly RawRecord[] | RequestFault {
  const records: RawRecord[] = [];
  for (let start = 0; start < body.length;) {
    const end = endOfLine(body, start);
    const first = skipBlanks(body, start, end);
    if (first < end) {
      if (records.length === maxRecords) return tooManyRecords(maxRecords);
      records.push({ kind: 'record', data: body.subarray(first, trimBlanks(body, first, end)) });
    }
    start = end + 1;
  }
  return records;
}

/** Returns the position of the line's end; for a CRLF, that of the CR. */
function endOfLine(body: Buffer, start: number): number {
  const feed = body.indexOf(LINE_FEED, start);
  const end = feed === -1 ? body.length : feed;
  const carriageReturn = body.subarray(start, end).indexOf(CARRIAGE_RETURN);
  return carriageReturn === -1 ? end : start + carriageReturn;
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
  return byte === 0x20 || byte === 0x09;
}
