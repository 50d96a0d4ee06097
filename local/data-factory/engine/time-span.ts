/** A time span of Data Factory: `[days.]hours:minutes:seconds`. */
export const TIME_SPAN = /^(?:(\d+)\.)?(\d\d):([0-5]\d|60):([0-5]\d|60)$/;

/**
 * Converts a time span to milliseconds.
 *
 * @param text matches TIME_SPAN
 */
export function fromTimeSpan(text: string): number {
  const parts = TIME_SPAN.exec(text)?.slice(1) ?? [];
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part || 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
