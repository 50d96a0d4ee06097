import { Cron } from 'croner';
import { StandInError } from '../../kit';
import { parseTimeSpan } from '../app/time-span';

/** The due times of a timer. Times are in UTC, because Flex Consumption has no WEBSITE_TIME_ZONE. */
export interface TimerSchedule {
  /** False for a TimeSpan. */
  readonly adjustsForDaylightSaving: boolean;
  /** Returns the first occurrence after `time`; undefined if there is none. */
  next(after: Date): Date | undefined;
}

/** Syntax that croner supports but NCRONTAB, and so the platform, refuses. */
const NOT_NCRONTAB = /[?LW#@]|\d{4}/;

/**
 * Parses an NCRONTAB expression with six fields (seconds first; five fields mean second 0), or a TimeSpan,
 * which is the time between two runs. Source: learn.microsoft.com, "Timer trigger for Azure Functions",
 * NCRONTAB expressions.
 *
 * @param where place for the error message
 * @throws StandInError `option_invalid`
 */
export function parseTimerSchedule(expression: string, where: string): TimerSchedule {
  const interval = parseTimeSpan(expression);
  if (interval !== undefined && interval > 0) {
    return {
      adjustsForDaylightSaving: false,
      next: (after) => new Date(after.getTime() + interval),
    };
  }
  const fields = expression.trim().split(/\s+/);
  const invalid = (cause?: unknown): StandInError =>
    new StandInError(
      'option_invalid',
      `${where}: "${expression}" is neither an NCRONTAB expression nor a time span`,
      cause,
    );
  // Names of days and months contain L and W (JUL, APR, WED), so they are removed before the check.
  const bare = expression.replace(/[A-Z]{3}/gi, '');
  if ((fields.length !== 5 && fields.length !== 6) || NOT_NCRONTAB.test(bare)) throw invalid();
  let cron: Cron;
  try {
    // In NCRONTAB both day of month and day of week must match; in croner's legacy mode one of them suffices.
    cron = new Cron((fields.length === 5 ? ['0', ...fields] : fields).join(' '), {
      timezone: 'UTC',
      legacyMode: false,
      paused: true,
    });
  } catch (cause) {
    throw invalid(cause);
  }
  return { adjustsForDaylightSaving: true, next: (after) => cron.nextRun(after) ?? undefined };
}
