/**
 * Finds the end of the AMQP value that starts at `position`. It reads only constructors and decodes nothing.
 * Returns -1 if the value is malformed or extends beyond `limit` (OASIS AMQP 1.0, part 1, section 1.2).
 */
export function endOfValue(bytes: Buffer, position: number, limit: number): number {
  let at = position;
  // A described value is 0x00, a descriptor, and the value. A described descriptor is legal but unused.
  while (at < limit && bytes[at] === 0x00) {
    if (bytes[at + 1] === 0x00) return -1;
    at = endOfValue(bytes, at + 1, limit);
    if (at < 0) return -1;
  }
  if (at >= limit) return -1;
  const start = at + 1;
  const end = start + widthOfBody(bytes, bytes[at] ?? 0, start, limit);
  return end >= start && end <= limit ? end : -1;
}

/** The upper half of a format code gives the length of the body. -Infinity if it is unknown. */
function widthOfBody(bytes: Buffer, code: number, start: number, limit: number): number {
  switch (code >>> 4) {
    case 0x4:
      return 0;
    case 0x5:
      return 1;
    case 0x6:
      return 2;
    case 0x7:
      return 4;
    case 0x8:
      return 8;
    case 0x9:
      return 16;
    case 0xa:
    case 0xc:
    case 0xe:
      return start < limit ? 1 + (bytes[start] ?? 0) : -Infinity;
    case 0xb:
    case 0xd:
    case 0xf:
      return start + 4 <= limit ? 4 + bytes.readUInt32BE(start) : -Infinity;
    default:
      return -Infinity;
  }
}
