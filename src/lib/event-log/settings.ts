import { z } from 'zod';
import { defineSettings } from '../platform/settings';
import { wholeNumber } from '../platform/setting-types';

/** Settings that all readers of the hubs share. */
export interface EventLogConfig {
  /** Deaths of the worker at the same first event before the poison search starts. */
  readonly poisonAttempts: number;
  /** Seconds that an event waits in the hub for the trigger before a sweep reads it. */
  readonly sweepAfterSeconds: number;
}

export const EVENT_LOG = defineSettings(
  {
    POISON_ATTEMPTS: wholeNumber(1, 100)
      .default(3)
      .describe(
        'Deaths of the worker at the same first event before its batch is divided to find the poison event.',
      ),
    SWEEP_SCHEDULE: z
      .string()
      .optional()
      .describe(
        'Six-field NCRONTAB schedule, in UTC, of the timers that land events which the Event Hubs trigger skipped, and that bring live windows up to Bronze. Default: every minute.',
      ),
    SWEEP_AFTER_SECONDS: wholeNumber(1, 86_400)
      .default(60)
      .describe(
        'Seconds that an event waits in the hub for the trigger before a sweep reads it, and in Bronze for live windows.',
      ),
  },
  (settings): EventLogConfig => ({
    poisonAttempts: settings.POISON_ATTEMPTS,
    sweepAfterSeconds: settings.SWEEP_AFTER_SECONDS,
  }),
);
