import { setTimeout as pause } from 'node:timers/promises';
import { Lander, type SweepResult } from './landing/lander';
import { LandingAges } from './landing/landing-ages';
import { type SlotReader, type SlotStore } from './landing/ports';
import { type HubInspector } from './event-log/hub-reader';
import { SearchTurns } from './event-log/search-turns';
import { createHubInspector, EventHubClient } from './event-log/event-hub-client';
import { LakeClient } from './landing/store/lake-client';
import { LandingTable } from './landing/store/landing-table';
import { TableSink } from './live/sinks/table/table-sink';
import { WaitingTable } from './landing/store/waiting-table';
import { composeLive, type Live } from './live/create-live';
import { composeQuarantine } from './quarantine/create-quarantine';
import { composeRefresh, type Refresh } from './refresh/create-refresh';
import { composeServe, type Serve } from './serve/create-serve';
import { composeSemanticModel, composeSinks } from './live/sinks/create-sinks';
import { composeStatus } from './status/create-status';
import { type Config, isSet, readConfig } from './platform/config';
import { createEventValidator } from './contracts/validate';
import { type ContractRegistry, createRegistry } from './contracts/registry';
import { sweepHubs, type SweepOutcome } from './event-log/sweep-hubs';
import { Publisher } from './publish/publisher';
import { type Quarantine } from './quarantine/quarantine';
import { type StatusReader } from './status/read-status';
import { API_VERSION } from './platform/api-version';
import { type Clock, systemClock } from './platform/clock';
import { isSluiceError, SluiceError } from './platform/errors';
import { type Source, SOURCES } from './contracts/source';
import { LandingAgeGauge } from './landing/landing-age-gauge';
import { observeLag } from './status/observe-lag';
import { countSwept } from './live/observed-stages';
import { countSent } from './publish/publish-trace';
import { startTelemetry, type Telemetry } from './platform/telemetry/start-telemetry';
import { readLivePositions, readQuarantineTotals } from './status/status-sources';
import { createSimulator, type Simulator } from './simulate/simulator';

/** The app, put together: what trigger files delegate to. */
export interface Sluice {
  readonly config: Config;
  readonly clock: Clock;
  readonly registry: ContractRegistry;
  /** Of the configured seed; keeps its world. */
  readonly simulator: Simulator;
  readonly publishers: Readonly<Record<Source, Publisher>>;
  readonly landers: Readonly<Record<Source, Lander>>;
  /** Lands what the Event Hubs trigger has left behind in the hubs. */
  sweepLanding(): Promise<readonly SweepOutcome<SweepResult>[]>;
  readonly landingAges: { readonly ages: LandingAges; readonly gauge: LandingAgeGauge };
  readonly hub: HubInspector;
  readonly slots: SlotReader & SlotStore;
  readonly isRefreshConfigured: boolean;
  /** @throws SluiceError `refresh_not_configured` where no Databricks job is named in the settings */
  refresh(): Refresh;
  live(): Live;
  serve(): Serve;
  quarantine(): Quarantine;
  readonly status: StatusReader;
  /** One cheap request to each service that the app needs; the name of each that failed, with the fault. */
  checkDependencies(): Promise<ReadonlyMap<string, unknown>>;
  close(): Promise<void>;
}

/** The composition root: Config → clients → stages. Nothing is connected before its first use. */
export function compose(config: Config, clock: Clock = systemClock): Sluice {
  const registry = createRegistry();
  const hubs = perSource((source) => new EventHubClient(config.eventHubs, source));
  const lake = new LakeClient(config.lake, config.bronzeContainer);
  const state = new LandingTable(config.tables, config.landingTable);
  const hub = createHubInspector(hubs);
  const waiting = new WaitingTable(config.tables, config.landingTable);
  const { goldContainer } = config.refresh ?? {};
  const judges = perSource((source) =>
    createEventValidator({ registry, source, maxEventBytes: config.maxEventBytes }),
  );
  const searchTurns = new SearchTurns();
  const landers = perSource(
    (source) =>
      new Lander({
        source,
        store: lake,
        state,
        hub,
        judge: judges[source],
        clock,
        pause: (milliseconds) => pause(milliseconds),
        poisonAttempts: config.poisonAttempts,
        searchTurns,
      }),
  );
  const publishers = perSource((source) => new Publisher({ hub: hubs[source], observe: countSent(source) }));
  const refresh =
    config.refresh === undefined
      ? undefined
      : composeRefresh({
          ...{ config, refresh: config.refresh, clock, slots: lake, landingState: state },
          semanticModel: composeSemanticModel(config.sinks, clock),
        });
  const sinks = composeSinks({
    config: config.sinks,
    clock,
    createTableSink: (table) => new TableSink(config.tables, table),
  });
  const live = composeLive({ config, live: config.live, clock, registry, hub, sinks, searchTurns });
  const serve = composeServe({ config, goldContainer, registry, windows: live.windows, clock });
  const quarantine = composeQuarantine({
    ...{ quarantine: config.quarantine, lake: config.lake, tables: config.tables, slots: lake },
    ...{ bronzeContainer: config.bronzeContainer, clock, registry, judges, publishers },
  });
  const status = composeStatus({
    ...{ clock, version: API_VERSION, hub, slots: lake, waiting },
    live: { read: () => readLivePositions(live) },
    quarantine: { totals: () => readQuarantineTotals(quarantine) },
    sinks: { read: () => live.readSinks() },
    refresh,
    powerBiEndpoint: config.sinks.powerBi.endpoint,
  });
  return {
    config,
    clock,
    registry,
    simulator: createSimulator({ seed: config.simulationSeed }),
    publishers,
    landers,
    sweepLanding: () =>
      sweepHubs({
        ...{ sources: SOURCES, hub, clock, afterSeconds: config.sweepAfterSeconds },
        sweep: (source, partition, options) =>
          landers[source].sweep(partition, { ...options, observe: countSwept(source) }),
      }),
    landingAges: {
      ages: new LandingAges({ sources: SOURCES, hub, store: lake, state, waiting, clock }),
      gauge: new LandingAgeGauge(clock),
    },
    hub,
    slots: lake,
    isRefreshConfigured: refresh !== undefined,
    refresh() {
      if (refresh !== undefined) return refresh;
      throw new SluiceError(
        'refresh_not_configured',
        'nothing is refreshed here: set DATABRICKS_WORKSPACE_URL and DATABRICKS_JOB_ID',
        { kind: 'permanent' },
      );
    },
    live: () => live,
    serve: () => serve,
    quarantine: () => quarantine,
    status,
    async checkDependencies() {
      const checks = new Map<string, () => Promise<unknown>>([
        ...SOURCES.map((source) => [`hub ${source}`, () => hub.readIncarnation(source)] as const),
        ['lake', () => lake.check()],
        ['tables', () => state.check()],
        ['live windows', () => live.check()],
        ['quarantine', () => quarantine.check()],
        ...(refresh === undefined ? [] : [['refresh', () => refresh.check()] as const]),
      ]);
      const names = [...checks.keys()];
      const results = await Promise.allSettled([...checks.values()].map((check) => check()));
      return new Map(
        results.flatMap((result, index) =>
          result.status === 'rejected' ? [[names[index] ?? '', result.reason as unknown] as const] : [],
        ),
      );
    },
    async close() {
      await Promise.all([live.close(), ...SOURCES.map((source) => hubs[source].close())]);
    },
  };
}

export { isSet };

let composed: Sluice | undefined;
let telemetry: Telemetry | undefined;

/**
 * Switches traces and metrics on where the settings say where they go. Wrong settings are left to the first call that needs
 * them, which names them.
 *
 * @param report told what could not be sent, and why
 */
export async function startSluiceTelemetry(report: (fault: unknown) => void): Promise<void> {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    if (isSluiceError(error) && error.code === 'config_invalid') return;
    throw error;
  }
  telemetry = await startTelemetry(config.telemetry, { version: API_VERSION, report });
  observeLag(() => sluice().status);
}

/**
 * The app of this process, put together at its first use, so that wrong settings fail the call that needs them with a
 * message rather than the start without one.
 *
 * @throws SluiceError `config_invalid`
 */
export function sluice(): Sluice {
  composed ??= compose(readConfig());
  return composed;
}

/** Closes what {@link sluice} opened in this process, if anything. */
export async function closeSluice(): Promise<void> {
  await composed?.close();
  composed = undefined;
  await telemetry?.close();
  telemetry = undefined;
}

function perSource<T>(make: (source: Source) => T): Record<Source, T> {
  return Object.fromEntries(SOURCES.map((source) => [source, make(source)])) as Record<Source, T>;
}
