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
  let feed = -1;
  for (let start = skipToLine(body, 0); start < body.length;) {
    // Searched once for each line feed: a body whose lines end with CR would take quadratic time otherwise.
    if (feed < start) feed = positionOf(LINE_FEED, body, start);
    const end = positionOf(CARRIAGE_RETURN, body.subarray(0, feed), start);
    if (records.length === maxRecords) return tooManyRecords(maxRecords);
    records.push({ kind: 'record', data: body.subarray(start, trimBlanks(body, start, end)) });
    start = skipToLine(body, end);
  }
  return records;
}

/** The first position of a byte from `start` on; the length of the body if there is none. */
function positionOf(byte: number, body: Buffer, start: number): number {
  const position = body.indexOf(byte, start);
  return position === -1 ? body.length : position;
}

/** Skips blank lines, and the blanks in front of the next line. */
function skipToLine(body: Buffer, start: number): number {
  while (start < body.length && (isBlank(body[start]) || isLineEnd(body[start]))) start += 1;
  return start;
}

function trimBlanks(body: Buffer, start: number, end: number): number {
  while (end > start && isBlank(body[end - 1])) end -= 1;
  return end;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}
