import { z } from 'zod';
import { type Connection, IDENTITY_SHAPE, POWER_BI_SHAPE } from '../../platform/azure/connections';
import { defineSettings } from '../../platform/settings';
import { LIVE } from '../settings';
import { safeUrl, tableName } from '../../platform/setting-types';

/** The supported sinks of live windows. */
export const SINK_NAMES = ['power-bi', 'eventstream', 'table'] as const;

export type SinkName = (typeof SINK_NAMES)[number];

/** How rows are sent to Power BI; see docs/power-bi.md. */
export type PowerBiRowsConfig =
  | { readonly form: 'token'; readonly workspaceId: string; readonly datasetId: string }
  | { readonly form: 'push-url'; readonly vaultUrl: string; readonly secret: string };

export interface SinksConfig {
  /** In the order of the setting. Empty if live windows are only served. */
  readonly names: readonly SinkName[];
  /** Table of the sink `table`. */
  readonly windowsTable: string;
  readonly powerBi: {
    readonly endpoint: string;
    /** Client id of the identity for Power BI and Key Vault. */
    readonly clientId: string | undefined;
    readonly workspaceId: string | undefined;
    /** Undefined if the sink `power-bi` is not among the names. */
    readonly rows: PowerBiRowsConfig | undefined;
  };
  /** Undefined if the sink `eventstream` is not among the names. */
  readonly eventstream: { readonly connection: Connection; readonly hub: string | undefined } | undefined;
}

const guid = z.guid('must be an id, as `f089354e-8366-4e18-aea3-4cb4a3a50b48`');

const SINK_SHAPE = {
  LIVE_SINKS: LIVE.shape.LIVE_SINKS,
  WINDOWS_TABLE: tableName.default('windows').describe('Table of the sink `table`.'),
  ...POWER_BI_SHAPE,
  POWER_BI_DATASET_ID: guid
    .optional()
    .describe('Id of the push dataset of live windows. `npm run power-bi -- create` prints it.'),
  POWER_BI_PUSH_URL_SECRET: z
    .string()
    .regex(/^[0-9A-Za-z-]{1,127}$/, 'must consist of letters, digits and hyphens')
    .optional()
    .describe(
      'Name of the Key Vault secret with the push URLs of streaming datasets by view. Use it instead of POWER_BI_DATASET_ID.',
    ),
  KEY_VAULT_URL: safeUrl.optional().describe('Key Vault, as `https://name.vault.azure.net`.'),
  Eventstream: z
    .string()
    .optional()
    .describe(
      'Connection string of the custom endpoint of a Fabric Eventstream. In Azure, a Key Vault reference.',
    ),
  Eventstream__fullyQualifiedNamespace: z
    .string()
    .optional()
    .describe(
      'Namespace of the custom endpoint, as `name.servicebus.windows.net`. Use it to sign in with the app’s identity.',
    ),
  Eventstream__clientId: z
    .string()
    .optional()
    .describe('Client id of the user-assigned identity for the Eventstream.'),
  EVENTSTREAM_HUB: z
    .string()
    .optional()
    .describe('Event hub of the custom endpoint. Not needed if the connection string has an `EntityPath`.'),
  LIVE_DELIVER_SCHEDULE: LIVE.shape.LIVE_DELIVER_SCHEDULE,
  ...IDENTITY_SHAPE,
};

type SinkSettings = z.infer<z.ZodObject<typeof SINK_SHAPE>>;

/** @param problems receives a sentence for each setting that conflicts with others */
function toSinksConfig(settings: SinkSettings, problems: string[]): SinksConfig {
  const names = toNames(settings.LIVE_SINKS ?? '', problems);
  if (names.length > 0 && settings.LIVE_DELIVER_SCHEDULE === undefined)
    problems.push(
      'LIVE_DELIVER_SCHEDULE: set a schedule, as `*/10 * * * * *`; LIVE_SINKS receive nothing without it',
    );
  return {
    names,
    windowsTable: settings.WINDOWS_TABLE,
    powerBi: {
      endpoint: settings.POWER_BI_ENDPOINT,
      clientId: settings.AZURE_CLIENT_ID,
      workspaceId: settings.POWER_BI_WORKSPACE_ID,
      rows: names.includes('power-bi') ? toRows(settings, problems) : undefined,
    },
    eventstream: names.includes('eventstream') ? toEventstream(settings, problems) : undefined,
  };
}

function toNames(text: string, problems: string[]): readonly SinkName[] {
  const words = text.split(',').map((word) => word.trim());
  const given = [...new Set(words.filter((word) => word !== ''))];
  const unknown = given.filter((name) => !isSinkName(name));
  if (unknown.length > 0)
    problems.push(`LIVE_SINKS: unknown sink ${unknown.join(', ')}; choose from ${SINK_NAMES.join(', ')}`);
  return given.filter(isSinkName);
}

function isSinkName(name: string): name is SinkName {
  return (SINK_NAMES as readonly string[]).includes(name);
}

function toRows(settings: SinkSettings, problems: string[]): PowerBiRowsConfig | undefined {
  const { POWER_BI_WORKSPACE_ID: workspaceId, POWER_BI_DATASET_ID: datasetId } = settings;
  const { KEY_VAULT_URL: vaultUrl, POWER_BI_PUSH_URL_SECRET: secret } = settings;
  if (datasetId !== undefined && secret !== undefined) {
    problems.push('POWER_BI_DATASET_ID: set either this or POWER_BI_PUSH_URL_SECRET, not both');
    return undefined;
  }
  if (secret !== undefined) {
    if (vaultUrl !== undefined) return { form: 'push-url', vaultUrl, secret };
    problems.push('KEY_VAULT_URL: set it to the vault of POWER_BI_PUSH_URL_SECRET');
    return undefined;
  }
  if (workspaceId !== undefined && datasetId !== undefined) return { form: 'token', workspaceId, datasetId };
  problems.push(
    'LIVE_SINKS: power-bi needs POWER_BI_WORKSPACE_ID and POWER_BI_DATASET_ID, or KEY_VAULT_URL and POWER_BI_PUSH_URL_SECRET; ' +
      'remove power-bi from LIVE_SINKS until the dataset exists (docs/power-bi.md)',
  );
  return undefined;
}

function toEventstream(settings: SinkSettings, problems: string[]): SinksConfig['eventstream'] {
  const { Eventstream: connectionString, EVENTSTREAM_HUB: hub } = settings;
  const endpoint = settings.Eventstream__fullyQualifiedNamespace;
  if ((connectionString === undefined) === (endpoint === undefined)) {
    problems.push('Eventstream: set either Eventstream or Eventstream__fullyQualifiedNamespace');
    return undefined;
  }
  if (hub === undefined && !/(^|;)EntityPath=[^;]/i.test(connectionString ?? '')) {
    problems.push('EVENTSTREAM_HUB: set it to the event hub of the custom endpoint');
    return undefined;
  }
  const clientId = settings.Eventstream__clientId ?? settings.AZURE_CLIENT_ID;
  return {
    connection:
      connectionString === undefined
        ? { kind: 'identity', endpoint: endpoint ?? '', clientId }
        : { kind: 'connectionString', connectionString },
    hub,
  };
}

export const SINKS = defineSettings(SINK_SHAPE, toSinksConfig);
