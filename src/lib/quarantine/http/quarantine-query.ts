import { type HttpRequest } from '@azure/functions';
import { fromCursorText, type ListCursor, type ListFilter } from '../list-records';
import { isSource, SOURCES } from '../../contracts/source';

/** Records of one page. */
export const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;
const STATES = ['open', 'replayed', 'all'] as const;
const PARAMETERS = ['source', 'contract', 'code', 'from', 'to', 'state', 'limit', 'after'];
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

export interface QuarantineQuery {
  readonly filter: ListFilter;
  readonly limit: number;
  readonly after: ListCursor | undefined;
}

/** Reads the query of a list of records; a text says what is wrong with it. */
export function readQuarantineQuery({ query }: Pick<HttpRequest, 'query'>): QuarantineQuery | string {
  const given = (name: string): string | undefined => query.get(name) ?? undefined;
  for (const name of query.keys()) {
    if (!PARAMETERS.includes(name))
      return `There is no such query parameter; there are ${PARAMETERS.join(', ')}.`;
  }
  const source = given('source');
  if (source !== undefined && !isSource(source)) {
    return `The query parameter 'source' is one of ${SOURCES.join(', ')}.`;
  }
  const state = STATES.find((one) => one === (given('state') ?? 'open'));
  if (state === undefined) return `The query parameter 'state' is one of ${STATES.join(', ')}.`;
  const [from, to] = [readTime(given('from')), readTime(given('to'))];
  if (from === null || to === null) {
    return "The query parameters 'from' and 'to' are times as RFC 3339 writes them, such as 2026-11-21T06:00:00Z.";
  }
  const limit = readLimit(given('limit'), DEFAULT_LIMIT);
  if (limit === undefined) return `The query parameter 'limit' is a whole number from 1 to ${MAX_LIMIT}.`;
  const cursor = given('after');
  const after = cursor === undefined ? undefined : fromCursorText(cursor);
  if (cursor !== undefined && after === undefined) {
    return "The query parameter 'after' is what an earlier page gave in 'next'.";
  }
  return {
    filter: { source, contract: given('contract'), code: given('code'), from, to, state },
    limit,
    after,
  };
}

/** `undefined` for a text that is no number of things on a page. */
export function readLimit(text: string | undefined, initial: number): number | undefined {
  const limit = text === undefined ? initial : /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= MAX_LIMIT ? limit : undefined;
}

/** In UTC with milliseconds, as the index has times; null for a text that is no time. */
function readTime(text: string | undefined): string | null | undefined {
  if (text === undefined) return undefined;
  // A plus sign that was not percent-encoded arrives as a blank.
  const time = text.replace(' ', '+');
  if (!RFC_3339.test(time) || Number.isNaN(Date.parse(time))) return null;
  return new Date(time).toISOString();
}
