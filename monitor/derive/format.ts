/** Thin space that groups digits and does not break a line. */
const THIN = '\u202f';
const NONE = '–';

/** `12345.6` as `12 346` with a thin space; a dash without a number. */
export function toCount(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  return group(Math.round(value).toString());
}

/**
 * Three significant figures below ten, one decimal below a hundred, whole numbers above: `0.25`, `4.2`,
 * `38.1`, `1 240`.
 */
export function toRate(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  if (value === 0) return '0';
  if (value < 10) return value.toFixed(1);
  return toCount(value);
}

/** A number of any size: whole numbers without, others with up to `digits` decimals. @default digits 2 */
export function toNumber(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  if (Number.isInteger(value)) return group(value.toString());
  const [whole = '0', fraction = ''] = Math.abs(value).toFixed(digits).split('.');
  return `${value < 0 ? '−' : ''}${group(whole)}.${fraction}`;
}

/** For the axis of a chart: `1.2k`, `3.4M`. */
export function toShort(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${trim(value / 1e9)}G`;
  if (size >= 1e6) return `${trim(value / 1e6)}M`;
  if (size >= 1e4) return `${trim(value / 1e3)}k`;
  return size >= 1000 ? group(Math.round(value).toString()) : trim(value);
}

/** A duration in one or two units: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `4 d`. */
export function toDuration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return NONE;
  const rounded = Math.max(0, seconds);
  if (rounded < 9.95) return `${rounded.toFixed(1)}${THIN}s`;
  const whole = Math.round(rounded);
  if (whole < 60) return `${whole}${THIN}s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
  if (whole < 86_400) return pair(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
  return pair(Math.floor(whole / 86_400), 'd', Math.floor((whole % 86_400) / 3600), 'h');
}

/** How long ago, in one unit, so that it does not flicker: `now`, `12 s ago`, `4 min ago`. */
export function toAgo(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return NONE;
  if (seconds < 1.5) return 'now';
  return `${toAge(seconds)} ago`;
}

/** An age in one unit: `0 s`, `12 s`, `4 min`, `3 h`, `2 d`. */
export function toAge(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return NONE;
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 100) return `${whole}${THIN}s`;
  if (whole < 6000) return `${Math.floor(whole / 60)}${THIN}min`;
  if (whole < 172_800) return `${Math.floor(whole / 3600)}${THIN}h`;
  return `${Math.floor(whole / 86_400)}${THIN}d`;
}

/** `1536` as `1.5 KiB`. */
export function toBytes(value: number): string {
  if (value < 1024) return `${value}${THIN}B`;
  if (value < 1024 * 1024) return `${trim(value / 1024)}${THIN}KiB`;
  return `${trim(value / 1024 / 1024)}${THIN}MiB`;
}

/** The time in UTC, as everywhere on the page and in the terminal: `14:03:27`. */
export function toClock(time: string | number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? NONE
    : `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

/** `21 Nov 14:03`, in UTC. */
export function toMoment(time: string | number | null): string {
  if (time === null) return NONE;
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return NONE;
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** The name of a refresh: its number is the time at which it started. */
export function toRefreshName(number: number): string {
  return `Refresh of ${toMoment(number)}`;
}

/** `1 event`, `2 events`. */
export function toPlural(count: number, one: string, many = `${one}s`): string {
  return `${toCount(count)} ${count === 1 ? one : many}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const first = `${large}${THIN}${largeUnit}`;
  return small === 0 ? first : `${first} ${small}${THIN}${smallUnit}`;
}

function group(digits: string): string {
  return digits.replace('-', '−').replace(/\B(?=(\d{3})+$)/g, THIN);
}

function trim(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 1 : 0).replace(/\.0$/, '');
}

function two(value: number): string {
  return value.toString().padStart(2, '0');
}
