import { readFile } from 'node:fs/promises';

import { StandInError } from '../../kit';
import { isChunkIntact, lastEventOffset, readChunkHeader } from './chunk';
import { SEGMENT_HEADER_BYTES, type SegmentHeader } from './segment-header';

/** The position of a chunk in a segment, with its first event. */
export interface IndexPoint {
  readonly position: number;
  readonly sequenceNumber: number;
  readonly enqueuedTime: number;
}

/** Bytes between two points of the index: the most that a seek reads too early. */
const INDEX_INTERVAL_BYTES = 64 * 1024;

/** One file of a partition's log. `size` counts committed bytes; bytes beyond it are ignored. */
export class Segment {
  size = SEGMENT_HEADER_BYTES;
  #index: IndexPoint[] | undefined;

  constructor(
    readonly path: string,
    readonly header: SegmentHeader,
    /**
     * The index of a new segment grows with it; that of an old segment is read from the file at the first
     * seek.
     */
    contents: 'new' | 'old',
  ) {
    if (contents === 'new') this.#index = [];
  }

  get endOffset(): number {
    return this.header.baseOffset + this.size;
  }

  note(point: IndexPoint): void {
    const last = this.#index?.at(-1);
    if (last === undefined || point.position - last.position >= INDEX_INTERVAL_BYTES)
      this.#index?.push(point);
  }

  async index(): Promise<readonly IndexPoint[]> {
    if (this.#index === undefined) {
      const bytes = await readFile(this.path);
      this.#index = [];
      for (let at = SEGMENT_HEADER_BYTES; at < this.size;) {
        const chunk = readChunkHeader(bytes, at);
        if (chunk === undefined || at + chunk.byteLength > this.size) throw brokenAt(this.path, at);
        this.note({
          position: at,
          sequenceNumber: chunk.firstSequenceNumber,
          enqueuedTime: chunk.enqueuedTime,
        });
        at += chunk.byteLength;
      }
    }
    return this.#index;
  }

  /**
   * Reads all chunks of the newest segment and their last event. `size` does not include a chunk that a crash
   * left incomplete.
   *
   * @throws StandInError `corrupt` if intact chunks follow a broken one: that is damage, not an incomplete
   *   write
   */
  recover(bytes: Buffer): RecoveredEnd {
    this.#index = [];
    let at = SEGMENT_HEADER_BYTES;
    const { header } = this;
    let nextSequenceNumber = header.baseSequenceNumber;
    let lastOffset = header.lastOffsetBefore;
    let lastEnqueuedTime = header.lastEnqueuedTimeBefore;
    for (;;) {
      const chunk = readChunkHeader(bytes, at);
      if (chunk === undefined) break;
      if (!isChunkIntact(bytes, at, chunk) || chunk.firstSequenceNumber !== nextSequenceNumber) {
        const after = at + chunk.byteLength;
        const next = readChunkHeader(bytes, after);
        if (next !== undefined && isChunkIntact(bytes, after, next)) throw brokenAt(this.path, at);
        break;
      }
      const { enqueuedTime } = chunk;
      this.note({ position: at, sequenceNumber: nextSequenceNumber, enqueuedTime });
      lastOffset = lastEventOffset(bytes, at, chunk, header.baseOffset + at);
      lastEnqueuedTime = enqueuedTime;
      nextSequenceNumber += chunk.eventCount;
      at += chunk.byteLength;
    }
    this.size = at;
    return { nextSequenceNumber, lastOffset, lastEnqueuedTime };
  }
}

/** State of a partition after its last intact chunk. */
export interface RecoveredEnd {
  readonly nextSequenceNumber: number;
  /** -1 if the partition never had an event. */
  readonly lastOffset: number;
  /** Milliseconds; -1 if the partition never had an event. */
  readonly lastEnqueuedTime: number;
}

export function brokenAt(path: string, position: number): StandInError {
  return new StandInError('corrupt', `${path}: the record at byte ${position} is damaged`);
}
