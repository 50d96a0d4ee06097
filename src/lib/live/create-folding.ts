import { perSource, type Source, SOURCES } from '../contracts/source';
import { type EventValidators } from '../contracts/open-contracts';
import { type AttemptStore } from '../event-log/attempt-store';
import { type HubInspector, type HubReader } from '../event-log/hub-reader';
import { PoisonGuard, type SearchTurns } from '../event-log/poison-guard';
import { sweepHubs, type SweepOutcome } from '../event-log/sweep-hubs';
import { validateDataBodies } from '../event-log/unread-results';
import { type Clock } from '../platform/clock';
import { type LiveConfig } from './settings';
import { HealingFolder } from './windows/healing-folder';
import { LiveFolder } from './windows/live-folder';
import { type LiveStateStore } from './windows/live-state-store';
import { type View } from './windows/view';
import { traceBatch } from '../event-log/batch-trace';
import { type ReceivedEvent } from '../event-log/received-event';
import { instruments } from '../platform/telemetry/instruments';

/** Folding of events into live windows, put together. */
export interface Folding {
  readonly folders: Readonly<Record<Source, Pick<HealingFolder, 'fold'>>>;
  /** Folds what the trigger has left behind; how many events, by partition. */
  sweep(): Promise<readonly SweepOutcome<number>[]>;
}

export interface FoldingOptions {
  readonly live: Pick<LiveConfig, 'retentionHours' | 'maxGroups'>;
  readonly views: readonly View[];
  readonly validators: EventValidators;
  readonly store: LiveStateStore;
  /** Of its own: an event that kills the live path need not kill landing, and the other way round. */
  readonly attempts: AttemptStore;
  readonly poisonAttempts: number;
  readonly sweepAfterSeconds: number;
  readonly hub: HubInspector & HubReader;
  /** Shared with landing. */
  readonly searchTurns: SearchTurns;
  /** Whether anything is delivered: then what changes is noted. */
  readonly tracksChanges: boolean;
  readonly clock: Clock;
  readonly pause: (milliseconds: number) => Promise<void>;
}

export function createFolding(options: FoldingOptions): Folding {
  const { views, validators, store, attempts, poisonAttempts, hub, searchTurns, clock, pause } = options;
  const { retentionHours, maxGroups } = options.live;
  const folders = perSource((source) => {
    const folder = new LiveFolder({
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
    return new HealingFolder({ source, folder, store, hub, clock });
  });
  return {
    folders: perSource((source) => traceFolder(source, folders[source])),
    sweep: () =>
      sweepHubs({
        sources: SOURCES,
        hub,
        clock,
        afterSeconds: options.sweepAfterSeconds,
        sweep: (source, partition, sweep) => folders[source].sweep(partition, sweep),
      }),
  };
}

/** What of a folder of live windows is followed. */
export interface Folder<T extends { readonly folded: number; readonly redelivered: number }> {
  fold(partition: number, events: readonly ReceivedEvent[]): Promise<T>;
}

/** The folder with a span for each batch, and one for each sampled event in its own trace once it is folded. */
export function traceFolder<T extends { readonly folded: number; readonly redelivered: number }>(
  source: Source,
  folder: Folder<T>,
): Folder<T> {
  return {
    fold: (partition, events) =>
      traceBatch(
        { operation: 'fold', source, partition, consumerGroup: 'live', events, parent: undefined },
        async (batch) => {
          const result = await folder.fold(partition, events);
          // A partition's events ascend, so those that were folded before stand in front.
          const [first, last] = [events[result.redelivered], events.at(-1)];
          if (batch !== undefined && first !== undefined && last !== undefined) {
            const range = { first: first.sequenceNumber, last: last.sequenceNumber };
            batch.beginPart().kept(range, {});
            instruments().foldedEvents.add(result.folded, { 'sluice.source': source });
          }
          return result;
        },
      ),
  };
}
