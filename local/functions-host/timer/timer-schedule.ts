import { Cron } from 'croner';
import { StandInError } from '../../kit';
import { parseTimeSpan } from '../app/time-span';

/** When a timer is due. Times are in UTC: Flex Consumption has no WEBSITE_TIME_ZONE. */
export interface TimerSchedule {
  /** False for a TimeSpan. */
  readonly adjustsForDaylightSaving: boolean;
  /** The first occurrence after `time`; undefined when there is none any more. */
  next(after: Date): Date | undefined;
}

/** What croner knows and NCRONTAB does not; the platform would refuse it. */
const NOT_NCRONTAB = /[?LW#@]|\d{4}/;

/**
 * An NCRONTAB expression with six fields (seconds first; five fields mean second 0), or a TimeSpan, which is the
 * time between two runs. Source: learn.microsoft.com, "Timer trigger for Azure Functions", NCRONTAB expressions.
 *
 * @param where names the place for the error
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
  // Names of days and months hold an L and a W (JUL, APR, WED), so they are taken out before the look.
  const bare = expression.replace(/[A-Z]{3}/gi, '');
  if ((fields.length !== 5 && fields.length !== 6) || NOT_NCRONTAB.test(bare)) throw invalid();
  let cron: Cron;
  try {
    // Day of month and day of week must both hold in NCRONTAB; in legacy mode either would do.
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
