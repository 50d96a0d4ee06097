import { StandInError } from '../../kit';

const TIME_SPAN = /^(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?$/;

/**
 * Parses a .NET TimeSpan, `[d.]hh:mm[:ss[.fffffff]]`, into milliseconds; undefined for other texts. Source:
 * learn.microsoft.com, "Standard TimeSpan format strings".
 */
export function parseTimeSpan(text: string): number | undefined {
  const match = TIME_SPAN.exec(text.trim());
  if (match === null) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const wholeSeconds = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return wholeSeconds * 1000 + Math.round(Number(`0.${fraction}`) * 1000);
}

/** @throws StandInError `option_invalid` with the name of `field` */
export function requireTimeSpan(value: unknown, field: string): number {
  const milliseconds = typeof value === 'string' ? parseTimeSpan(value) : undefined;
  if (milliseconds === undefined) {
    throw new StandInError(
      'option_invalid',
      `${field} must be a time span such as "00:05:00", not ${JSON.stringify(value)}`,
    );
  }
  return milliseconds;
}
