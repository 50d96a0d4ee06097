import { z } from 'zod';
import { defineSettings } from '../platform/settings';
import { wholeNumber } from '../platform/setting-types';

/** What readers of the hubs share. */
export interface EventLogConfig {
  /** Deaths of the worker over the same first event before a batch is cut. */
  readonly poisonAttempts: number;
  /** Seconds that an event waits in the hub for the trigger before a sweep takes it in. */
  readonly sweepAfterSeconds: number;
}

export const EVENT_LOG = defineSettings(
  {
    POISON_ATTEMPTS: wholeNumber(1, 100)
      .default(3)
      .describe(
        'Deaths of the worker over the same first event before its batch is cut to find the culprit.',
      ),
    SWEEP_SCHEDULE: z
      .string()
      .optional()
      .describe(
        'Six-field NCRONTAB schedule, in UTC, of the timers that take in what the Event Hubs trigger has skipped; every minute where it is not set.',
      ),
    SWEEP_AFTER_SECONDS: wholeNumber(1, 86_400)
      .default(60)
      .describe('Seconds that an event waits in the hub for the trigger before a sweep takes it in.'),
  },
  (settings): EventLogConfig => ({
    poisonAttempts: settings.POISON_ATTEMPTS,
    sweepAfterSeconds: settings.SWEEP_AFTER_SECONDS,
  }),
);
