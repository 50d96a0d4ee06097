import { type ReplayFilter, type Source } from '../data/api';

/** Filters of the list of records, which are part of the page's address. */
export const FILTER_NAMES = ['source', 'contract', 'code', 'event', 'state', 'from', 'to'] as const;

export type FilterQuery = Readonly<Record<string, string>>;

/** The path of the API for a filter. */
export function toQuarantineQuery(query: FilterQuery): string {
  const search = new URLSearchParams({ limit: '50', state: query['state'] ?? 'open' });
  for (const name of ['source', 'contract', 'code', 'event'] as const) {
    const value = query[name];
    if (value !== undefined) search.set(name, value);
  }
  for (const name of ['from', 'to'] as const) {
    const value = toTime(query[name]);
    if (value !== undefined) search.set(name, value);
  }
  return `/api/quarantine?${search.toString()}`;
}

/**
 * The same filter for a replay. Undefined without any filter, because it would replay everything. Undefined with the
 * beginning of an event's id: a replay has no such filter, and would take more records than are shown.
 */
export function toReplayFilter(query: FilterQuery): ReplayFilter | undefined {
  if (query['event'] !== undefined) return undefined;
  const [from, to] = [toTime(query['from']), toTime(query['to'])];
  const { source, contract, code } = query;
  const filter = {
    // The address may contain any text. The API refuses an unknown source.
    ...(source !== undefined && { source: source as Source }),
    ...(contract !== undefined && { contract }),
    ...(code !== undefined && { code }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
  return Object.keys(filter).length === 0 ? undefined : filter;
}

/** Converts a time of an input, which is UTC as all times of the page, to RFC 3339. */
function toTime(text: string | undefined): string | undefined {
  const time = text === undefined ? NaN : Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** Whether a text is the id of a record, which a search opens: `iot.20261121T025044123Z.3.42`. */
export function isRecordId(text: string): boolean {
  return /^[a-z]+\.\w+\.\d+\.\d+$/.test(text);
}
