import { type PartitionId, type Slot } from '../../event-log/positions';
import { toMinute } from './aggregate-chunk';
import { type BronzeSlots, findFirstSlot } from './bronze-slots';
import { type LivePosition, START } from './live-position';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface StartOptions {
  readonly slots: Pick<BronzeSlots, 'readMetadata'>;
  readonly partition: PartitionId;
  /** The newest slot. */
  readonly head: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly retentionHours: number;
}

/**
 * Returns the position from which windows of a partition begin that has none: in front of the first slot whose events
 * the windows can hold. An event counts at most a day before its time, so slots older than the retention and a day have
 * no event for the windows. Bronze keeps months; reading all of it would take hours.
 *
 * @throws SluiceError `lake_unavailable`
 */
export async function findStart(options: StartOptions): Promise<LivePosition> {
  const { slots, partition, head, now, retentionHours } = options;
  const since = now - retentionHours * HOUR - DAY;
  const found = await findFirstSlot(slots, partition, { from: 0, head }, ({ lastEnqueuedTime }) => {
    // The newest enqueued time of a slot and all before it, so it never falls.
    return Date.parse(lastEnqueuedTime) >= since;
  });
  const nextSlot = found?.slot ?? head + 1;
  if (nextSlot === 0) return START;
  const before = await slots.readMetadata(partition, (nextSlot - 1) as Slot);
  const wholeFrom = toMinute(now - retentionHours * HOUR);
  if (before !== undefined) {
    const { lastSequenceNumber } = before;
    const lastEnqueuedTime = Date.parse(before.lastEnqueuedTime);
    // A minute in which a skipped event could be is not whole.
    const after = toMinute(lastEnqueuedTime) + MINUTE + DAY;
    return {
      ...START,
      nextSlot,
      lastSequenceNumber,
      lastEnqueuedTime,
      wholeFrom: Math.max(wholeFrom, after),
    };
  }
  // Retention has deleted the slots in front of the first one. Its own newest time bounds theirs.
  if (found === undefined) return { ...START, nextSlot, wholeFrom };
  const { firstSequenceNumber, lastEnqueuedTime } = found.metadata;
  return {
    ...START,
    nextSlot,
    lastSequenceNumber: firstSequenceNumber - 1,
    wholeFrom: Math.max(wholeFrom, toMinute(Date.parse(lastEnqueuedTime)) + MINUTE),
  };
}

/**
 * Finds the slot of a position that an earlier version wrote, which noted no slot.
 *
 * @returns the position with its `nextSlot`; unchanged if it is ahead of Bronze, as an earlier version could be
 * @throws SluiceError `lake_unavailable`
 */
export async function findNextSlot(
  position: LivePosition,
  { slots, partition, head }: Pick<StartOptions, 'slots' | 'partition' | 'head'>,
): Promise<LivePosition> {
  if (position.nextSlot !== undefined) return position;
  const found = await findFirstSlot(
    slots,
    partition,
    { from: 0, head },
    ({ lastSequenceNumber }) => lastSequenceNumber > position.lastSequenceNumber,
  );
  return found === undefined ? position : { ...position, nextSlot: found.slot };
}
