import { z } from 'zod';
import { SluiceError } from './errors';
import {
  CHECKPOINT_SETTINGS,
  type FunctionAppConfig,
  hasHostStorage,
  toFunctionAppConfig,
} from '../checkpoint/settings';
import { type Connection, readConnection } from './connection';
import { LANDING_SETTINGS } from '../landing/settings';
import { LIVE_SETTINGS, type LiveConfig, toLiveConfig } from '../live/settings';
import { QUARANTINE_SETTINGS, type QuarantineConfig, toQuarantineConfig } from '../quarantine/settings';
import { type RefreshConfig, REFRESH_SETTINGS, toRefreshConfig } from '../refresh/settings';
import { SINK_SETTINGS, type SinksConfig, toSinksConfig } from '../live/sinks/settings';
import { TELEMETRY_SETTINGS, type TelemetryConfig, toTelemetryConfig } from './telemetry/settings';
import { containerName, wholeNumber } from './setting-types';
import { SIMULATED_SOURCES, type SimulatedSource } from '../contracts/source';

export { type Connection };

export interface SimulationConfig {
  /** Events that a source's timer makes a second. */
  readonly eventsPerSecond: number;
}

export interface Config {
  readonly eventHubs: Connection;
  readonly lake: Connection;
  readonly tables: Connection;
  /** The account of the Functions host, which has checkpoints; undefined where the settings do not name it. */
  readonly hostStorage: Connection | undefined;
  /** Undefined where the settings do not name it: the app itself does not need it. */
  readonly functionApp: FunctionAppConfig | undefined;
  /** Container of the lake that holds the slots. */
  readonly bronzeContainer: string;
  /** Table of landing hints and attempt counters. */
  readonly landingTable: string;
  /** Larger events are refused at HTTP ingestion and quarantined at landing. */
  readonly maxEventBytes: number;
  /** Records in one HTTP request. */
  readonly maxRecordsPerRequest: number;
  /** Deaths of the worker over the same first event before a batch is cut. */
  readonly poisonAttempts: number;
  /** Seconds that an event waits in the hub for the trigger before a sweep takes it in. */
  readonly sweepAfterSeconds: number;
  /** The simulated world; the same seed gives the same customers, products and devices. */
  readonly simulationSeed: number;
  /** Shares of faulty events, as `duplicate=0.01,late=0.02` or `none`. */
  readonly simulationFaults: string | undefined;
  /** By source; only of those that have a simulator. */
  readonly simulation: Readonly<Record<SimulatedSource, SimulationConfig>>;
  /** Undefined where no Databricks job is named: then nothing is refreshed here. */
  readonly refresh: RefreshConfig | undefined;
  readonly live: LiveConfig;
  readonly sinks: SinksConfig;
  readonly quarantine: QuarantineConfig;
  /** Undefined where traces and metrics go nowhere. */
  readonly telemetry: TelemetryConfig | undefined;
}

/** One setting, for the documentation and for tests that compare it with what is deployed. */
export interface SettingDescription {
  readonly name: string;
  readonly description: string;
  readonly default?: string;
}

const SETTINGS = z.object({
  EventHubs: z
    .string()
    .optional()
    .describe('Connection string of the Event Hubs namespace (this machine only).'),
  EventHubs__fullyQualifiedNamespace: z
    .string()
    .optional()
    .describe('Namespace, as `name.servicebus.windows.net`.'),
  EventHubs__clientId: z
    .string()
    .optional()
    .describe('Client id of the user-assigned identity for Event Hubs.'),
  EventHubs__credential: z.string().optional().describe('`managedidentity`; read by the Functions host.'),
  Lake: z.string().optional().describe('Connection string of the Data Lake account (this machine only).'),
  Lake__blobServiceUri: z
    .string()
    .optional()
    .describe('Blob endpoint, as `https://account.blob.core.windows.net`.'),
  Lake__clientId: z.string().optional().describe('Client id of the user-assigned identity for the lake.'),
  Tables: z.string().optional().describe('Connection string of the Table account (this machine only).'),
  Tables__tableServiceUri: z
    .string()
    .optional()
    .describe('Table endpoint, as `https://account.table.core.windows.net`.'),
  Tables__clientId: z.string().optional().describe('Client id of the user-assigned identity for tables.'),
  AZURE_CLIENT_ID: z
    .string()
    .optional()
    .describe('Client id of the user-assigned identity for every service that names none of its own.'),
  BRONZE_CONTAINER: containerName.default('bronze').describe('Container of the lake that holds Bronze.'),
  ...LANDING_SETTINGS,
  MAX_EVENT_BYTES: wholeNumber(1024, 1_000_000)
    .default(262_144)
    .describe('Largest event, in bytes; larger ones are refused over HTTP and quarantined at landing.'),
  MAX_RECORDS_PER_REQUEST: wholeNumber(1, 1_000_000)
    .default(50_000)
    .describe('Most records in one HTTP ingestion request.'),
  POISON_ATTEMPTS: wholeNumber(1, 100)
    .default(3)
    .describe('Deaths of the worker over the same first event before its batch is cut to find the culprit.'),
  SWEEP_SCHEDULE: z
    .string()
    .optional()
    .describe(
      'Six-field NCRONTAB schedule, in UTC, of the timers that take in what the Event Hubs trigger has skipped; every minute where it is not set.',
    ),
  SWEEP_AFTER_SECONDS: wholeNumber(1, 86_400)
    .default(60)
    .describe('Seconds that an event waits in the hub for the trigger before a sweep takes it in.'),
  SIMULATION_SEED: wholeNumber(0, 2 ** 31 - 1)
    .default(1)
    .describe('Seed of the simulated world.'),
  SIMULATION_FAULTS: z
    .string()
    .optional()
    .describe(
      'Shares of faulty simulated events, as `duplicate=0.01,late=0.02`, or `none`; defaults per fault.',
    ),
  ...REFRESH_SETTINGS,
  ...LIVE_SETTINGS,
  ...SINK_SETTINGS,
  ...QUARANTINE_SETTINGS,
  ...TELEMETRY_SETTINGS,
  ...CHECKPOINT_SETTINGS,
  ...perSimulator((source) => ({
    [`SIMULATE_${source}_SCHEDULE`]: z
      .string()
      .optional()
      .describe('Six-field NCRONTAB schedule of the simulator, in UTC; read by the Functions host.'),
    [`SIMULATE_${source}_EVENTS_PER_SECOND`]: z.coerce
      .number()
      .min(0)
      .max(100_000)
      .default(10)
      .describe('Events that the simulator makes a second.'),
  })),
});

/**
 * Reads and checks the settings; the only reader of the environment.
 *
 * @throws SluiceError `config_invalid` that lists every wrong setting with its remedy.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const problems: string[] = [];
  // An empty text means "not set": deployment templates write one where a part is switched off.
  const given = Object.fromEntries(
    Object.keys(SETTINGS.shape).flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === '' ? [] : [[name, value] as const];
    }),
  );
  const parsed = SETTINGS.safeParse(given);
  if (!parsed.success)
    problems.push(...parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  const connection = (name: string, endpointProperty: string): Connection =>
    readConnection(given, { name, endpointProperty }, problems);
  const eventHubs = connection('EventHubs', 'fullyQualifiedNamespace');
  const lake = connection('Lake', 'blobServiceUri');
  const tables = connection('Tables', 'tableServiceUri');
  const hostStorage = hasHostStorage(given) ? connection('AzureWebJobsStorage', 'blobServiceUri') : undefined;

  const refresh = parsed.success ? toRefreshConfig(parsed.data, problems) : undefined;
  const sinks = parsed.success ? toSinksConfig(parsed.data, problems) : undefined;

  if (!parsed.success || sinks === undefined || problems.length > 0) {
    throw new SluiceError(
      'config_invalid',
      `the settings are not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      {
        kind: 'misuse',
        data: { problems },
      },
    );
  }
  const settings = parsed.data;
  const rates = settings as unknown as Readonly<Record<string, number>>;
  return freezeAll({
    eventHubs,
    lake,
    tables,
    hostStorage,
    functionApp: toFunctionAppConfig(settings),
    bronzeContainer: settings.BRONZE_CONTAINER,
    landingTable: settings.LANDING_TABLE,
    maxEventBytes: settings.MAX_EVENT_BYTES,
    maxRecordsPerRequest: settings.MAX_RECORDS_PER_REQUEST,
    poisonAttempts: settings.POISON_ATTEMPTS,
    sweepAfterSeconds: settings.SWEEP_AFTER_SECONDS,
    simulationSeed: settings.SIMULATION_SEED,
    simulationFaults: settings.SIMULATION_FAULTS,
    simulation: Object.fromEntries(
      SIMULATED_SOURCES.map((source) => [
        source,
        { eventsPerSecond: rates[`SIMULATE_${source.toUpperCase()}_EVENTS_PER_SECOND`] ?? 0 },
      ]),
    ) as unknown as Record<SimulatedSource, SimulationConfig>,
    refresh,
    live: toLiveConfig(settings),
    sinks,
    quarantine: toQuarantineConfig(settings),
    telemetry: toTelemetryConfig(settings),
  });
}

/** Whether a setting is there at all: a trigger whose schedule is not set is not registered. */
export function isSet(
  name:
    | 'DATABRICKS_JOB_ID'
    | 'REFRESH_SCHEDULE'
    | 'REFRESH_ARRIVALS_SCHEDULE'
    | 'LIVE_DELIVER_SCHEDULE'
    | 'QUARANTINE_INDEX_SCHEDULE'
    | 'SWEEP_SCHEDULE'
    | 'LANDING_AGE_SCHEDULE',
  environment: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  return (environment[name] ?? '') !== '';
}

/** Freezes a value and all that it holds. */
function freezeAll<T extends object>(value: T): T {
  for (const part of Object.values(value) as unknown[]) {
    if (typeof part === 'object' && part !== null) freezeAll(part);
  }
  return Object.freeze(value);
}

/** Every setting that the app reads, in order. */
export function describeSettings(): readonly SettingDescription[] {
  return Object.entries(SETTINGS.shape).map(([name, type]) => {
    const initial = type instanceof z.ZodDefault ? String(type.def.defaultValue) : undefined;
    return { name, description: type.description ?? '', ...(initial !== undefined && { default: initial }) };
  });
}

function perSimulator(settings: (source: string) => Record<string, z.ZodType>): Record<string, z.ZodType> {
  return Object.assign({}, ...SIMULATED_SOURCES.map((source) => settings(source.toUpperCase()))) as Record<
    string,
    z.ZodType
  >;
}
