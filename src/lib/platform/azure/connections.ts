import { z } from 'zod';
import { type Connection, readConnection } from '../connection';
import { defineSettings } from '../settings';

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
