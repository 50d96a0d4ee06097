import { type PartitionId } from '../../event-log/positions';
import { type UnsavedIds } from './event-ids';
import { type LivePosition } from './live-position';
import { type View } from './view';
import { type MinuteState } from './window-state';

export interface StoredPosition {
  readonly position: LivePosition;
  /** A write must name this etag, so that it fails if another write came first. */
  readonly etag: string;
  /** When the position was written, in milliseconds since the epoch, by the store's clock. */
  readonly writtenAt: number;
}

export interface StoredMinute {
  readonly state: MinuteState;
  /** Hashes that the minute has counted, by row. */
  readonly ids: readonly Uint8Array[];
}

/** One minute of a view after a chunk of a batch. */
export interface MinuteWrite {
  readonly view: View;
  readonly state: MinuteState;
  readonly ids: UnsavedIds;
}

/**
 * `conflict`: the stored position may have changed, by a second owner or by our own write whose reply was
 * lost. The caller reads the position again and drops events that it already includes. `too-large`: nothing
 * was sent.
 */
export type AggregateOutcome =
  | { readonly outcome: 'written'; readonly etag: string }
  | { readonly outcome: 'conflict'; readonly cause: unknown }
  | { readonly outcome: 'too-large' };

/** The state of live windows that aggregation reads and writes. All methods throw SluiceError `table_unavailable`. */
export interface LiveStateStore {
  /** Makes the partition visible to readers. Call it before the first write; repeated calls are harmless. */
  register(partition: PartitionId): Promise<void>;
  readPosition(partition: PartitionId): Promise<StoredPosition | undefined>;
  /** Returns the version of a position that is not stored yet. It is above those that a rebuild left behind. */
  firstVersion(): Promise<number>;
  /**
   * A minute that was written with another shape of the view is returned empty and overflowed. If the view began after its
   * partition, it is not returned.
   */
  readMinute(partition: PartitionId, view: View, minute: number): Promise<StoredMinute | undefined>;
  /** Writes the position and the minutes in one transaction. @param etag undefined for the first write */
  write(
    partition: PartitionId,
    position: LivePosition,
    etag: string | undefined,
    minutes: readonly MinuteWrite[],
  ): Promise<AggregateOutcome>;
  /** Version up to which every sink has the changes of a partition; 0 before the first delivery. */
  readDelivered(partition: PartitionId): Promise<number>;
}
