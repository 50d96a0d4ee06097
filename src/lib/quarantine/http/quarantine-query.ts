import { type HttpRequest } from '@azure/functions';
import { quarantineQuery } from '../api';
import { fromCursorText, type ListCursor, type ListFilter } from '../list-records';
import { readQuery } from '../../platform/http/read-query';

export interface QuarantineQuery {
  readonly filter: ListFilter;
  readonly limit: number;
  readonly after: ListCursor | undefined;
}

/** Reads the query of a list of records. Returns a text if the query is invalid. */
export function readQuarantineQuery({ query }: Pick<HttpRequest, 'query'>): QuarantineQuery | string {
  const read = readQuery(quarantineQuery, query);
  if (read.outcome === 'invalid') return read.detail;
  const { source, contract, code, event, from, to, state, limit, after: cursor } = read.query;
  const after = cursor === undefined ? undefined : fromCursorText(cursor);
  if (cursor !== undefined && after === undefined) {
    return "The query parameter 'after' must be the value of 'next' of an earlier page.";
  }
  return {
    filter: { source, contract, code, event, from: toIndexTime(from), to: toIndexTime(to), state },
    limit,
    after,
  };
}

/** Converts a time to UTC with milliseconds, the form of the index. */
function toIndexTime(text: string | undefined): string | undefined {
  // A plus sign without percent-encoding arrives as a space.
  return text === undefined ? undefined : new Date(text.replace(' ', '+')).toISOString();
}
