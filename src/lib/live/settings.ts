import { z } from 'zod';
import { defineSettings } from '../platform/settings';
import { tableName, wholeNumber } from '../platform/setting-types';

/** How events become live windows; where these go is in sinks/settings.ts. */
export interface LiveConfig {
  /** Table of the windows' state. */
  readonly table: string;
  /** Hours of event time that windows are kept. */
  readonly retentionHours: number;
  /** Whether anything is delivered: the setting LIVE_SINKS names a sink. */
  readonly hasSinks: boolean;
  /** Groups that a window keeps. */
  readonly maxGroups: number;
}

export const LIVE = defineSettings(
  {
    LIVE_TABLE: tableName.default('live').describe('Table of the live windows.'),
    LIVE_RETENTION_HOURS: wholeNumber(1, 168)
      .default(48)
      .describe(
        'Hours of event time that live windows are kept; older events count in the batch views alone.',
      ),
    LIVE_MAX_GROUPS: wholeNumber(1, 5000)
      .default(2000)
      .describe('Most groups in one live window; events of further groups count in the batch views alone.'),
    LIVE_SINKS: z
      .string()
      .optional()
      .describe(
        'Where live windows go: `power-bi`, `eventstream` and `table`, with commas between them; empty for nowhere.',
      ),
    LIVE_DELIVER_SCHEDULE: z
      .string()
      .optional()
      .describe(
        'Six-field NCRONTAB schedule, in UTC, on which live windows are delivered and old ones deleted; without it they are not.',
      ),
  },
  (settings): LiveConfig => ({
    table: settings.LIVE_TABLE,
    retentionHours: settings.LIVE_RETENTION_HOURS,
    maxGroups: settings.LIVE_MAX_GROUPS,
    hasSinks: (settings.LIVE_SINKS ?? '').split(',').some((name) => name.trim() !== ''),
  }),
);
