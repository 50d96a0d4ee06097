import { isUtf8 } from 'node:buffer';

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/**
 * Counts the line ends CRLF, LF and CR in chunks of bytes.
 *
 * @param bytes number of bytes to read. @default all
 */
export async function countLineEnds(
  pieces: AsyncIterable<Buffer | string>,
  bytes = Infinity,
): Promise<number> {
  let count = 0;
  let seen = 0;
  let before = 0;
  for await (const piece of pieces) {
    for (const byte of Buffer.from(piece)) {
      if (seen >= bytes) return count;
      seen += 1;
      if (byte === CARRIAGE_RETURN || (byte === LINE_FEED && before !== CARRIAGE_RETURN)) count += 1;
      before = byte;
    }
  }
  return count;
}

/** Returns the number of the first line that is not UTF-8, from 1; undefined if all are. */
export async function findLineNotUtf8(pieces: AsyncIterable<Buffer>): Promise<number | undefined> {
  let line = 1;
  let rest = Buffer.alloc(0);
  let before = 0;
  for await (const piece of pieces) {
    const bytes = Buffer.concat([rest, piece]);
    let start = 0;
    for (let at = rest.length; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === CARRIAGE_RETURN || byte === LINE_FEED) {
        if (!isUtf8(bytes.subarray(start, at))) return line;
        start = at + 1;
        if (byte === CARRIAGE_RETURN || before !== CARRIAGE_RETURN) line += 1;
      }
      before = byte;
    }
    rest = bytes.subarray(start);
  }
  return isUtf8(rest) ? undefined : line;
}
