import { z } from 'zod';
import { defineSettings } from '../platform/settings';
import { tableName, wholeNumber } from '../platform/setting-types';

/** How events are aggregated into live windows. The sinks are configured in sinks/settings.ts. */
export interface LiveConfig {
  /** Table of the windows' state. */
  readonly table: string;
  /** Hours of event time that windows are kept. */
  readonly retentionHours: number;
  /** Whether LIVE_SINKS names a sink. */
  readonly hasSinks: boolean;
  /** Groups that a window keeps. */
  readonly maxGroups: number;
  /** Least time between two deliveries after a change. */
  readonly deliverPauseMilliseconds: number;
  /** How long a request for changes waits; 0 never waits. */
  readonly changesWaitSeconds: number;
}

export const LIVE = defineSettings(
  {
    LIVE_TABLE: tableName.default('live').describe('Table of the live windows.'),
    LIVE_RETENTION_HOURS: wholeNumber(1, 168)
      .default(48)
      .describe(
        'Hours of event time that live windows are kept. Older events are counted only in the batch views.',
      ),
    LIVE_MAX_GROUPS: wholeNumber(1, 5000)
      .default(2000)
      .describe(
        'Maximum number of groups in one live window. Events of further groups are counted only in the batch views.',
      ),
    LIVE_SINKS: z
      .string()
      .optional()
      .describe(
        'Sinks of live windows, separated by commas: `power-bi`, `eventstream`, `table`. Empty: no sinks.',
      ),
    LIVE_DELIVER_SCHEDULE: z
      .string()
      .optional()
      .describe(
        'Six-field NCRONTAB schedule, in UTC, that delivers the live windows which deliveries after a change left, and deletes old ones. Without it, nothing is delivered or deleted.',
      ),
    LIVE_DELIVER_PAUSE_MILLISECONDS: wholeNumber(100, 60_000)
      .default(250)
      .describe(
        'Least milliseconds between two deliveries after a change of live windows. The limits of a sink can need more.',
      ),
    LIVE_CHANGES_WAIT_SECONDS: wholeNumber(0, 55)
      .default(0)
      .describe(
        'Seconds that a request for changes of live windows may wait, so that the monitor page shows them at once. 0: it never waits, and the page asks every two seconds. In Azure an open page then keeps an instance busy: 2 GB for an hour are $0.19.',
      ),
  },
  (settings): LiveConfig => ({
    table: settings.LIVE_TABLE,
    retentionHours: settings.LIVE_RETENTION_HOURS,
    maxGroups: settings.LIVE_MAX_GROUPS,
    deliverPauseMilliseconds: settings.LIVE_DELIVER_PAUSE_MILLISECONDS,
    changesWaitSeconds: settings.LIVE_CHANGES_WAIT_SECONDS,
    hasSinks: (settings.LIVE_SINKS ?? '').split(',').some((name) => name.trim() !== ''),
  }),
);
