import { z } from 'zod';
import { type Connection, IDENTITY_SHAPE, readConnection } from '../platform/azure/connections';
import { defineSettings } from '../platform/settings';
import { safeUrl } from '../platform/setting-types';

/** The function app of the command that moves checkpoints. */
export interface FunctionAppConfig {
  /** Address of Azure Resource Manager. */
  readonly endpoint: string;
  readonly resourceId: string;
}

/** Settings of the command that moves checkpoints. The app itself does not use them. */
export interface CheckpointConfig {
  /** Undefined if no function app is set. */
  readonly functionApp: FunctionAppConfig | undefined;
  /** The account of the Functions host, which has the checkpoints; undefined if it is not set. */
  readonly hostStorage: Connection | undefined;
}

export const CHECKPOINT = defineSettings(
  {
    FUNCTION_APP_RESOURCE_ID: z
      .string()
      .regex(
        /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Web\/sites\/[^/]+$/i,
        'must be `/subscriptions/…/resourceGroups/…/providers/Microsoft.Web/sites/…`',
      )
      .optional()
      .describe('Resource id of the function app. For the command that moves checkpoints.'),
    RESOURCE_MANAGER_ENDPOINT: safeUrl
      .default('https://management.azure.com')
      .describe('Address of Azure Resource Manager. For the command that moves checkpoints.'),
    AzureWebJobsStorage: z
      .string()
      .optional()
      .describe(
        'Connection string of the account of the Functions host (local machine only). The host and the command that moves checkpoints read it.',
      ),
    AzureWebJobsStorage__blobServiceUri: z
      .string()
      .optional()
      .describe(
        'Blob endpoint of the account of the Functions host. The host and the command that moves checkpoints read it.',
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
