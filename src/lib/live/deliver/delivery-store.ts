import { type Source } from '../../contracts/source';
import { type SinkStatus } from '../sink-status';
import { type LivePosition } from '../windows/live-position';
import { type StoredPosition } from '../windows/live-state-store';
import { type PartitionId } from '../../event-log/positions';
import { type View } from '../windows/view';
import { type MinuteState } from '../windows/window-state';
import { type LeaseStore } from './delivery-lease';

/** The part of a minute's row that the sweeper reads. */
export interface SweptMinute {
  readonly minute: number;
  readonly lastSequenceNumber: number;
}

/** A write of this process: the position, and all minutes that it changed. */
export interface ObservedWrite {
  readonly partition: PartitionId;
  readonly position: LivePosition;
  readonly minutes: readonly { readonly view: View; readonly state: MinuteState }[];
}

/** The state of live windows that delivery reads and writes. All methods throw SluiceError `table_unavailable`. */
export interface DeliveryStore extends LeaseStore {
  /** Calls the observer after each successful write of this store object, so that delivery need not read it. */
  observeWrites(observer: (write: ObservedWrite) => void): void;
  /** Partitions of all hub generations. */
  listPartitions(source: Source): Promise<readonly PartitionId[]>;
  readPosition(partition: PartitionId): Promise<StoredPosition | undefined>;
  readMinuteState(partition: PartitionId, view: View, minute: number): Promise<MinuteState | undefined>;
  /** Minutes of `[from, to)` that have rows, ascending. */
  listMinutes(partition: PartitionId, view: View, from: number, to: number): Promise<readonly MinuteState[]>;
  readDelivered(partition: PartitionId): Promise<number>;
  writeDelivered(partition: PartitionId, version: number): Promise<void>;
  /** The statuses that the delivering process wrote last. It can be another process. */
  readSinkStatuses(): Promise<readonly SinkStatus[]>;
  writeSinkStatuses(statuses: readonly SinkStatus[]): Promise<void>;
  /** Lists at most `limit` minutes of a view that begin before `wholeFrom`, ascending. */
  listBelow(
    partition: PartitionId,
    view: View,
    wholeFrom: number,
    limit: number,
  ): Promise<readonly SweptMinute[]>;
  /** Writes the position if its etag is unchanged. */
  writePosition(
    partition: PartitionId,
    position: LivePosition,
    etag: string,
  ): Promise<'written' | 'conflict'>;
  /** Deletes the minutes of a view that begin before `wholeFrom`, with their event ids. */
  deleteBelow(partition: PartitionId, view: View, wholeFrom: number): Promise<void>;
}
