import { crc32 } from 'node:zlib';

import { maximumStampedLength, stampEvent } from '../amqp/stamp-event';
import { type MessageSections } from '../amqp/read-message';

/**
 * A chunk is what one publication becomes on disk: all of its events or, after a crash, none of them.
 *
 *     u32 length of what follows the checksum | u32 CRC-32 of it |
 *     i64 first sequence number | i64 enqueued time (ms) | u32 event count | events
 *
 * An event is `u32 length | encoded AMQP message`, ready to be sent. All numbers are big-endian.
 */
export const CHUNK_HEADER_BYTES = 28;

/** Bytes before the part that length and checksum speak of. */
export const CHUNK_PREFIX_BYTES = 8;

export interface ChunkHeader {
  /** Of the whole chunk, header included. */
  readonly byteLength: number;
  readonly firstSequenceNumber: number;
  readonly enqueuedTime: number;
  readonly eventCount: number;
}

export interface ChunkContent {
  readonly events: readonly MessageSections[];
  readonly partitionKey?: Buffer;
}

/** Room that `writeChunk` needs at most. */
export function maximumChunkLength(content: ChunkContent): number {
  let length = CHUNK_HEADER_BYTES;
  for (const event of content.events) length += 4 + maximumStampedLength(event, content.partitionKey);
  return length;
}

export interface ChunkPlace {
  readonly firstSequenceNumber: number;
  /** Offset of the chunk's first byte. An event's offset is that of its length field. */
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

/** The header at `at`, or undefined if `bytes` ends before it does or it cannot be one. */
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

/** Whether the whole chunk at `at` is there and its checksum holds. */
export function isChunkIntact(bytes: Buffer, at: number, header: ChunkHeader): boolean {
  const end = at + header.byteLength;
  return (
    end <= bytes.length && crc32(bytes.subarray(at + CHUNK_PREFIX_BYTES, end)) === bytes.readUInt32BE(at + 4)
  );
}

/** Offset of the chunk's last event, for a chunk that is intact. */
export function lastEventOffset(bytes: Buffer, at: number, header: ChunkHeader, offset: number): number {
  let event = at + CHUNK_HEADER_BYTES;
  for (let left = header.eventCount; left > 1; left--) event += 4 + bytes.readUInt32BE(event);
  return offset + (event - at);
}
