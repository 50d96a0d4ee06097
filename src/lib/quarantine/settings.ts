import { z } from 'zod';
import { defineSettings } from '../platform/settings';
import { tableName, wholeNumber } from '../platform/setting-types';

/** Settings of the index and of replays. */
export interface QuarantineConfig {
  /** Table of the index and of the replays. */
  readonly table: string;
  /** Maximum number of replays of one record with the same fix, except dry runs. */
  readonly maxAttempts: number;
}

export const QUARANTINE = defineSettings(
  {
    QUARANTINE_TABLE: tableName
      .default('quarantine')
      .describe('Table of quarantined records and of their replays.'),
    QUARANTINE_MAX_ATTEMPTS: wholeNumber(1, 1000)
      .default(3)
      .describe('How many times a quarantined record may be replayed with the same fix.'),
    QUARANTINE_INDEX_SCHEDULE: z
      .string()
      .optional()
      .describe(
        'Six-field NCRONTAB schedule, in UTC, on which quarantined records are indexed. Without it each request indexes them.',
      ),
  },
  (settings): QuarantineConfig => ({
    table: settings.QUARANTINE_TABLE,
    maxAttempts: settings.QUARANTINE_MAX_ATTEMPTS,
  }),
);
