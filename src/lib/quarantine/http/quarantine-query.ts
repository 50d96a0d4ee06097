import { type HttpRequest } from '@azure/functions';
import { quarantineQuery } from '../api';
import { fromCursorText, type ListCursor, type ListFilter } from '../list-records';
import { readQuery } from '../../platform/http/read-query';

export interface QuarantineQuery {
  readonly filter: ListFilter;
  readonly limit: number;
  readonly after: ListCursor | undefined;
}

/** Reads the query of a list of records; a text says what is wrong with it. */
export function readQuarantineQuery({ query }: Pick<HttpRequest, 'query'>): QuarantineQuery | string {
  const read = readQuery(quarantineQuery, query);
  if (read.outcome === 'invalid') return read.detail;
  const { source, contract, code, from, to, state, limit, after: cursor } = read.query;
  const after = cursor === undefined ? undefined : fromCursorText(cursor);
  if (cursor !== undefined && after === undefined) {
    return "The query parameter 'after' is what an earlier page gave in 'next'.";
  }
  return {
    filter: { source, contract, code, from: toIndexTime(from), to: toIndexTime(to), state },
    limit,
    after,
  };
}

/** In UTC with milliseconds, as the index has times. */
function toIndexTime(text: string | undefined): string | undefined {
  // A plus sign that was not percent-encoded arrives as a blank.
  return text === undefined ? undefined : new Date(text.replace(' ', '+')).toISOString();
}
