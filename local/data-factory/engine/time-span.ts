/**
 * A time span of Data Factory, `[days.]hours:minutes:seconds`, in milliseconds.
 *
 * @throws RangeError
 */
export function fromTimeSpan(text: string): number {
  const match = /^(?:(\d+)\.)?(\d\d):([0-5]\d|60):([0-5]\d|60)$/.exec(text);
  if (match === null) throw new RangeError(`"${text}" is not a time span such as 0.12:00:00`);
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part || 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
