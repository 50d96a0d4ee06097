import { type FileHandle, unlink } from 'node:fs/promises';

import { StandInError } from '../../kit';
import { type ChunkContent, maximumChunkLength, writeChunk } from './chunk';
import { type Segment } from './segment';
import { createSegment, openSegments } from './segment-files';
import { SEGMENT_HEADER_BYTES } from './segment-header';
import { TailCache } from './tail-cache';

/**
 * What "accepted" promises. In every case the bytes were handed to the operating system by write(2) before, so
 * they survive the death of this process, kill -9 included.
 *
 * - `interval`: they are also forced to the disk every so often and on close; a power cut can lose the last interval.
 * - `always`: they are forced to the disk before the publisher hears of it; a power cut loses nothing accepted.
 * - `never`: when they reach the disk is left to the operating system.
 */
export type FsyncPolicy = 'interval' | 'always' | 'never';

export interface PartitionLogOptions {
  readonly directory: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly fsync: FsyncPolicy;
  /** A segment that has grown this large is followed by a new one. Retention drops whole segments. */
  readonly segmentBytes: number;
  /** How much of the partition's newest part is kept in memory. */
  readonly tailCacheBytes: number;
}

interface PendingAppend extends ChunkContent {
  readonly room: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Publications that wait while a write is under way share the next write, up to this much. */
const MAXIMUM_GROUP_BYTES = 4 * 1024 * 1024;

/**
 * The events of one partition, in order, in a directory of append-only segments. Sequence numbers start at 0
 * and have no holes; offsets rise by the bytes that an event takes; enqueued times never fall.
 */
export class PartitionLog {
  readonly #pending: PendingAppend[] = [];
  readonly #watchers = new Set<() => void>();
  #writing: Promise<void> | undefined;
  #unsynced = false;
  #failure: Error | undefined;
  #closed = false;
  /** Bytes that are accepted from publishers and not yet written. */
  pendingBytes = 0;

  private constructor(
    private readonly options: PartitionLogOptions,
    readonly segments: Segment[],
    private active: FileHandle,
    readonly tail: TailCache,
    private nextNumber: number,
    private lastOffsetValue: number,
    private lastTime: number,
  ) {}

  /** @throws StandInError `corrupt` if the directory holds something else, or damage that no crash explains. */
  static async open(options: PartitionLogOptions): Promise<PartitionLog> {
    const { segments, active, end } = await openSegments(options.directory, options.fsync !== 'never');
    const tail = new TailCache(options.tailCacheBytes);
    return new PartitionLog(
      options,
      segments,
      active,
      tail,
      end.nextSequenceNumber,
      end.lastOffset,
      end.lastEnqueuedTime,
    );
  }

  /** The sequence number of the next event. */
  get nextSequenceNumber(): number {
    return this.nextNumber;
  }

  /** The first sequence number that is still there; `nextSequenceNumber` if none is. */
  get beginSequenceNumber(): number {
    return this.segments[0]?.header.baseSequenceNumber ?? this.nextNumber;
  }

  get isEmpty(): boolean {
    return this.beginSequenceNumber === this.nextNumber;
  }

  /** -1 before the first event. */
  get lastOffset(): number {
    return this.lastOffsetValue;
  }

  /** Milliseconds since 1970; -1 before the first event. */
  get lastEnqueuedTime(): number {
    return this.lastTime;
  }

  /** The offset that the next chunk will have. */
  get endOffset(): number {
    return this.activeSegment.endOffset;
  }

  /**
   * Stores the events, all or none, and resolves when they are as safe as the fsync policy promises.
   * Rejects with the file system's error if they could not be written; nothing is stored then.
   */
  append(content: ChunkContent): Promise<void> {
    if (this.#closed) return Promise.reject(new StandInError('start_failed', 'the hub is closed'));
    const room = maximumChunkLength(content);
    this.pendingBytes += room;
    return new Promise((resolve, reject) => {
      this.#pending.push({ ...content, room, resolve, reject });
      this.#writing ??= this.#writePending();
    });
  }

  /** Calls back after every write, until the returned function is called. */
  watch(onAppended: () => void): () => void {
    this.#watchers.add(onAppended);
    return () => this.#watchers.delete(onAppended);
  }

  /** Forces what was written to the disk. */
  async sync(): Promise<void> {
    if (!this.#unsynced) return;
    this.#unsynced = false;
    await this.active.datasync();
  }

  /**
   * Drops the segments whose events are all older than `expiresBefore` (ms since 1970), and the oldest ones
   * while the partition is larger than `maximumBytes`.
   */
  async applyRetention(expiresBefore: number, maximumBytes: number): Promise<void> {
    if (!this.isEmpty && this.lastTime < expiresBefore) await this.#exclusively(() => this.#roll());
    while (this.segments.length > 1) {
      const [oldest, second] = this.segments;
      if (oldest === undefined || second === undefined) return;
      const expired = second.header.lastEnqueuedTimeBefore < expiresBefore;
      if (!expired && this.endOffset - oldest.header.baseOffset <= maximumBytes) return;
      this.segments.shift();
      await unlink(oldest.path);
    }
  }

  /** Writes what is pending, forces it to the disk (unless the policy is `never`) and closes the file. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    if (this.options.fsync !== 'never') await this.sync();
    await this.active.close();
    this.tail.clear();
  }

  private get activeSegment(): Segment {
    const active = this.segments.at(-1);
    if (active === undefined) throw new StandInError('corrupt', `${this.options.directory} has no segment`);
    return active;
  }

  async #writePending(): Promise<void> {
    while (this.#pending.length > 0) {
      const group = this.#takeGroup();
      try {
        if (this.#failure !== undefined) throw this.#failure;
        if (this.activeSegment.size >= this.options.segmentBytes) await this.#roll();
        await this.#writeGroup(group);
        for (const append of group) append.resolve();
      } catch (error) {
        for (const append of group) append.reject(error);
      }
    }
    this.#writing = undefined;
  }

  #takeGroup(): PendingAppend[] {
    let bytes = 0;
    let count = 0;
    for (const append of this.#pending) {
      if (count > 0 && bytes + append.room > MAXIMUM_GROUP_BYTES) break;
      bytes += append.room;
      count += 1;
    }
    this.pendingBytes -= bytes;
    return this.#pending.splice(0, count);
  }

  async #writeGroup(group: readonly PendingAppend[]): Promise<void> {
    const segment = this.activeSegment;
    const enqueuedTime = Math.max(this.options.now(), this.lastTime);
    const target = Buffer.allocUnsafeSlow(group.reduce((sum, append) => sum + append.room, 0));
    let at = 0;
    let sequenceNumber = this.nextNumber;
    let lastOffset = this.lastOffsetValue;
    for (const append of group) {
      const place = { firstSequenceNumber: sequenceNumber, offset: segment.endOffset + at, enqueuedTime };
      const written = writeChunk(target, at, append, place);
      at = written.end;
      lastOffset = written.lastOffset;
      sequenceNumber += append.events.length;
    }
    const bytes = target.subarray(0, at);
    await this.#writeToFile(bytes, segment.size);
    if (this.options.fsync === 'always') await this.active.datasync();
    else this.#unsynced = true;
    segment.note({ position: segment.size, sequenceNumber: this.nextNumber, enqueuedTime });
    this.tail.push({ offset: segment.endOffset, bytes });
    segment.size += at;
    this.nextNumber = sequenceNumber;
    this.lastOffsetValue = lastOffset;
    this.lastTime = enqueuedTime;
    for (const notify of this.#watchers) notify();
  }

  async #writeToFile(bytes: Buffer, position: number): Promise<void> {
    try {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await this.active.write(bytes, done, bytes.length - done, position + done);
        done += bytesWritten;
      }
    } catch (error) {
      // Half a group must not stay behind the events to come. If even that fails, the partition takes no more.
      await this.active.truncate(position).catch((failure: unknown) => {
        this.#failure = new StandInError(
          'corrupt',
          `${this.options.directory} cannot be written to`,
          failure,
        );
      });
      throw error;
    }
  }

  /** Begins a new segment. An active one that holds nothing has the place and name of the new one already. */
  async #roll(): Promise<void> {
    if (this.activeSegment.size === SEGMENT_HEADER_BYTES) return;
    const durably = this.options.fsync !== 'never';
    if (durably) await this.sync();
    const header = {
      baseSequenceNumber: this.nextNumber,
      baseOffset: this.endOffset,
      lastOffsetBefore: this.lastOffsetValue,
      lastEnqueuedTimeBefore: this.lastTime,
    };
    const { segment, handle } = await createSegment(this.options.directory, header, durably);
    await this.active.close();
    this.active = handle;
    this.segments.push(segment);
  }

  /** Runs `work` while nothing else writes. */
  async #exclusively(work: () => Promise<void>): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    const done = work();
    this.#writing = done.then(
      () => this.#writePending(),
      () => this.#writePending(),
    );
    await done;
  }
}

/** Where the chunks of a segment begin, as an offset. */
export function firstChunkOffset(segment: Segment): number {
  return segment.header.baseOffset + SEGMENT_HEADER_BYTES;
}
