/** Milliseconds of a day. */
export const DAY = 86_400_000;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The day in UTC, as the dates of Gold: `28 Nov`. */
export function toUtcDay(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '–' : `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`;
}
