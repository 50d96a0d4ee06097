import { type FileHandle, open } from 'node:fs/promises';

import { CHUNK_HEADER_BYTES, isChunkIntact, readChunkHeader } from './chunk';
import { firstChunkOffset, type PartitionLog } from './partition-log';
import { brokenAt, type Segment } from './segment';
import { type EventFilter } from './start-position';

/** Bytes of one file read; more only if a single chunk is larger. */
const READ_BYTES = 256 * 1024;

const NOTHING = Buffer.alloc(0);

/**
 * Reads a partition forward. After `next()` has returned true, `bytes[start, end)` is an encoded message,
 * valid until the next `load()`. Near the end of the log it reads the tail cache. Further back it reads files
 * through one buffer, so that a slow reader needs constant memory.
 */
export class PartitionCursor {
  bytes: Buffer = NOTHING;
  start = 0;
  end = 0;
  sequenceNumber = -1;

  #position = 0;
  #eventsLeft = 0;
  #nextInChunk = 0;
  #enqueuedTime = 0;
  /** Offset of `bytes[0]`. */
  #blockOffset = 0;
  #file: { readonly segment: Segment; readonly handle: FileHandle } | undefined;
  #buffer: Buffer = NOTHING;

  constructor(
    private readonly log: PartitionLog,
    /** Offset of the first chunk. */
    private nextOffset: number,
    /** Events to skip before the first delivered one. */
    private skip: EventFilter | undefined,
  ) {}

  /** Moves to the next event in memory; returns false if `load()` must read more. */
  next(): boolean {
    for (;;) {
      if (this.#eventsLeft === 0) {
        const chunk = readChunkHeader(this.bytes, this.#position);
        if (chunk === undefined) return false;
        this.#eventsLeft = chunk.eventCount;
        this.#nextInChunk = chunk.firstSequenceNumber;
        this.#enqueuedTime = chunk.enqueuedTime;
        this.#position += CHUNK_HEADER_BYTES;
        continue;
      }
      const at = this.#position;
      this.start = at + 4;
      this.end = this.start + this.bytes.readUInt32BE(at);
      this.sequenceNumber = this.#nextInChunk;
      this.#position = this.end;
      this.#eventsLeft -= 1;
      this.#nextInChunk += 1;
      if (this.skip === undefined) return true;
      if (this.skip(this.sequenceNumber, this.#blockOffset + at, this.#enqueuedTime)) continue;
      this.skip = undefined;
      return true;
    }
  }

  /** Reads the next chunks into memory. `end` means that there are none yet; `log.watch` reports new ones. */
  load(): 'loaded' | 'end' | Promise<'loaded' | 'end'> {
    const segment = this.#segmentOfNextChunk();
    if (this.nextOffset >= this.log.endOffset) return 'end';
    const cached = this.log.tail.find(this.nextOffset);
    if (cached === undefined) return this.#loadFromFile(segment);
    this.#take(cached.bytes, this.nextOffset - cached.offset, cached.offset);
    if (this.#file === undefined) return 'loaded';
    return this.close().then(() => 'loaded');
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    this.#buffer = NOTHING;
    await file?.handle.close();
  }

  #take(bytes: Buffer, position: number, blockOffset: number): void {
    this.bytes = bytes;
    this.#position = position;
    this.#blockOffset = blockOffset;
    this.#eventsLeft = 0;
    this.nextOffset = blockOffset + bytes.length;
  }

  /** Returns the segment to read next, across segment borders and segments deleted by retention. */
  #segmentOfNextChunk(): Segment {
    const { segments } = this.log;
    let position = segments.length - 1;
    while (position > 0 && (segments[position]?.header.baseOffset ?? 0) > this.nextOffset) position -= 1;
    const segment = segments[position];
    if (segment === undefined) throw new RangeError('a partition has at least one segment');
    this.nextOffset = Math.max(this.nextOffset, firstChunkOffset(segment));
    return segment;
  }

  async #loadFromFile(segment: Segment): Promise<'loaded' | 'end'> {
    if (this.#file?.segment !== segment) {
      await this.close();
      try {
        this.#file = { segment, handle: await open(segment.path, 'r') };
      } catch (error) {
        // Retention deleted the segment while it was opened: continues with the oldest remaining one.
        if (!this.log.segments.includes(segment)) return this.load();
        throw error;
      }
    }
    const blockOffset = this.nextOffset;
    const start = blockOffset - segment.header.baseOffset;
    let bytes = await this.#read(start, Math.min(READ_BYTES, segment.size - start));
    const first = readChunkHeader(bytes, 0);
    if (first === undefined) throw brokenAt(segment.path, start);
    if (first.byteLength > bytes.length) {
      if (start + first.byteLength > segment.size) throw brokenAt(segment.path, start);
      bytes = await this.#read(start, first.byteLength);
    }
    let whole = 0;
    for (;;) {
      const chunk = readChunkHeader(bytes, whole);
      if (chunk === undefined || whole + chunk.byteLength > bytes.length) break;
      if (!isChunkIntact(bytes, whole, chunk)) throw brokenAt(segment.path, start + whole);
      whole += chunk.byteLength;
    }
    this.#take(bytes.subarray(0, whole), 0, blockOffset);
    return 'loaded';
  }

  async #read(position: number, length: number): Promise<Buffer> {
    if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafeSlow(Math.max(length, READ_BYTES));
    let done = 0;
    while (done < length) {
      const result = await this.#file?.handle.read(this.#buffer, done, length - done, position + done);
      if (result === undefined || result.bytesRead === 0) break;
      done += result.bytesRead;
    }
    return this.#buffer.subarray(0, done);
  }
}
