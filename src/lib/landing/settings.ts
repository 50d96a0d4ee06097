import { z } from 'zod';
import { tableName } from '../platform/setting-types';

/** The settings of landing; see config.ts, which reads them. */
export const LANDING_SETTINGS = {
  LANDING_TABLE: tableName.default('landing').describe('Table of landing hints and attempt counters.'),
  LANDING_AGE_SCHEDULE: z
    .string()
    .optional()
    .describe(
      'Six-field NCRONTAB schedule, in UTC, on which it is measured for how long events wait to be landed; each minute at best. Without it the alert `landing-age` is blind.',
    ),
};
