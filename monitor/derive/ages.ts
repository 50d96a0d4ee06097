/** The latest of the times; invalid and missing ones are ignored. */
export function newest(times: readonly (string | null | undefined)[]): string | null {
  return times.reduce<string | null>((latest, time) => {
    if (time === null || time === undefined || Number.isNaN(Date.parse(time))) return latest;
    return latest === null || Date.parse(time) > Date.parse(latest) ? time : latest;
  }, null);
}

/** Seconds since a time; null without one. Never negative, because clocks of different machines differ a little. */
export function ageSeconds(time: string | null | undefined, nowMilliseconds: number): number | null {
  if (time === null || time === undefined) return null;
  const age = (nowMilliseconds - Date.parse(time)) / 1000;
  return Number.isNaN(age) ? null : Math.max(0, age);
}
