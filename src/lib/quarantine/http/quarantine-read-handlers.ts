import { type HttpHandler } from '@azure/functions';
import { type QuarantineReader } from '../quarantine-reader';
import { toJsonResponse } from '../../platform/http/json-response';
import { badRequest, notFound } from '../../platform/http/problem';
import { MAX_LIMIT, readLimit, readQuarantineQuery } from './quarantine-query';

const DEFAULT_REPLAYS = 20;

/** Quarantined records, newest first, with counts of all that match. */
export function createQuarantineListHandler(open: () => Pick<QuarantineReader, 'list'>): HttpHandler {
  return async (request) => {
    const query = readQuarantineQuery(request);
    if (typeof query === 'string') return badRequest('query_invalid', query);
    const { filter, limit, after } = query;
    const listing = await open().list(filter, { limit, ...(after !== undefined && { after }) });
    return toJsonResponse({
      ...listing,
      next: listing.next === null ? null : toNextUrl(request.query, listing.next),
    });
  };
}

/** One record with its content, masked; `?bytes=true` adds the bytes as they came. */
export function createQuarantineReadHandler(open: () => Pick<QuarantineReader, 'describe'>): HttpHandler {
  return async (request) => {
    const bytes = request.query.get('bytes') ?? 'false';
    if (bytes !== 'true' && bytes !== 'false') {
      return badRequest('query_invalid', "The query parameter 'bytes' is true or false.");
    }
    const id = request.params['id'] ?? '';
    const record = await open().describe(id, { withBytes: bytes === 'true' });
    return record === undefined
      ? notFound('quarantine_unknown', 'There is no quarantined record of this id.')
      : toJsonResponse(record, 200, { 'cache-control': 'no-store' });
  };
}

/** What was replayed, when, by whom and with which outcome; newest first. */
export function createReplayListHandler(open: () => Pick<QuarantineReader, 'listReplays'>): HttpHandler {
  return async (request) => {
    const limit = readLimit(request.query.get('limit') ?? undefined, DEFAULT_REPLAYS);
    if (limit === undefined) {
      return badRequest(
        'query_invalid',
        `The query parameter 'limit' is a whole number from 1 to ${MAX_LIMIT}.`,
      );
    }
    return toJsonResponse({ replays: await open().listReplays(limit) });
  };
}

function toNextUrl(query: URLSearchParams, after: string): string {
  const next = new URLSearchParams(query);
  next.set('after', after);
  return `/api/quarantine?${next.toString()}`;
}
