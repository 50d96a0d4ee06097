import { z } from 'zod';
import { defineSettings } from '../platform/settings';
import { containerName, tableName } from '../platform/setting-types';

/** Where events are landed. */
export interface LandingConfig {
  /** Container of the lake that holds the slots. */
  readonly bronzeContainer: string;
  /** Table of head hints and attempt counters. */
  readonly table: string;
}

export const LANDING = defineSettings(
  {
    BRONZE_CONTAINER: containerName.default('bronze').describe('Container of the lake that holds Bronze.'),
    LANDING_TABLE: tableName.default('landing').describe('Table of head hints and attempt counters.'),
    LANDING_AGE_SCHEDULE: z
      .string()
      .optional()
      .describe(
        'Six-field NCRONTAB schedule, in UTC, of the timer that measures how long events wait to be landed. At most once per minute. Without it the alert `landing-age` never fires.',
      ),
  },
  (settings): LandingConfig => ({
    bronzeContainer: settings.BRONZE_CONTAINER,
    table: settings.LANDING_TABLE,
  }),
);
