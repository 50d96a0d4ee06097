import { DAY } from './utc-day';

/** A range of values with round ticks. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** Round values for grid lines. */
  readonly ticks: readonly number[];
}

/** A scale for values, with about `count` round ticks. Counts start at zero, measures at their minimum. */
export function toScale(values: readonly number[], count = 4, fromZero = true): Scale {
  const known = values.filter((value) => Number.isFinite(value));
  const least = known.reduce((low, value) => Math.min(low, value), Infinity);
  const most = known.reduce((high, value) => Math.max(high, value), -Infinity);
  if (known.length === 0) return { low: 0, high: 1, ticks: [0, 1] };
  const from = fromZero ? Math.min(0, least) : least;
  const to = fromZero ? Math.max(0, most) : most;
  // Values whose difference is below the precision of numbers are treated as equal.
  const isFlat = to - from <= Math.max(1e-9, Math.abs(to) * 1e-9);
  const step = niceStep(isFlat ? Math.max(1, Math.abs(to)) : to - from, count);
  const low = Math.floor(from / step) * step;
  const high = Math.max(low + step, Math.ceil(to / step) * step);
  const steps = Math.round((high - low) / step);
  return { low, high, ticks: Array.from({ length: steps + 1 }, (_, index) => round(low + index * step)) };
}

/**
 * Round times for grid lines: whole minutes, quarters, hours, days.
 *
 * @param least the shortest step in milliseconds: a day if the range is days, so that no day is named twice
 */
export function toTimeTicks(from: number, to: number, count = 6, least = 0): readonly number[] {
  const minute = 60_000;
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 10_080].map(
    (minutes) => minutes * minute,
  );
  const step =
    steps.find((one) => one >= least && (to - from) / one <= count) ??
    Math.max(1, Math.ceil((to - from) / count / DAY)) * DAY;
  const first = Math.ceil(from / step) * step;
  return Array.from(
    { length: Math.max(0, Math.floor((to - first) / step) + 1) },
    (_, index) => first + index * step,
  );
}

function niceStep(range: number, count: number): number {
  const rough = range / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10;
  return factor * power;
}

/** Removes the noise of binary fractions from a tick. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
