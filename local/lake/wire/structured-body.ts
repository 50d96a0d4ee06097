import { Crc64 } from '../store/crc64';
import { LakeRefusal } from './lake-refusal';
import { type LakeRequest } from './lake-request';

/** Headers of a request with a structured body. */
export const STRUCTURED_HEADERS = ['x-ms-structured-body', 'x-ms-structured-content-length'] as const;

const FORM = 'XSM/1.0; properties=crc64';
const VERSION = 1;
/** The only flag: a CRC64 after each segment and after the message. */
const WITH_CRC64 = 1;
/** Version (1), length of the message (8), flags (2), number of segments (2). */
const HEADER_BYTES = 13;
/** Number (2), length of the content (8). */
const SEGMENT_HEADER_BYTES = 10;
const CRC64_BYTES = 8;
/** Length of a segment in the clients. */
const SEGMENT_BYTES = 4 * 1024 * 1024;
const MAX_SEGMENTS = 0xffff;

/**
 * Returns whether the body of the request, or that of its response, is a structured message. Its form "XSM/1.0" is that
 * of the clients in JavaScript, Python and .NET: segments with CRC64, and numbers in little-endian order.
 *
 * @throws LakeRefusal 400 for another form
 */
export function isStructured(request: LakeRequest): boolean {
  const form = request.header('x-ms-structured-body');
  if (form === undefined) return false;
  if (form.replaceAll(' ', '').toLowerCase() !== FORM.replaceAll(' ', '').toLowerCase())
    throw new LakeRefusal('header_invalid', `"x-ms-structured-body" must be "${FORM}".`);
  return true;
}

/** Repeats the form in the response; the clients refuse a response without it. */
export function structuredHeaders(request: LakeRequest): Record<string, string> {
  return isStructured(request) ? { 'x-ms-structured-body': FORM } : {};
}

/** Returns the length of the message for content of `length` bytes. */
export function structuredLength(length: number): number {
  return HEADER_BYTES + planOf(length).count * (SEGMENT_HEADER_BYTES + CRC64_BYTES) + length + CRC64_BYTES;
}

export async function* encodeStructured(
  content: AsyncIterable<Buffer>,
  length: number,
): AsyncGenerator<Buffer> {
  const { count, size } = planOf(length);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(VERSION, 0);
  header.writeBigUInt64LE(BigInt(structuredLength(length)), 1);
  header.writeUInt16LE(WITH_CRC64, 9);
  header.writeUInt16LE(count, 11);
  yield header;
  const reader = new ByteReader(content);
  const whole = new Crc64();
  for (let number = 1; number <= count; number += 1) {
    const start = Buffer.alloc(SEGMENT_HEADER_BYTES);
    const left = Math.min(size, length - (number - 1) * size);
    start.writeUInt16LE(number, 0);
    start.writeBigUInt64LE(BigInt(left), 2);
    yield start;
    const own = new Crc64();
    yield* readSegment(reader, left, [own, whole]);
    yield Buffer.from(own.digest(), 'base64');
  }
  yield Buffer.from(whole.digest(), 'base64');
}

/** Returns the bytes of a segment as they arrive, and adds them to the checksums. */
async function* readSegment(
  reader: ByteReader,
  length: number,
  checksums: readonly Crc64[],
): AsyncGenerator<Buffer> {
  for (let left = length; left > 0;) {
    const bytes = await reader.upTo(left);
    for (const checksum of checksums) checksum.update(bytes);
    left -= bytes.length;
    yield bytes;
  }
}

/**
 * Returns the content of the request's message. Its CRC64s are checked as the bytes arrive, so what has been received
 * must be discarded after an error.
 *
 * @throws LakeRefusal `crc64_mismatch`, and `structure_invalid` for any other error in the message
 */
export async function* decodeStructured(request: LakeRequest): AsyncGenerator<Buffer> {
  const reader = new ByteReader(request.incoming);
  const header = await reader.exactly(HEADER_BYTES);
  const flags = header.readUInt16LE(9);
  const count = header.readUInt16LE(11);
  requireValid(header.readUInt8(0) === VERSION, 'Its version must be 1.');
  requireValid(flags <= WITH_CRC64, 'Its only flag is CRC64.');
  requireLength(request, 'content-length', Number(header.readBigUInt64LE(1)));
  const hasCrc64 = flags === WITH_CRC64;
  const whole = new Crc64();
  let length = 0;
  for (let number = 1; number <= count; number += 1) {
    const start = await reader.exactly(SEGMENT_HEADER_BYTES);
    requireValid(start.readUInt16LE(0) === number, `Segment ${number} is missing.`);
    const own = new Crc64();
    const left = Number(start.readBigUInt64LE(2));
    length += left;
    yield* readSegment(reader, left, [own, whole]);
    if (hasCrc64) await requireCrc64(reader, own);
  }
  if (hasCrc64) await requireCrc64(reader, whole);
  requireValid(await reader.isAtEnd(), 'Bytes follow its end.');
  requireLength(request, 'x-ms-structured-content-length', length);
}

function planOf(length: number): { readonly count: number; readonly size: number } {
  const size = Math.max(SEGMENT_BYTES, Math.ceil(length / MAX_SEGMENTS));
  return { count: Math.max(1, Math.ceil(length / size)), size };
}

function requireValid(isTrue: boolean, problem: string): void {
  if (!isTrue) throw new LakeRefusal('structure_invalid', problem);
}

function requireLength(request: LakeRequest, name: string, length: number): void {
  requireValid(request.header(name) === String(length), `"${name}" must be ${length}.`);
}

async function requireCrc64(reader: ByteReader, crc64: Crc64): Promise<void> {
  const given = await reader.exactly(CRC64_BYTES);
  if (given.toString('base64') !== crc64.digest()) throw new LakeRefusal('crc64_mismatch');
}

/** Reads a stream in pieces of a wanted length. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** Returns one piece of at least one and at most `length` bytes. */
  async upTo(length: number): Promise<Buffer> {
    requireValid(!(await this.isAtEnd()), 'It ends too early.');
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(bytes.length);
    return bytes;
  }

  async exactly(length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let left = length; left > 0; left -= pieces.at(-1)?.length ?? 0) pieces.push(await this.upTo(left));
    return Buffer.concat(pieces);
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return true;
      this.#rest = next.value as Buffer<ArrayBuffer>;
    }
    return false;
  }
}
