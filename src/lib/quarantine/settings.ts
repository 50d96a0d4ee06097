import { z } from 'zod';
import { defineSettings } from '../platform/settings';
import { tableName, wholeNumber } from '../platform/setting-types';

/** How quarantined records are indexed and replayed. */
export interface QuarantineConfig {
  /** Table of the index and of the replays. */
  readonly table: string;
  /** Replays of one record that were not dry. */
  readonly maxAttempts: number;
}

export const QUARANTINE = defineSettings(
  {
    QUARANTINE_TABLE: tableName
      .default('quarantine')
      .describe('Table of quarantined records and of their replays.'),
    QUARANTINE_MAX_ATTEMPTS: wholeNumber(1, 1000)
      .default(3)
      .describe('Times that a quarantined record may be replayed.'),
    QUARANTINE_INDEX_SCHEDULE: z
      .string()
      .optional()
      .describe(
        'Six-field NCRONTAB schedule, in UTC, on which quarantined records are indexed; without it each request does it.',
      ),
  },
  (settings): QuarantineConfig => ({
    table: settings.QUARANTINE_TABLE,
    maxAttempts: settings.QUARANTINE_MAX_ATTEMPTS,
  }),
);
