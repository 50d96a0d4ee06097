import { z } from 'zod';
import { defineSettings } from '../settings';
import { safeUrl } from '../setting-types';

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
