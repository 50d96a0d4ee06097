import { type SweepOutcome } from '../event-log/sweep-hubs';
import { type PartitionHead } from '../landing/heads';
import { type LandedBatch } from '../landing/slots';
import { WORK_MILLISECONDS } from '../platform/call-limits';
import { type Clock } from '../platform/clock';
import { type LiveStateStore, type StoredPosition } from './windows/live-state-store';
import { type FollowResult } from './windows/follow';
import { type WindowAggregator } from './windows/window-aggregator';

export interface SweepHeadsOptions {
  /** Returns the newest slot of every partition. */
  readonly listHeads: () => Promise<readonly PartitionHead[]>;
  readonly store: Pick<LiveStateStore, 'readPosition'>;
  readonly aggregator: Pick<WindowAggregator, 'follow' | 'backfill' | 'needsBackfill'>;
  readonly clock: Clock;
  /** How long an event waits for the call that landed it, in seconds. */
  readonly afterSeconds: number;
  /** Up to this many events, the call that lands the next batch catches up by itself. @default 10000 */
  readonly maxUnread?: number;
}

/** What a sweep did in one partition. */
export type SweptWindows = Pick<FollowResult, 'aggregated' | 'lost'>;

/**
 * Brings the windows of every partition up to the head of Bronze. Landing leaves some of them: idle ones, those that are far
 * behind, and those whose next event kills the process. Then it computes new views. A partition that fails does not stop the others.
 *
 * @throws SluiceError `lake_unavailable` if the heads cannot be listed
 */
export async function sweepHeads(options: SweepHeadsOptions): Promise<readonly SweepOutcome<SweptWindows>[]> {
  const { clock } = options;
  const now = clock.now().getTime();
  const limits = { until: now + WORK_MILLISECONDS };
  const heads = await options.listHeads();
  const outcomes: SweepOutcome<SweptWindows>[] = [];
  // In sequence: the backlogs of all partitions at once would fill the memory. New views come last, because nobody
  // misses them yet.
  for (const sweep of [followHead, backfillHead]) {
    for (const head of heads) {
      const { source, partition } = head.partition;
      try {
        const result = await sweep(head, now, limits, options);
        if (result !== undefined) outcomes.push({ source, outcome: 'swept', partition, result });
      } catch (error) {
        outcomes.push({ source, outcome: 'failed', partition, error });
      }
    }
  }
  return outcomes;
}

type Sweep = (
  head: PartitionHead,
  now: number,
  limits: { readonly until: number },
  options: SweepHeadsOptions,
) => Promise<SweptWindows | undefined>;

const followHead: Sweep = async (head, now, limits, options) => {
  const stored = await options.store.readPosition(head.partition);
  return isLeft(head, stored, now, options) ? options.aggregator.follow(toBatch(head), limits) : undefined;
};

const backfillHead: Sweep = async (head, _now, limits, { store, aggregator }) => {
  const stored = await store.readPosition(head.partition);
  if (stored === undefined || !aggregator.needsBackfill(head.partition, stored.position)) return undefined;
  return aggregator.backfill(toBatch(head), limits);
};

function toBatch({ partition, slot, metadata: { lastSequenceNumber } }: PartitionHead): LandedBatch {
  return { partition, head: { slot, lastSequenceNumber }, slots: [] };
}

/** Whether nobody else is at work on a partition whose windows are behind Bronze. */
function isLeft(
  { metadata }: PartitionHead,
  stored: StoredPosition | undefined,
  now: number,
  { afterSeconds, maxUnread = 10_000 }: SweepHeadsOptions,
): boolean {
  const unread = metadata.lastSequenceNumber - (stored?.position.lastSequenceNumber ?? -1);
  if (unread <= 0) return false;
  const settledBefore = now - afterSeconds * 1000;
  const wroteAt = stored?.writtenAt ?? 0;
  const landedAt = metadata.landedAt === undefined ? 0 : Date.parse(metadata.landedAt);
  return unread > maxUnread || wroteAt <= settledBefore || landedAt <= settledBefore;
}
