import { crc32 } from 'node:zlib';

import { StandInError } from '../../kit';

/**
 * The first bytes of a segment file. They hold the last event before the segment, so that an empty segment
 * still has the last enqueued event after retention has deleted all others.
 *
 * ```
 * 8 bytes mark | i64 base sequence number | i64 base offset | i64 last offset before |
 * i64 last enqueued time before | u32 CRC-32 of the fields before | u32 zero
 * ```
 */
export interface SegmentHeader {
  /** Sequence number of the segment's first event. */
  readonly baseSequenceNumber: number;
  /** Offset of the file's first byte. */
  readonly baseOffset: number;
  /** Offset of the last event before this segment; -1 if there was none. */
  readonly lastOffsetBefore: number;
  /** Enqueued time, in ms, of the last event before this segment; -1 if there was none. */
  readonly lastEnqueuedTimeBefore: number;
}

export const SEGMENT_HEADER_BYTES = 48;

const MARK = Buffer.from('EHLOG\0\0\x01', 'latin1');

export function encodeSegmentHeader(header: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  MARK.copy(bytes);
  bytes.writeBigInt64BE(BigInt(header.baseSequenceNumber), 8);
  bytes.writeBigInt64BE(BigInt(header.baseOffset), 16);
  bytes.writeBigInt64BE(BigInt(header.lastOffsetBefore), 24);
  bytes.writeBigInt64BE(BigInt(header.lastEnqueuedTimeBefore), 32);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 40)), 40);
  return bytes;
}

/** @throws StandInError `corrupt` if these are not the first bytes of a segment */
export function decodeSegmentHeader(bytes: Buffer, file: string): SegmentHeader {
  if (bytes.length < SEGMENT_HEADER_BYTES || !bytes.subarray(0, 8).equals(MARK)) {
    throw new StandInError('corrupt', `${file} is not a segment of an Event Hubs log`);
  }
  if (crc32(bytes.subarray(0, 40)) !== bytes.readUInt32BE(40)) {
    throw new StandInError('corrupt', `${file}: the checksum of its header does not match`);
  }
  return {
    baseSequenceNumber: Number(bytes.readBigInt64BE(8)),
    baseOffset: Number(bytes.readBigInt64BE(16)),
    lastOffsetBefore: Number(bytes.readBigInt64BE(24)),
    lastEnqueuedTimeBefore: Number(bytes.readBigInt64BE(32)),
  };
}
