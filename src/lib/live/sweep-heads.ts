import { type SweepOutcome } from '../event-log/sweep-hubs';
import { type PartitionHead } from '../landing/heads';
import { WORK_MILLISECONDS } from '../platform/call-limits';
import { type Clock } from '../platform/clock';
import { type LiveStateStore } from './windows/live-state-store';
import { type FollowResult, type WindowAggregator } from './windows/window-aggregator';

export interface SweepHeadsOptions {
  /** Returns the newest slot of every partition. */
  readonly listHeads: () => Promise<readonly PartitionHead[]>;
  readonly store: Pick<LiveStateStore, 'readPosition'>;
  readonly aggregator: Pick<WindowAggregator, 'follow'>;
  readonly clock: Clock;
  /** How long an event waits for the call that landed it, in seconds. */
  readonly afterSeconds: number;
  /** Up to this many events, the call that lands the next batch catches up by itself. @default 10000 */
  readonly maxUnread?: number;
}

/** What a sweep did in one partition. */
export type SweptWindows = Pick<FollowResult, 'aggregated' | 'lost'>;

/**
 * Brings the windows of every partition up to the head of Bronze: those of idle partitions, those that are far behind, and
 * those whose next event kills the process. A partition that fails does not stop the others.
 *
 * @throws SluiceError `lake_unavailable` if the heads cannot be listed
 */
export async function sweepHeads(options: SweepHeadsOptions): Promise<readonly SweepOutcome<SweptWindows>[]> {
  const { clock, aggregator } = options;
  const now = clock.now().getTime();
  const until = now + WORK_MILLISECONDS;
  const outcomes: SweepOutcome<SweptWindows>[] = [];
  // In sequence: the backlogs of all partitions at once would fill the memory.
  for (const head of await options.listHeads()) {
    const { partition, slot, metadata } = head;
    const { source, partition: number } = partition;
    try {
      if (!(await isLeft(head, now, options))) continue;
      const { lastSequenceNumber } = metadata;
      const batch = { partition, head: { slot, lastSequenceNumber }, slots: [] };
      const result = await aggregator.follow(batch, { until });
      outcomes.push({ source, outcome: 'swept', partition: number, result });
    } catch (error) {
      outcomes.push({ source, outcome: 'failed', partition: number, error });
    }
  }
  return outcomes;
}

/** Whether nobody else is at work on a partition whose windows are behind Bronze. */
async function isLeft(
  { partition, metadata }: PartitionHead,
  now: number,
  { store, afterSeconds, maxUnread = 10_000 }: SweepHeadsOptions,
): Promise<boolean> {
  const stored = await store.readPosition(partition);
  const unread = metadata.lastSequenceNumber - (stored?.position.lastSequenceNumber ?? -1);
  if (unread <= 0) return false;
  const settledBefore = now - afterSeconds * 1000;
  const wroteAt = stored?.writtenAt ?? 0;
  const landedAt = metadata.landedAt === undefined ? 0 : Date.parse(metadata.landedAt);
  return unread > maxUnread || wroteAt <= settledBefore || landedAt <= settledBefore;
}
