import { type Source } from '../../contracts/source';
import { type SinkStatus } from '../sink-status';
import { type LivePosition } from '../windows/live-position';
import { type StoredPosition } from '../windows/live-state-store';
import { type PartitionId } from '../../event-log/positions';
import { type View } from '../windows/view';
import { type MinuteState } from '../windows/window-state';

/** A minute's row, as far as sweeping needs it. */
export interface SweptMinute {
  readonly minute: number;
  readonly lastSequenceNumber: number;
}

/** The live windows' durable state, as far as delivery needs it. All throw SluiceError `table_unavailable`. */
export interface DeliveryStore {
  /** Of every incarnation. */
  listPartitions(source: Source): Promise<readonly PartitionId[]>;
  readPosition(partition: PartitionId): Promise<StoredPosition | undefined>;
  readMinuteState(partition: PartitionId, view: View, minute: number): Promise<MinuteState | undefined>;
  /** Minutes of `[from, to)` that have rows, ascending. */
  listMinutes(partition: PartitionId, view: View, from: number, to: number): Promise<readonly MinuteState[]>;
  readDelivered(partition: PartitionId): Promise<number>;
  writeDelivered(partition: PartitionId, version: number): Promise<void>;
  /** What the deliverer wrote last, whichever process it runs in. */
  readSinkStatuses(): Promise<readonly SinkStatus[]>;
  writeSinkStatuses(statuses: readonly SinkStatus[]): Promise<void>;
  /** Minutes of a view that begin before the floor, ascending, `limit` at most. */
  listBelow(
    partition: PartitionId,
    view: View,
    wholeFrom: number,
    limit: number,
  ): Promise<readonly SweptMinute[]>;
  /** Unless the position has changed meanwhile. */
  writePosition(
    partition: PartitionId,
    position: LivePosition,
    etag: string,
  ): Promise<'written' | 'conflict'>;
  /** Deletes the minutes of a view that begin before the floor, with their ids. */
  deleteBelow(partition: PartitionId, view: View, wholeFrom: number): Promise<void>;
}
