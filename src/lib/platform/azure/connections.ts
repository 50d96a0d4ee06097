import { z } from 'zod';
import { defineSettings } from '../settings';
import { safeUrl } from '../setting-types';

/** The identity for services without a separate identity. */
export const IDENTITY_SHAPE = {
  AZURE_CLIENT_ID: z
    .string()
    .optional()
    .describe('Client id of the user-assigned identity for services without a separate client id.'),
};

const text = (description: string) => z.string().optional().describe(description);

/** The Event Hubs namespace. */
export const EVENT_HUBS = defineSettings(
  {
    EventHubs: text('Connection string of the Event Hubs namespace (local machine only).'),
    EventHubs__fullyQualifiedNamespace: text('Namespace, such as `name.servicebus.windows.net`.'),
    EventHubs__clientId: text('Client id of the user-assigned identity for Event Hubs.'),
    EventHubs__credential: text('`managedidentity`. The Functions host reads it.'),
    ...IDENTITY_SHAPE,
  },
  toConnection('EventHubs', 'fullyQualifiedNamespace'),
);

/** The Data Lake account. */
export const LAKE = defineSettings(
  {
    Lake: text('Connection string of the Data Lake account (local machine only).'),
    Lake__blobServiceUri: text('Blob endpoint, such as `https://account.blob.core.windows.net`.'),
    Lake__clientId: text('Client id of the user-assigned identity for the lake.'),
    ...IDENTITY_SHAPE,
  },
  toConnection('Lake', 'blobServiceUri'),
);

/** The Table account. */
export const TABLES = defineSettings(
  {
    Tables: text('Connection string of the Table account (local machine only).'),
    Tables__tableServiceUri: text('Table endpoint, such as `https://account.table.core.windows.net`.'),
    Tables__clientId: text('Client id of the user-assigned identity for tables.'),
    ...IDENTITY_SHAPE,
  },
  toConnection('Tables', 'tableServiceUri'),
);

function toConnection(
  name: string,
  endpointProperty: string,
): (settings: Readonly<Record<string, string | undefined>>, problems: string[]) => Connection {
  return (settings, problems) => readConnection(settings, { name, endpointProperty }, problems);
}

/**
 * How the app connects to a service: with a connection string (local machine) or with its identity (Azure). The names
 * follow the identity-based connections of Azure Functions, `<Connection>__<property>`
 * (https://learn.microsoft.com/azure/azure-functions/functions-reference#configure-an-identity-based-connection).
 */
export type Connection =
  | { readonly kind: 'connectionString'; readonly connectionString: string }
  | { readonly kind: 'identity'; readonly endpoint: string; readonly clientId: string | undefined };

export interface ConnectionName {
  /** Such as `EventHubs`. */
  readonly name: string;
  /** Such as `fullyQualifiedNamespace`. */
  readonly endpointProperty: string;
}

/**
 * Reads a connection from the settings.
 *
 * @param given values of the settings, by name
 * @param problems receives a sentence for each setting that is missing or contradicts another
 */
export function readConnection(
  given: Readonly<Record<string, string | undefined>>,
  { name, endpointProperty }: ConnectionName,
  problems: string[],
): Connection {
  const text = (setting: string): string | undefined => given[setting];
  const connectionString = text(name);
  const endpoint = text(`${name}__${endpointProperty}`);
  if (connectionString !== undefined && endpoint !== undefined) {
    problems.push(`${name}: set either ${name} or ${name}__${endpointProperty}, not both`);
  }
  if (connectionString !== undefined) return { kind: 'connectionString', connectionString };
  if (endpoint === undefined) {
    problems.push(
      `${name}: set ${name} to a connection string, or ${name}__${endpointProperty} to use the app's identity`,
    );
  }
  return {
    kind: 'identity',
    endpoint: endpoint ?? '',
    clientId: text(`${name}__clientId`) ?? text('AZURE_CLIENT_ID'),
  };
}

/** Address and workspace of Power BI, for the sink of live windows and the semantic model of Gold. */
export const POWER_BI_SHAPE = {
  POWER_BI_ENDPOINT: safeUrl.default('https://api.powerbi.com').describe('Address of the Power BI REST API.'),
  POWER_BI_WORKSPACE_ID: z
    .guid('must be an id, such as `f089354e-8366-4e18-aea3-4cb4a3a50b48`')
    .optional()
    .describe('Workspace of the push dataset and of the semantic model of Gold.'),
};

export const POWER_BI = defineSettings(POWER_BI_SHAPE, (settings) => ({
  endpoint: settings.POWER_BI_ENDPOINT,
}));
