import { setTimeout as pause } from 'node:timers/promises';
import { PoisonGuard } from '../event-log/poison-guard';
import { type SearchTurns } from '../event-log/search-turns';
import { type HubInspector } from '../landing/ports';
import { judgeDataBodies } from '../event-log/unread-judgements';
import { LiveTable } from './store/live-table';
import { LandingTable } from '../landing/store/landing-table';
import { type Config } from '../platform/config';
import { createJudge } from '../contracts/judge';
import { type ContractRegistry } from '../contracts/registry';
import { type HubReader } from '../event-log/hub-reader';
import { sweepHubs, type SweepOutcome } from '../event-log/sweep-hubs';
import { type LiveConfig } from './settings';
import { WindowDeliverer } from './deliver/window-deliverer';
import { WindowSweeper } from './deliver/window-sweeper';
import { type WindowReader, type WindowSink } from './ports';
import { type SinkStatus } from './sink-status';
import { HealingFolder } from './windows/healing-folder';
import { LiveFolder } from './windows/live-folder';
import { type LivePosition } from './windows/live-position';
import { type LivePartition } from './windows/live-state-store';
import { type View, viewsOf } from './windows/view';
import { type Clock } from '../platform/clock';
import { type Source, SOURCES } from '../contracts/source';
import { countDeliveries, traceFolder } from './observed-stages';

/** The live path, put together. */
export interface Live {
  readonly config: LiveConfig;
  /** What windows there are. */
  readonly views: readonly View[];
  readonly folders: Readonly<Record<Source, Pick<HealingFolder, 'fold'>>>;
  /** Folds what the trigger has left behind; how many events, by partition. */
  sweep(): Promise<readonly SweepOutcome<number>[]>;
  readonly deliverer: Pick<WindowDeliverer, 'deliver'>;
  readonly sweeper: WindowSweeper;
  readonly windows: WindowReader;
  /** How far each hub partition of a source is folded, of every incarnation; for the status. */
  readPositions(
    source: Source,
  ): Promise<readonly { readonly partition: LivePartition; readonly position: LivePosition }[]>;
  /** Of the process that delivers, which need not be this one. Configured sinks that it has not met yet are `idle`. */
  readSinks(): Promise<readonly SinkStatus[]>;
  /** One cheap request to the table. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface ComposeLiveOptions {
  readonly config: Pick<Config, 'tables' | 'maxEventBytes' | 'poisonAttempts' | 'sweepAfterSeconds'>;
  readonly live: LiveConfig;
  readonly clock: Clock;
  readonly registry: ContractRegistry;
  readonly hub: HubReader & Pick<HubInspector, 'readPartitions'>;
  readonly sinks: readonly WindowSink[];
  /** Shared with landing. */
  readonly searchTurns: SearchTurns;
}

export function composeLive(options: ComposeLiveOptions): Live {
  const { config, live, clock, registry, hub, sinks, searchTurns } = options;
  const views = viewsOf(registry);
  const wait = (milliseconds: number): Promise<void> => pause(milliseconds);
  const store = new LiveTable({ connection: config.tables, table: live.table, views, pause: wait });
  // Attempts of its own: an event that kills the live path need not kill landing, and the other way round.
  const attempts = new LandingTable(config.tables, live.table);
  const { retentionHours, maxGroups } = live;
  const deliverer = new WindowDeliverer({
    ...{ views, store, clock },
    sinks,
    // A round that is over in time must not keep the process from ending.
    pause: (milliseconds) => pause(milliseconds, undefined, { ref: false }),
  });
  const openFolder = (source: Source): HealingFolder => {
    const folder = new LiveFolder({
      ...{ source, store, hub, clock, retentionHours, maxGroups },
      views: views.filter((view) => view.source === source),
      judge: judgeDataBodies(createJudge({ registry, source, maxEventBytes: config.maxEventBytes })),
      guard: new PoisonGuard({ state: attempts, attempts: config.poisonAttempts, turns: searchTurns }),
      pause: wait,
      tracksChanges: sinks.length > 0,
    });
    return new HealingFolder({ source, folder, store, hub, clock });
  };
  const folders = Object.fromEntries(SOURCES.map((source) => [source, openFolder(source)])) as Record<
    Source,
    HealingFolder
  >;
  return {
    config: live,
    views,
    folders: Object.fromEntries(
      SOURCES.map((source) => [source, traceFolder(source, folders[source])]),
    ) as Record<Source, Pick<HealingFolder, 'fold'>>,
    sweep: () =>
      sweepHubs({
        ...{ sources: SOURCES, hub, clock, afterSeconds: config.sweepAfterSeconds },
        sweep: (source, partition, options) => folders[source].sweep(partition, options),
      }),
    deliverer: countDeliveries(deliverer),
    sweeper: new WindowSweeper({ views, store, clock, retentionHours }),
    windows: store,
    async readPositions(source) {
      const partitions = await store.listPartitions(source);
      const found = await Promise.all(
        partitions.map(async (partition) => {
          const stored = await store.readPosition(partition);
          return stored && { partition, position: stored.position };
        }),
      );
      return found.filter((one) => one !== undefined);
    },
    async readSinks() {
      const written = await store.readSinkStatuses();
      return deliverer.statuses().map((own) => written.find(({ name }) => name === own.name) ?? own);
    },
    check: () => store.check(),
    close: () => deliverer.close(),
  };
}
