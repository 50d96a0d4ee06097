import { type HostStoragePorts } from './services';
import { type DeployedSource } from './sources';

/**
 * Azurite's well-known account, the same on every machine. It is public and gives access to nothing else
 * (https://learn.microsoft.com/azure/storage/common/storage-connect-azurite).
 */
const ACCOUNT = 'devstoreaccount1';
const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface AppSettingsOptions {
  readonly eventHubsConnectionString: string;
  readonly lakeConnectionString: string;
  readonly tablePort: number;
  /** Azurite's blobs and queues for the state of Core Tools' host; undefined with the local host. */
  readonly hostStorage: HostStoragePorts | undefined;
  /** Simulated events a second, over all sources. */
  readonly eventsPerSecond: number;
  /** All sources of the app. */
  readonly sources: readonly DeployedSource[];
  /** Names of the sources whose simulators run. */
  readonly simulated: readonly string[];
  readonly faults: string | undefined;
  readonly seed: number;
}

/** Returns the settings of the function app on this machine, as `local.settings.json` would hold them. */
export function toAppSettings(options: AppSettingsOptions): Record<string, string> {
  const { eventHubsConnectionString, lakeConnectionString, tablePort, hostStorage, seed } = options;
  const account = `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${ACCOUNT_KEY};`;
  const tables = `${account}TableEndpoint=http://127.0.0.1:${tablePort}/${ACCOUNT};`;
  return {
    FUNCTIONS_WORKER_RUNTIME: 'node',
    // The state of Microsoft's host needs queues, so it is in Azurite. The local host uses the lake's account.
    AzureWebJobsStorage:
      hostStorage === undefined
        ? lakeConnectionString
        : `${tables}BlobEndpoint=http://127.0.0.1:${hostStorage.blobs}/${ACCOUNT};` +
          `QueueEndpoint=http://127.0.0.1:${hostStorage.queues}/${ACCOUNT};`,
    EventHubs: eventHubsConnectionString,
    Lake: lakeConnectionString,
    Tables: tables,
    SIMULATION_SEED: String(seed),
    // Turns telemetry off until an endpoint is set. Without this setting the Functions host sends it over
    // gRPC.
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    // Azurite keeps tables in memory and writes all of them every five seconds.
    LIVE_RETENTION_HOURS: '2',
    LIVE_CHANGES_WAIT_SECONDS: '25',
    QUARANTINE_INDEX_SCHEDULE: '*/10 * * * * *',
    LANDING_AGE_SCHEDULE: '*/10 * * * * *',
    ...(options.faults !== undefined && { SIMULATION_FAULTS: options.faults }),
    ...toSimulatorSettings(options),
  };
}

/**
 * Returns the settings of the simulators. The rate is divided over the sources in the proportions of a
 * deployment.
 */
export function toSimulatorSettings({
  eventsPerSecond,
  sources,
  simulated,
}: Pick<AppSettingsOptions, 'eventsPerSecond' | 'sources' | 'simulated'>): Record<string, string> {
  const rates = new Map(
    sources.flatMap(({ name, simulator }) =>
      simulator === null ? [] : [[name, Number(simulator.eventsPerSecond)] as const],
    ),
  );
  const total = simulated.reduce((sum, name) => sum + (rates.get(name) ?? 0), 0);
  return Object.fromEntries(
    [...rates].flatMap(([name, rate]) => {
      const setting = `SIMULATE_${name.toUpperCase()}`;
      const runs = simulated.includes(name) && eventsPerSecond > 0;
      return [
        [`${setting}_SCHEDULE`, '* * * * * *'],
        [`${setting}_EVENTS_PER_SECOND`, String(runs ? (eventsPerSecond * rate) / total : 0)],
        // The platform's setting that disables one function
        // (https://learn.microsoft.com/azure/azure-functions/disable-function).
        [`AzureWebJobs.simulate${capitalised(name)}.Disabled`, String(!runs)],
      ];
    }),
  );
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
