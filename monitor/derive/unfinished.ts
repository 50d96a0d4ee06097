import { DAY } from './utc-day';

/**
 * The start of the bucket that is not over at a time: its value is smaller because events are missing, not because
 * fewer came. Undefined if every bucket is over.
 *
 * @param starts of buckets in ascending order, in milliseconds since the epoch
 * @param length of a bucket in milliseconds
 * @param asOf the time up to which the data is known
 */
export function toUnfinishedStart(
  starts: readonly number[],
  length: number,
  asOf: number,
): number | undefined {
  return starts.findLast((start) => start <= asOf && asOf < start + length);
}

/** The shortest gap of times in ascending order, at most a day: the length of a bucket. */
export function toBucketLength(times: readonly number[]): number {
  return times.slice(1).reduce((least, at, index) => Math.min(least, at - (times[index] ?? 0)), DAY);
}
