import { crc32 } from 'node:zlib';

import { maximumStampedLength, stampEvent } from '../amqp/stamp-event';
import { type MessageSections } from '../amqp/read-message';

/**
 * A chunk is one publication on disk. After a crash it has all of its events or none.
 *
 *     u32 length of the part after the checksum | u32 CRC-32 of that part |
 *     i64 first sequence number | i64 enqueued time (ms) | u32 event count | events
 *
 * An event is `u32 length | encoded AMQP message`, in the form that is sent. All numbers are big-endian.
 */
export const CHUNK_HEADER_BYTES = 28;

/** Bytes before the part that length and checksum cover. */
export const CHUNK_PREFIX_BYTES = 8;

export interface ChunkHeader {
  /** Length of the whole chunk, including its header. */
  readonly byteLength: number;
  readonly firstSequenceNumber: number;
  readonly enqueuedTime: number;
  readonly eventCount: number;
}

export interface ChunkContent {
  readonly events: readonly MessageSections[];
  readonly partitionKey?: Buffer;
}

/** Upper limit of the bytes that `writeChunk` writes. */
export function maximumChunkLength(content: ChunkContent): number {
  let length = CHUNK_HEADER_BYTES;
  for (const event of content.events) length += 4 + maximumStampedLength(event, content.partitionKey);
  return length;
}

export interface ChunkPlace {
  readonly firstSequenceNumber: number;
  /** Offset of the chunk's first byte. The offset of an event is that of its length field. */
  readonly offset: number;
  readonly enqueuedTime: number;
}

/** Writes a chunk at `start` of `target`. Returns its end and the offset of its last event. */
export function writeChunk(
  target: Buffer,
  start: number,
  content: ChunkContent,
  place: ChunkPlace,
): { end: number; lastOffset: number } {
  let at = start + CHUNK_HEADER_BYTES;
  let lastOffset = place.offset;
  let sequenceNumber = place.firstSequenceNumber;
  for (const event of content.events) {
    lastOffset = place.offset + (at - start);
    const end = stampEvent(target, at + 4, event, {
      sequenceNumber,
      offset: lastOffset,
      enqueuedTime: place.enqueuedTime,
      ...(content.partitionKey && { partitionKey: content.partitionKey }),
    });
    target.writeUInt32BE(end - at - 4, at);
    sequenceNumber += 1;
    at = end;
  }
  target.writeUInt32BE(at - start - CHUNK_PREFIX_BYTES, start);
  target.writeBigInt64BE(BigInt(place.firstSequenceNumber), start + 8);
  target.writeBigInt64BE(BigInt(place.enqueuedTime), start + 16);
  target.writeUInt32BE(content.events.length, start + 24);
  target.writeUInt32BE(crc32(target.subarray(start + CHUNK_PREFIX_BYTES, at)), start + 4);
  return { end: at, lastOffset };
}

/** Returns the header at `at`, or undefined if `bytes` ends before it or it is invalid. */
export function readChunkHeader(bytes: Buffer, at: number): ChunkHeader | undefined {
  if (at + CHUNK_HEADER_BYTES > bytes.length) return undefined;
  const byteLength = CHUNK_PREFIX_BYTES + bytes.readUInt32BE(at);
  if (byteLength <= CHUNK_HEADER_BYTES) return undefined;
  return {
    byteLength,
    firstSequenceNumber: Number(bytes.readBigInt64BE(at + 8)),
    enqueuedTime: Number(bytes.readBigInt64BE(at + 16)),
    eventCount: bytes.readUInt32BE(at + 24),
  };
}

/** Returns whether the chunk at `at` is complete and its checksum matches. */
export function isChunkIntact(bytes: Buffer, at: number, header: ChunkHeader): boolean {
  const end = at + header.byteLength;
  return (
    end <= bytes.length && crc32(bytes.subarray(at + CHUNK_PREFIX_BYTES, end)) === bytes.readUInt32BE(at + 4)
  );
}

/** Returns the offset of the last event of an intact chunk. */
export function lastEventOffset(bytes: Buffer, at: number, header: ChunkHeader, offset: number): number {
  let event = at + CHUNK_HEADER_BYTES;
  for (let left = header.eventCount; left > 1; left--) event += 4 + bytes.readUInt32BE(event);
  return offset + (event - at);
}
