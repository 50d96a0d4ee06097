import { type DeployedSource } from './sources';

/**
 * Azurite's well-known account, the same on every machine; public, and of no use anywhere else
 * (https://learn.microsoft.com/azure/storage/common/storage-connect-azurite).
 */
const ACCOUNT = 'devstoreaccount1';
const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface AppSettingsOptions {
  readonly eventHubsConnectionString: string;
  readonly lakeConnectionString: string;
  readonly tablePort: number;
  readonly blobAndQueuePorts?: { readonly blob: number; readonly queue: number };
  /** Simulated events a second, all sources together. */
  readonly eventsPerSecond: number;
  /** Every source of the app. */
  readonly sources: readonly DeployedSource[];
  /** Names of the sources whose simulators run. */
  readonly simulated: readonly string[];
  readonly faults: string | undefined;
  readonly seed: number;
}

/** The settings of the function app on this machine, as `local.settings.json` would hold them. */
export function toAppSettings(options: AppSettingsOptions): Record<string, string> {
  const { eventHubsConnectionString, lakeConnectionString, tablePort, blobAndQueuePorts, seed } = options;
  const account = `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${ACCOUNT_KEY};`;
  const tables = `${account}TableEndpoint=http://127.0.0.1:${tablePort}/${ACCOUNT};`;
  return {
    FUNCTIONS_WORKER_RUNTIME: 'node',
    // Where the host keeps checkpoints. Without Azurite's blobs the lake's account takes them.
    AzureWebJobsStorage:
      blobAndQueuePorts === undefined
        ? lakeConnectionString
        : `${tables}BlobEndpoint=http://127.0.0.1:${blobAndQueuePorts.blob}/${ACCOUNT};` +
          `QueueEndpoint=http://127.0.0.1:${blobAndQueuePorts.queue}/${ACCOUNT};`,
    EventHubs: eventHubsConnectionString,
    Lake: lakeConnectionString,
    Tables: tables,
    SIMULATION_SEED: String(seed),
    // Nothing is sent until an endpoint is added. The Functions host would speak gRPC to it without this.
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    // Azurite keeps tables in memory and writes all of them every five seconds.
    LIVE_RETENTION_HOURS: '2',
    QUARANTINE_INDEX_SCHEDULE: '*/10 * * * * *',
    LANDING_AGE_SCHEDULE: '*/10 * * * * *',
    ...(options.faults !== undefined && { SIMULATION_FAULTS: options.faults }),
    ...toSimulatorSettings(options),
  };
}

/** The settings that say how much is simulated. Sources share it as they would in a deployment. */
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
        // The platform's own switch for one function
        // (https://learn.microsoft.com/azure/azure-functions/disable-function).
        [`AzureWebJobs.simulate${capitalised(name)}.Disabled`, String(!runs)],
      ];
    }),
  );
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
