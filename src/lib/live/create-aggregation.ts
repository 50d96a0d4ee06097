import { type AttemptStore } from '../event-log/attempt-store';
import { traceBatch } from '../event-log/batch-trace';
import { PoisonGuard, type SearchTurns } from '../event-log/poison-guard';
import { type SweepOutcome } from '../event-log/sweep-hubs';
import { type PartitionHead } from '../landing/heads';
import { type Clock } from '../platform/clock';
import { instruments } from '../platform/telemetry/instruments';
import { type ChangeNotice } from './deliver/open-change-notice';
import { type Follow, HandOver } from './hand-over';
import { type LiveConfig } from './settings';
import { sweepHeads, type SweptWindows } from './sweep-heads';
import { type ViewStartStore, ViewStarts, withViewStarts } from './view-starts';
import { type BronzeSlots } from './windows/bronze-slots';
import { type LiveStateStore } from './windows/live-state-store';
import { type View } from './windows/view';
import { WindowAggregator } from './windows/window-aggregator';

/** Aggregation of events into live windows. */
export interface Aggregation {
  /** Takes the events that landing has put into Bronze. */
  readonly handOver: Pick<HandOver, 'take'>;
  /** Notes the start of views that have none, so that a view without events says since when it exists. */
  noteViewStarts(): Promise<void>;
  /** Aggregates events of Bronze that no hand-over has brought. Returns the number of events of each partition. */
  sweep(): Promise<readonly SweepOutcome<SweptWindows>[]>;
}

export interface AggregationOptions {
  readonly live: Pick<LiveConfig, 'retentionHours' | 'maxGroups'>;
  readonly views: readonly View[];
  readonly store: LiveStateStore;
  readonly viewStarts: ViewStartStore;
  readonly slots: BronzeSlots;
  /** Returns the newest slot of every partition. */
  readonly listHeads: () => Promise<readonly PartitionHead[]>;
  /** Separate from landing's: an event that kills live aggregation may be harmless to landing, and the reverse. */
  readonly attempts: AttemptStore;
  readonly poisonAttempts: number;
  readonly sweepAfterSeconds: number;
  /** Shared with landing. */
  readonly searchTurns: SearchTurns;
  /** Whether there are sinks. Without them, changes are not recorded. */
  readonly tracksChanges: boolean;
  /** Called after a hand-over changed windows. It returns at once. */
  readonly noticeChange?: ChangeNotice;
  readonly clock: Clock;
  readonly pause: (milliseconds: number) => Promise<void>;
}

export function createAggregation(options: AggregationOptions): Aggregation {
  const { views, slots, attempts, poisonAttempts, searchTurns, clock, pause } = options;
  const starts = new ViewStarts({
    store: options.viewStarts,
    views: views.map(({ name }) => name),
    clock,
  });
  const store = withViewStarts(options.store, starts);
  const { retentionHours, maxGroups } = options.live;
  const aggregator = new WindowAggregator({
    views,
    store,
    slots,
    clock,
    retentionHours,
    maxGroups,
    guard: new PoisonGuard({ state: attempts, attempts: poisonAttempts, turns: searchTurns }),
    pause,
    tracksChanges: options.tracksChanges,
  });
  return {
    handOver: new HandOver({
      follow: traceFollow(aggregator),
      clock,
      ...(options.noticeChange && { noticeChange: options.noticeChange }),
    }),
    noteViewStarts: () => starts.noteStarts(),
    sweep: () =>
      sweepHeads({
        listHeads: options.listHeads,
        store,
        aggregator,
        clock,
        afterSeconds: options.sweepAfterSeconds,
      }),
  };
}

/** Adds a span for each batch, and a span in each sampled event's own trace after it is aggregated. */
export function traceFollow(aggregator: Pick<WindowAggregator, 'follow'>): Follow {
  return (batch, limits, received) => {
    const { source, partition } = batch.partition;
    return traceBatch(
      {
        operation: 'aggregate',
        source,
        partition,
        consumerGroup: 'bronze',
        events: received,
        parent: undefined,
      },
      async (trace) => {
        const result = await aggregator.follow(batch, limits);
        const last = batch.head.lastSequenceNumber;
        if (trace !== undefined && result.first !== undefined) {
          trace.beginPart().kept({ first: result.first, last }, {});
          instruments().aggregatedEvents.add(result.aggregated, { 'sluice.source': source });
        }
        return result;
      },
    );
  };
}
