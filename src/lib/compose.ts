import { setTimeout as pause } from 'node:timers/promises';
import { Lander } from './bronze/lander';
import { type HubInspector, type SlotReader } from './bronze/ports';
import { createHubInspector, EventHubClient } from './clients/event-hub-client';
import { LakeClient } from './clients/lake-client';
import { LandingTable } from './clients/table-client';
import { composeRefresh, type Refresh } from './compose-refresh';
import { type Config, isSet, readConfig } from './config';
import { createJudge } from './contracts/judge';
import { type ContractRegistry, createRegistry } from './contracts/registry';
import { Publisher } from './hub/publisher';
import { type Clock, systemClock } from './shared/clock';
import { SluiceError } from './shared/errors';
import { type Source, SOURCES } from './shared/source';
import { createSimulator, type Simulator } from './source/simulate/simulator';

/** The app, put together: what trigger files delegate to. */
export interface Sluice {
  readonly config: Config;
  readonly clock: Clock;
  readonly registry: ContractRegistry;
  /** Of the configured seed; keeps its world. */
  readonly simulator: Simulator;
  readonly publishers: Readonly<Record<Source, Publisher>>;
  readonly landers: Readonly<Record<Source, Lander>>;
  readonly hub: HubInspector;
  readonly slots: SlotReader;
  readonly isRefreshConfigured: boolean;
  /** @throws SluiceError `refresh_not_configured` where no Databricks job is named in the settings */
  refresh(): Refresh;
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
  const refresh =
    config.refresh === undefined
      ? undefined
      : composeRefresh({ config, refresh: config.refresh, clock, slots: lake, landingState: state });
  return {
    config,
    clock,
    registry,
    simulator: createSimulator({ seed: config.simulationSeed }),
    publishers: perSource((source) => new Publisher({ hub: hubs[source] })),
    landers: perSource(
      (source) =>
        new Lander({
          source,
          store: lake,
          state,
          hub,
          judge: createJudge({ registry, source, maxEventBytes: config.maxEventBytes }),
          clock,
          pause: (milliseconds) => pause(milliseconds),
          poisonAttempts: config.poisonAttempts,
        }),
    ),
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
    async checkDependencies() {
      const checks = new Map<string, () => Promise<unknown>>([
        ...SOURCES.map((source) => [`hub ${source}`, () => hub.readIncarnation(source)] as const),
        ['lake', () => lake.check()],
        ['tables', () => state.check()],
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
      await Promise.all(SOURCES.map((source) => hubs[source].close()));
    },
  };
}

export { isSet };

let composed: Sluice | undefined;

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
}

function perSource<T>(make: (source: Source) => T): Record<Source, T> {
  return Object.fromEntries(SOURCES.map((source) => [source, make(source)])) as Record<Source, T>;
}
