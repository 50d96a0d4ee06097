import { z } from 'zod';
import { defineSettings } from '../settings';
import { safeUrl } from '../setting-types';

/** The identity of services that name none of their own. */
export const IDENTITY_SHAPE = {
  AZURE_CLIENT_ID: z
    .string()
    .optional()
    .describe('Client id of the user-assigned identity for every service that names none of its own.'),
};

const text = (description: string) => z.string().optional().describe(description);

/** The Event Hubs namespace. */
export const EVENT_HUBS = defineSettings(
  {
    EventHubs: text('Connection string of the Event Hubs namespace (this machine only).'),
    EventHubs__fullyQualifiedNamespace: text('Namespace, as `name.servicebus.windows.net`.'),
    EventHubs__clientId: text('Client id of the user-assigned identity for Event Hubs.'),
    EventHubs__credential: text('`managedidentity`; read by the Functions host.'),
    ...IDENTITY_SHAPE,
  },
  toConnection('EventHubs', 'fullyQualifiedNamespace'),
);

/** The Data Lake account. */
export const LAKE = defineSettings(
  {
    Lake: text('Connection string of the Data Lake account (this machine only).'),
    Lake__blobServiceUri: text('Blob endpoint, as `https://account.blob.core.windows.net`.'),
    Lake__clientId: text('Client id of the user-assigned identity for the lake.'),
    ...IDENTITY_SHAPE,
  },
  toConnection('Lake', 'blobServiceUri'),
);

/** The Table account. */
export const TABLES = defineSettings(
  {
    Tables: text('Connection string of the Table account (this machine only).'),
    Tables__tableServiceUri: text('Table endpoint, as `https://account.table.core.windows.net`.'),
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
 * How a service is reached: with a connection string (this machine) or as the app's identity (Azure). The names follow
 * the identity-based connections of Azure Functions, `<Connection>__<property>`
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
 * A connection as the settings say it.
 *
 * @param given settings that are set, by name
 * @param problems gets a sentence for what is missing, or there twice
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

/** Where Power BI is: of the sink of live windows and of the semantic model of Gold. */
export const POWER_BI_SHAPE = {
  POWER_BI_ENDPOINT: safeUrl.default('https://api.powerbi.com').describe('Address of the Power BI REST API.'),
  POWER_BI_WORKSPACE_ID: z
    .guid('is an id, as `f089354e-8366-4e18-aea3-4cb4a3a50b48`')
    .optional()
    .describe('Workspace of the push dataset and of the semantic model of Gold.'),
};

export const POWER_BI = defineSettings(POWER_BI_SHAPE, (settings) => ({
  endpoint: settings.POWER_BI_ENDPOINT,
}));
