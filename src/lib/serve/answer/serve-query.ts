import { bucket, type Bucket } from '../api';
import { type ServeView } from './serve-view';

const BUCKETS = bucket.options;

/** A query of a view. */
export interface ServeQuery {
  /** Whole minutes, milliseconds since the epoch; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly bucket: Bucket;
  /** Keys that split the answer, in the order of the query. */
  readonly keys: readonly string[];
  /** Only events with these values, by key. */
  readonly filters: Readonly<Record<string, string>>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const BUCKET_MILLISECONDS: Readonly<Record<Bucket, number>> = { minute: MINUTE, hour: HOUR, day: DAY };

/** Maximum days of one answer. */
export const MAX_DAYS: Readonly<Record<Bucket, number>> = { minute: 2, hour: 14, day: 62 };

/** RFC 3339 section 5.6, with a zone. */
const TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Azure Functions accepts a function key in this parameter. */
const FUNCTION_KEY = 'code';

/** A query, or a sentence about the wrong parameter and the allowed values. */
export type ParsedQuery =
  | { readonly outcome: 'query'; readonly query: ServeQuery }
  | { readonly outcome: 'invalid'; readonly detail: string };

/**
 * Parses the parameters of `GET /api/serve/{view}`. Times are widened to whole minutes.
 *
 * @param now milliseconds since the epoch
 */
export function parseServeQuery(
  parameters: Iterable<readonly [name: string, value: string]>,
  view: Pick<ServeView, 'windows'>,
  now: number,
): ParsedQuery {
  const known = view.windows.keys.map(({ name }) => name);
  const given = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (name === FUNCTION_KEY) continue;
    if (given.has(name)) return invalid(`The query parameter '${name}' is given twice; give it once.`);
    if (!['from', 'to', 'by', ...known].includes(name)) {
      const names = ['from', 'to', 'by', ...known].map((one) => `'${one}'`).join(', ');
      return invalid(`Unknown query parameter '${name}'; allowed are ${names}.`);
    }
    given.set(name, value);
  }
  const by = parseBy(given.get('by'), known);
  if (typeof by === 'string') return invalid(by);
  const range = parseRange(given.get('from'), given.get('to'), now);
  if (typeof range === 'string') return invalid(range);
  const days = MAX_DAYS[by.bucket];
  if (range.to - range.from > days * DAY) {
    const wider = BUCKETS.find((bucket) => range.to - range.from <= MAX_DAYS[bucket] * DAY);
    const remedy =
      wider === undefined ? 'request a shorter range' : `request a shorter range, or 'by=${wider}'`;
    return invalid(
      `'from' and 'to' are more than ${days} days apart, the maximum for 'by=${by.bucket}'; ${remedy}.`,
    );
  }
  const filters = Object.fromEntries([...given].filter(([name]) => known.includes(name)));
  return { outcome: 'query', query: { ...range, ...by, filters } };
}

function parseBy(
  text: string | undefined,
  known: readonly string[],
): Pick<ServeQuery, 'bucket' | 'keys'> | string {
  if (text === undefined) return { bucket: 'minute', keys: known };
  const [first = '', ...keys] = text.split(',').map((part) => part.trim());
  const bucket = BUCKETS.find((one) => one === first);
  if (bucket === undefined) {
    const more = known[0] === undefined ? '' : `; keys may follow, as 'by=hour,${known[0]}'`;
    return `The query parameter 'by' must begin with one of ${BUCKETS.join(', ')}${more}.`;
  }
  const unknown = keys.find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const names = known.length === 0 ? 'this view has none' : `allowed are ${known.join(', ')}`;
    return `The query parameter 'by' has the unknown key '${unknown}'; ${names}.`;
  }
  if (new Set(keys).size < keys.length) return "The query parameter 'by' has a key twice; give it once.";
  return { bucket, keys };
}

function parseRange(
  from: string | undefined,
  to: string | undefined,
  now: number,
): Pick<ServeQuery, 'from' | 'to'> | string {
  const end = to === undefined ? now : parseTime(to);
  if (end === undefined) return badTime('to');
  const last = Math.ceil(end / MINUTE) * MINUTE;
  const start = from === undefined ? last - HOUR : parseTime(from);
  if (start === undefined) return badTime('from');
  const first = Math.floor(start / MINUTE) * MINUTE;
  if (first >= last) return "'from' is not before 'to'; give a range of at least one minute.";
  return { from: first, to: last };
}

function parseTime(text: string): number | undefined {
  // A plus sign that is not URL-encoded arrives as a space.
  const time = text.replace(' ', '+');
  const milliseconds = TIME.test(time) ? Date.parse(time) : NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function badTime(name: string): string {
  return `The query parameter '${name}' must be a time with a zone (RFC 3339), as '2026-11-21T06:10:00Z'.`;
}

function invalid(detail: string): ParsedQuery {
  return { outcome: 'invalid', detail };
}
