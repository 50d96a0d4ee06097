import { SluiceError } from '../../platform/errors';
import { type Source } from '../../contracts/source';
import { type StoredPosition } from './live-state-store';
import { type PartitionId } from '../../event-log/positions';
import { type LivePosition } from './live-position';
import { type View } from './view';
import { type MinuteState, type PartitionWindows } from './window-state';

/** The part of the store that reading windows needs. */
export interface WindowRows {
  listPartitions(source: Source): Promise<readonly PartitionId[]>;
  readPosition(partition: PartitionId): Promise<StoredPosition | undefined>;
  listMinutes(partition: PartitionId, view: View, from: number, to: number): Promise<readonly MinuteState[]>;
}

export interface ReadConsistentlyOptions {
  readonly store: WindowRows;
  readonly view: View;
  readonly from: number;
  readonly to: number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** @default 12 */
  readonly attempts?: number;
}

/**
 * Returns the view with the shape of its rows in this partition. Rows that were written before the view began here have
 * another shape, so they are not found.
 */
export function inPartition<V extends Pick<View, 'name' | 'shape'>>({ views }: LivePosition, view: V): V {
  const since = views?.[view.name]?.since ?? 0;
  return since === 0 ? view : { ...view, shape: `${view.shape}.${since}` };
}

/**
 * Whether a view of this shape was computed from Bronze, so that rows of any other shape are not part of it. Otherwise such
 * a row is of an earlier version of the app, and its minute is incomplete.
 */
export function beganLater(shape: string): boolean {
  return shape.includes('.');
}

/**
 * Reads a view's windows of every hub partition, each at one moment. A write changes position and rows
 * together, so rows are consistent if the position is the same before and after they are read.
 *
 * @throws SluiceError `live_conflict` (transient) if a partition changed during every attempt
 */
export async function readConsistently(options: ReadConsistentlyOptions): Promise<PartitionWindows[]> {
  const partitions = await options.store.listPartitions(options.view.source);
  const windows = await Promise.all(partitions.map((partition) => readPartition(partition, options)));
  return windows.filter((found) => found !== undefined);
}

async function readPartition(
  partition: PartitionId,
  { store, view, from, to, pause, attempts = 12 }: ReadConsistentlyOptions,
): Promise<PartitionWindows | undefined> {
  let before = await store.readPosition(partition);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    // The partition is registered, but nothing was written yet.
    if (before === undefined) return undefined;
    const { position } = before;
    const state = position.views?.[view.name];
    // The writers do not know this view yet, or know it with another definition.
    const isMissing = position.views !== undefined && state?.shape !== view.shape;
    const minutes = isMissing
      ? []
      : await store.listMinutes(partition, inPartition(position, view), from, to);
    const after = await store.readPosition(partition);
    if (after?.etag === before.etag) {
      const { lastSequenceNumber, wholeFrom, outsideRetention, future } = position;
      if (isMissing) return toEmpty(partition, wholeFrom);
      return {
        hubGeneration: partition.hubGeneration,
        partition: partition.partition,
        // A new view that is computed from Bronze has its own position.
        lastSequenceNumber: state?.backfill?.lastSequenceNumber ?? lastSequenceNumber,
        wholeFrom: Math.max(wholeFrom, state?.wholeFrom ?? 0),
        outsideRetention: outsideRetention[view.name],
        future: future[view.name] ?? [],
        ...(state?.backfill !== undefined && { catchesUp: true }),
        minutes,
      };
    }
    before = after;
    await pause(5 * attempt);
  }
  throw new SluiceError(
    'live_conflict',
    `windows of ${view.name} in partition ${partition.partition} changed during each of ${attempts} attempts to read them`,
    { kind: 'transient', data: { view: view.name, partition: partition.partition } },
  );
}

/** A partition whose windows of a view do not have any event yet. */
function toEmpty({ hubGeneration, partition }: PartitionId, wholeFrom: number): PartitionWindows {
  return {
    hubGeneration,
    partition,
    lastSequenceNumber: -1,
    wholeFrom,
    outsideRetention: undefined,
    future: [],
    catchesUp: true,
    minutes: [],
  };
}
