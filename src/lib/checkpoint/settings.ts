import { z } from 'zod';
import { type Connection, IDENTITY_SHAPE, readConnection } from '../platform/azure/connections';
import { defineSettings } from '../platform/settings';
import { safeUrl } from '../platform/setting-types';

/** Where the command that moves checkpoints finds the function app. */
export interface FunctionAppConfig {
  /** Of Azure Resource Manager. */
  readonly endpoint: string;
  readonly resourceId: string;
}

/** What the command that moves checkpoints needs; the app itself needs none of it. */
export interface CheckpointConfig {
  /** Undefined where no function app is named. */
  readonly functionApp: FunctionAppConfig | undefined;
  /** The account of the Functions host, which has checkpoints; undefined where the settings do not name it. */
  readonly hostStorage: Connection | undefined;
}

export const CHECKPOINT = defineSettings(
  {
    FUNCTION_APP_RESOURCE_ID: z
      .string()
      .regex(
        /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Web\/sites\/[^/]+$/i,
        'is `/subscriptions/…/resourceGroups/…/providers/Microsoft.Web/sites/…`',
      )
      .optional()
      .describe('Resource id of the function app; for the command that moves checkpoints.'),
    RESOURCE_MANAGER_ENDPOINT: safeUrl
      .default('https://management.azure.com')
      .describe('Address of Azure Resource Manager; for the command that moves checkpoints.'),
    AzureWebJobsStorage: z
      .string()
      .optional()
      .describe(
        'Connection string of the account of the Functions host (this machine only); read by the host, and by the command that moves checkpoints.',
      ),
    AzureWebJobsStorage__blobServiceUri: z
      .string()
      .optional()
      .describe(
        'Blob endpoint of the account of the Functions host; read by the host, and by the command that moves checkpoints.',
      ),
    AzureWebJobsStorage__clientId: z
      .string()
      .optional()
      .describe('Client id of the user-assigned identity for that account.'),
    ...IDENTITY_SHAPE,
  },
  (settings, problems): CheckpointConfig => {
    const { FUNCTION_APP_RESOURCE_ID: resourceId, RESOURCE_MANAGER_ENDPOINT: endpoint } = settings;
    const { AzureWebJobsStorage, AzureWebJobsStorage__blobServiceUri: blobServiceUri } = settings;
    const hasHostStorage = AzureWebJobsStorage !== undefined || blobServiceUri !== undefined;
    const name = { name: 'AzureWebJobsStorage', endpointProperty: 'blobServiceUri' };
    return {
      functionApp: resourceId === undefined ? undefined : { endpoint, resourceId },
      hostStorage: hasHostStorage ? readConnection(settings, name, problems) : undefined,
    };
  },
);
