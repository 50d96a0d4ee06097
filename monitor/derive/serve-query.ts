/** A time range with the length of its buckets. */
export interface WindowRange {
  readonly value: string;
  readonly name: string;
  readonly minutes: number;
  readonly bucket: 'minute' | 'hour';
}

export const WINDOW_RANGES: readonly [WindowRange, ...WindowRange[]] = [
  { value: '1h', name: 'last hour', minutes: 60, bucket: 'minute' },
  { value: '15m', name: 'last 15 minutes', minutes: 15, bucket: 'minute' },
  { value: '6h', name: 'last 6 hours', minutes: 360, bucket: 'minute' },
  { value: '3d', name: 'last 3 days', minutes: 3 * 1440, bucket: 'hour' },
];

export interface ServePathOptions {
  readonly view: string;
  readonly key?: string | undefined;
  readonly range: WindowRange;
  /** Whole minutes since the epoch: the current minute. */
  readonly minute: number;
}

/** The path of the API for a range that ends with the current minute (or hour). */
export function toServePath({ view, key, range, minute }: ServePathOptions): string {
  const to = range.bucket === 'minute' ? minute + 1 : Math.ceil((minute + 1) / 60) * 60;
  const search = new URLSearchParams({
    from: toTime(to - range.minutes),
    to: toTime(to),
    by: key === undefined ? range.bucket : `${range.bucket},${key}`,
  });
  return `/api/serve/${encodeURIComponent(view)}?${search.toString()}`;
}

function toTime(minute: number): string {
  return new Date(minute * 60_000).toISOString().replace('.000', '');
}
