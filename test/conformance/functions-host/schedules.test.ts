import { parseTimeSpan } from '../../../local/functions-host/app/time-span';
import { parseTimerSchedule } from '../../../local/functions-host/timer/timer-schedule';

describe('timer schedules', () => {
  test.each([
    ['0 */5 * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:05:00Z'],
    ['*/10 * * * * *', '2026-01-01T00:00:05Z', '2026-01-01T00:00:10Z'],
    ['5/15 * * * * *', '2026-01-01T00:00:05Z', '2026-01-01T00:00:20Z'],
    ['30 9 * * *', '2026-01-01T09:30:00Z', '2026-01-02T09:30:00Z'],
    ['0 0 9-17 * * MON-FRI', '2026-01-02T17:00:00Z', '2026-01-05T09:00:00Z'],
    ['0 0 0 1 JUL *', '2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z'],
    // In NCRONTAB both the day of the month and the day of the week must match.
    ['0 0 0 1 * MON', '2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z'],
    ['00:30:00', '2026-01-01T00:10:00Z', '2026-01-01T00:40:00Z'],
    ['1.00:00:00', '2026-01-01T00:10:00Z', '2026-01-02T00:10:00Z'],
  ])('%s after %s is due at %s', (expression, after, expected) => {
    expect(parseTimerSchedule(expression, 'test').next(new Date(after))).toEqual(new Date(expected));
  });

  test.each([
    '',
    '* * * *',
    '0 0 0 L * *',
    '0 0 0 * * 5#2',
    '0 0 0 1 1 * 2027',
    '@daily',
    '0 61 * * * *',
    '00:00:00',
  ])('refuses "%s"', (expression) => {
    expect(() => parseTimerSchedule(expression, 'function "tick"')).toThrow(/function "tick".*neither/);
  });

  test.each([
    ['00:00:02', 2000],
    ['1.02:03:04.5', 93_784_500],
    ['00:05', 300_000],
    ['24:00:00', undefined],
    ['5', undefined],
    ['-1', undefined],
  ])('parses the time span %s as %s ms', (text, milliseconds) => {
    expect(parseTimeSpan(text)).toBe(milliseconds);
  });
});
