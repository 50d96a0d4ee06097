import { type PartitionId } from '../../event-log/positions';
import { type UnsavedIds } from './event-ids';
import { type LivePosition } from './live-position';
import { type View } from './view';
import { type MinuteState } from './window-state';

export interface StoredPosition {
  readonly position: LivePosition;
  /** What a write names, so that nothing came in between. */
  readonly etag: string;
  /** When it was written, milliseconds since the epoch, by the store's clock. */
  readonly writtenAt: number;
}

export interface StoredMinute {
  readonly state: MinuteState;
  /** Hashes that the minute has counted, by row. */
  readonly ids: readonly Uint8Array[];
}

/** One minute of a view after a piece of a batch. */
export interface MinuteWrite {
  readonly view: View;
  readonly state: MinuteState;
  readonly ids: UnsavedIds;
}

/**
 * `conflict` is everything that may mean that the position is another one: a second owner, but also our own write whose reply
 * was lost. The caller reads the position again, and drops what it finds there. `too-large`: nothing was sent.
 */
export type AggregateOutcome =
  | { readonly outcome: 'written'; readonly etag: string }
  | { readonly outcome: 'conflict'; readonly cause: unknown }
  | { readonly outcome: 'too-large' };

/** The live windows' durable state, as far as folding needs it. All throw SluiceError `table_unavailable`. */
export interface LiveStateStore {
  /** Names the partition to readers; before its first write, and any number of times. */
  register(partition: PartitionId): Promise<void>;
  readPosition(partition: PartitionId): Promise<StoredPosition | undefined>;
  /** A minute that was written under another definition of the view comes back empty and overflowed. */
  readMinute(partition: PartitionId, view: View, minute: number): Promise<StoredMinute | undefined>;
  /** Position and minutes in one transaction: all or nothing. @param etag undefined for the first write */
  write(
    partition: PartitionId,
    position: LivePosition,
    etag: string | undefined,
    minutes: readonly MinuteWrite[],
  ): Promise<AggregateOutcome>;
  /** Version up to which every sink has the changes of a partition; 0 before the first delivery. */
  readDelivered(partition: PartitionId): Promise<number>;
}
