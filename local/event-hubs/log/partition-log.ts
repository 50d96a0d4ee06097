import { type FileHandle, unlink } from 'node:fs/promises';

import { StandInError } from '../../kit';
import { type ChunkContent, maximumChunkLength, writeChunk } from './chunk';
import { type Segment } from './segment';
import { createSegment, openSegments } from './segment-files';
import { SEGMENT_HEADER_BYTES } from './segment-header';
import { TailCache } from './tail-cache';

/**
 * Durability of accepted events. In every case write(2) has passed the bytes to the operating system, so they
 * survive the death of this process, including kill -9.
 *
 * - `interval`: they are also flushed to the disk regularly and on close; a power cut can lose the last
 *   interval.
 * - `always`: they are flushed before the publisher gets its response; a power cut loses no accepted event.
 * - `never`: the operating system decides when they are flushed.
 */
export type FsyncPolicy = 'interval' | 'always' | 'never';

export interface PartitionLogOptions {
  readonly directory: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly fsync: FsyncPolicy;
  /** Size at which a new segment starts. Retention deletes whole segments. */
  readonly segmentBytes: number;
  /** Memory for the newest events of the partition. */
  readonly tailCacheBytes: number;
}

interface PendingAppend extends ChunkContent {
  readonly room: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Publications that wait during a write share the next write, up to this many bytes. */
const MAXIMUM_GROUP_BYTES = 4 * 1024 * 1024;

/**
 * The events of one partition, in order, in a directory of append-only segments. Sequence numbers start at 0
 * without gaps. Offsets increase by the bytes of an event; enqueued times never decrease.
 */
export class PartitionLog {
  readonly #pending: PendingAppend[] = [];
  readonly #watchers = new Set<() => void>();
  #writing: Promise<void> | undefined;
  #unsynced = false;
  #failure: Error | undefined;
  #closed = false;
  /** Bytes that publishers have sent and that are not written yet. */
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

  /** @throws StandInError `corrupt` if the directory has other contents, or damage that no crash explains */
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

  /** The first available sequence number; `nextSequenceNumber` if there is none. */
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

  /** The offset of the next chunk. */
  get endOffset(): number {
    return this.activeSegment.endOffset;
  }

  /**
   * Stores all events or none, and resolves when they are as durable as the fsync policy requires. Rejects
   * with the file system's error if writing failed; then no event is stored.
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

  /** Calls `listener` after every write, until the returned function is called. */
  watch(onAppended: () => void): () => void {
    this.#watchers.add(onAppended);
    return () => this.#watchers.delete(onAppended);
  }

  /** Flushes written events to the disk. */
  async sync(): Promise<void> {
    if (!this.#unsynced) return;
    this.#unsynced = false;
    await this.active.datasync();
  }

  /**
   * Deletes the segments whose events are all older than `expiresBefore` (ms since 1970), and the oldest ones
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

  /** Writes pending events, flushes them to the disk (unless the policy is `never`) and closes the file. */
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
      // Removes half-written events before the next ones. If that fails, the partition accepts no more
      // events.
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

  /** Starts a new segment. An empty active segment already has the position and name of the new one. */
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

  /** Runs `work` while no other write runs. */
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

/** Offset of the first chunk of a segment. */
export function firstChunkOffset(segment: Segment): number {
  return segment.header.baseOffset + SEGMENT_HEADER_BYTES;
}
