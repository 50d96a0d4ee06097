import { type PartitionId, type SequenceNumber } from '../../event-log/positions';
import { type LandedBatch, type LandedEvent } from '../../landing/slots';
import { type SlotFeed } from './slot-feed';

/** Finds poison events. The guard of landing implements it. */
export interface AggregationGuard {
  /** Whether processes died so often that the timer must search for the event. */
  isSearching(partition: PartitionId, first: SequenceNumber): Promise<boolean>;
  /** Call before events are read. Returns how many events to take, and whether the first is a poison event. */
  begin(
    partition: PartitionId,
    events: readonly LandedEvent[],
  ): Promise<{ readonly take: number; readonly poison: boolean }>;
  /** Call after these events were read. */
  survived(partition: PartitionId, events: readonly LandedEvent[]): Promise<void>;
  /** Call after the work on these events has ended, with or without success. */
  leave(partition: PartitionId): void;
}

/** How much one call may do. */
export interface FollowLimits {
  /** It begins no further slot after this time, in milliseconds since the epoch. */
  readonly until: number;
  /** Maximum number of events that are not in memory. With more, nothing is done. @default no maximum */
  readonly maxUnread?: number;
  /** Whether it may work on events that killed processes. @default true */
  readonly searches?: boolean;
}

/**
 * - `level`: the windows have every event of Bronze up to the given head.
 * - `behind`: more events are missing than the call may read.
 * - `unfinished`: the time was over.
 * - `searching`: the next event may be one that kills the process.
 */
export type FollowState = 'level' | 'behind' | 'unfinished' | 'searching';

export interface FollowResult {
  readonly state: FollowState;
  /** Events that this call processed, whether or not they count. */
  readonly aggregated: number;
  /** Their first sequence number; undefined if there are none. */
  readonly first: number | undefined;
  /** Sequence numbers of events in Bronze that the windows will never hold. */
  readonly lost: readonly LostRange[];
}

/** Sequence numbers, both ends included. */
export interface LostRange {
  readonly from: number;
  readonly to: number;
}

/** The state of one call. */
export interface FollowCall extends LandedBatch {
  readonly feed: SlotFeed;
  /** Conflicts since the last write that succeeded. */
  failedWrites: number;
  aggregated: number;
  first: number | undefined;
  readonly lost: LostRange[];
}
