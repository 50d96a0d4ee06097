import { perSource, type Source, SOURCES } from '../contracts/source';
import { type EventValidators } from '../contracts/open-contracts';
import { type AttemptStore } from '../event-log/attempt-store';
import { type HubInspector, type HubReader } from '../event-log/hub-reader';
import { PoisonGuard, type SearchTurns } from '../event-log/poison-guard';
import { sweepHubs, type SweepOutcome } from '../event-log/sweep-hubs';
import { validateDataBodies } from '../event-log/unread-results';
import { type Clock } from '../platform/clock';
import { type LiveConfig } from './settings';
import { HealingAggregator } from './windows/healing-aggregator';
import { type ViewStartStore, ViewStarts, withViewStarts } from './view-starts';
import { WindowAggregator } from './windows/window-aggregator';
import { type LiveStateStore } from './windows/live-state-store';
import { type View } from './windows/view';
import { traceBatch } from '../event-log/batch-trace';
import { type ReceivedEvent } from '../event-log/received-event';
import { instruments } from '../platform/telemetry/instruments';

/** Aggregation of events into live windows. */
export interface Aggregation {
  readonly aggregators: Readonly<Record<Source, Pick<HealingAggregator, 'aggregate'>>>;
  /** Notes the start of views that have none, so that a view without events says since when it exists. */
  noteViewStarts(): Promise<void>;
  /** Aggregates events that the trigger has not delivered. Returns the number of events of each partition. */
  sweep(): Promise<readonly SweepOutcome<number>[]>;
}

export interface AggregationOptions {
  readonly live: Pick<LiveConfig, 'retentionHours' | 'maxGroups'>;
  readonly views: readonly View[];
  readonly validators: EventValidators;
  readonly store: LiveStateStore;
  readonly viewStarts: ViewStartStore;
  /** Separate from landing's: an event that kills live aggregation may be harmless to landing, and the reverse. */
  readonly attempts: AttemptStore;
  readonly poisonAttempts: number;
  readonly sweepAfterSeconds: number;
  readonly hub: HubInspector & HubReader;
  /** Shared with landing. */
  readonly searchTurns: SearchTurns;
  /** Whether there are sinks. Without them, changes are not recorded. */
  readonly tracksChanges: boolean;
  readonly clock: Clock;
  readonly pause: (milliseconds: number) => Promise<void>;
}

export function createAggregation(options: AggregationOptions): Aggregation {
  const { views, validators, attempts, poisonAttempts, hub, searchTurns, clock, pause } = options;
  const starts = new ViewStarts({
    store: options.viewStarts,
    views: views.map(({ name }) => name),
    clock,
  });
  const store = withViewStarts(options.store, starts);
  const { retentionHours, maxGroups } = options.live;
  const aggregators = perSource((source) => {
    const aggregator = new WindowAggregator({
      source,
      store,
      hub,
      clock,
      retentionHours,
      maxGroups,
      views: views.filter((view) => view.source === source),
      validate: validateDataBodies(validators[source]),
      guard: new PoisonGuard({ state: attempts, attempts: poisonAttempts, turns: searchTurns }),
      pause,
      tracksChanges: options.tracksChanges,
    });
    return new HealingAggregator({ source, aggregator, store, hub, clock });
  });
  return {
    aggregators: perSource((source) => traceAggregator(source, aggregators[source])),
    noteViewStarts: () => starts.noteStarts(),
    sweep: () =>
      sweepHubs({
        sources: SOURCES,
        hub,
        clock,
        afterSeconds: options.sweepAfterSeconds,
        sweep: (source, partition, sweep) => aggregators[source].sweep(partition, sweep),
      }),
  };
}

/** The part of an aggregator that telemetry needs. */
export interface Aggregator<T extends { readonly aggregated: number; readonly redelivered: number }> {
  aggregate(partition: number, events: readonly ReceivedEvent[]): Promise<T>;
}

/** Adds a span for each batch, and a span in each sampled event's own trace after it is aggregated. */
export function traceAggregator<T extends { readonly aggregated: number; readonly redelivered: number }>(
  source: Source,
  aggregator: Aggregator<T>,
): Aggregator<T> {
  return {
    aggregate: (partition, events) =>
      traceBatch(
        { operation: 'aggregate', source, partition, consumerGroup: 'live', events, parent: undefined },
        async (batch) => {
          const result = await aggregator.aggregate(partition, events);
          // Events ascend by sequence number, so redelivered ones come first.
          const [first, last] = [events[result.redelivered], events.at(-1)];
          if (batch !== undefined && first !== undefined && last !== undefined) {
            const range = { first: first.sequenceNumber, last: last.sequenceNumber };
            batch.beginPart().kept(range, {});
            instruments().aggregatedEvents.add(result.aggregated, { 'sluice.source': source });
          }
          return result;
        },
      ),
  };
}
