import { z } from 'zod';
import { tableName, wholeNumber } from '../platform/setting-types';

/** How events become live windows; where these go is in sink-settings.ts. */
export interface LiveConfig {
  /** Table of the windows' state. */
  readonly table: string;
  /** Hours of event time that windows are kept. */
  readonly retentionHours: number;
  /** Groups that a window keeps. */
  readonly maxGroups: number;
}

/** The settings of the live path; see config.ts, which reads them. */
export const LIVE_SETTINGS = {
  LIVE_TABLE: tableName.default('live').describe('Table of the live windows.'),
  LIVE_RETENTION_HOURS: wholeNumber(1, 168)
    .default(48)
    .describe('Hours of event time that live windows are kept; older events count in the batch views alone.'),
  LIVE_MAX_GROUPS: wholeNumber(1, 5000)
    .default(2000)
    .describe('Most groups in one live window; events of further groups count in the batch views alone.'),
  LIVE_DELIVER_SCHEDULE: z
    .string()
    .optional()
    .describe(
      'Six-field NCRONTAB schedule, in UTC, on which live windows are delivered and old ones deleted; without it they are not.',
    ),
};

type LiveSettings = z.infer<z.ZodObject<typeof LIVE_SETTINGS>>;

export function toLiveConfig(settings: LiveSettings): LiveConfig {
  return {
    table: settings.LIVE_TABLE,
    retentionHours: settings.LIVE_RETENTION_HOURS,
    maxGroups: settings.LIVE_MAX_GROUPS,
  };
}
