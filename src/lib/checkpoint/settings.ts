import { z } from 'zod';
import { safeUrl } from '../platform/setting-types';

/** Where the command that moves checkpoints finds the function app. */
export interface FunctionAppConfig {
  /** Of Azure Resource Manager. */
  readonly endpoint: string;
  readonly resourceId: string;
}

/** The settings of the command that moves checkpoints; see config.ts, which reads them. */
export const CHECKPOINT_SETTINGS = {
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
};

type CheckpointSettings = z.infer<z.ZodObject<typeof CHECKPOINT_SETTINGS>>;

/** @returns undefined where no function app is named */
export function toFunctionAppConfig(settings: CheckpointSettings): FunctionAppConfig | undefined {
  const { FUNCTION_APP_RESOURCE_ID: resourceId, RESOURCE_MANAGER_ENDPOINT: endpoint } = settings;
  return resourceId === undefined ? undefined : { endpoint, resourceId };
}

/** Whether the settings name the account of the Functions host. The app itself does not need it. */
export function hasHostStorage(given: Readonly<Record<string, string>>): boolean {
  return ['AzureWebJobsStorage', 'AzureWebJobsStorage__blobServiceUri'].some(
    (name) => given[name] !== undefined,
  );
}
