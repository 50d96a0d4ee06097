/**
 * Returns the partition that Event Hubs assigns to a partition key. So events of many keys can share one full batch
 * and still go to the partition that the service would choose.
 *
 * The algorithm is Bob Jenkins' lookup3 (`hashlittle2` over the UTF-8 bytes, both seeds 0;
 * burtleburtle.net/bob/c/lookup3.c, public domain). Its result is reduced to a signed 16-bit number, as the service
 * and Microsoft's clients do.
 *
 * @returns a partition index from 0
 */
export function partitionOfKey(partitionKey: string, partitionCount: number): number {
  const { b, c } = lookup3(Buffer.from(partitionKey, 'utf8'));
  const hash = ((b ^ c) << 16) >> 16;
  return Math.abs(hash % partitionCount);
}

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

function lookup3(bytes: Buffer): { b: number; c: number } {
  let a = (0xdeadbeef + bytes.length) | 0;
  let b = a;
  let c = a;
  let index = 0;
  for (; bytes.length - index > 12; index += 12) {
    a = (a + bytes.readInt32LE(index)) | 0;
    b = (b + bytes.readInt32LE(index + 4)) | 0;
    c = (c + bytes.readInt32LE(index + 8)) | 0;
    a = ((a - c) | 0) ^ rotate(c, 4);
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ rotate(a, 6);
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ rotate(b, 8);
    b = (b + a) | 0;
    a = ((a - c) | 0) ^ rotate(c, 16);
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ rotate(a, 19);
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ rotate(b, 4);
    b = (b + a) | 0;
  }
  if (bytes.length === index) return { b, c };
  // The tail is padded with zeros to twelve bytes.
  const tail = Buffer.alloc(12);
  bytes.copy(tail, 0, index);
  a = (a + tail.readInt32LE(0)) | 0;
  b = (b + tail.readInt32LE(4)) | 0;
  c = (c + tail.readInt32LE(8)) | 0;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return { b, c };
}
