import { type HttpHandler } from '@azure/functions';
import { type Refresh } from '../open-refresh';
import { toRefreshSummary } from '../describe-refresh';
import { toRefreshId } from './refresh-id-parameter';
import { toJsonResponse } from '../../platform/http/json-response';
import { badRequest, notFound } from '../../platform/http/problem';

/** Refreshes of one page. */
const MAX_LIMIT = 200;

/** The refreshes, newest first: `limit` of them (default 20), below the number `before`. */
export function createRefreshListHandler(open: () => Refresh): HttpHandler {
  return async (request) => {
    const limit = Number(request.query.get('limit') ?? 20);
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
      return badRequest(
        'query_invalid',
        `The query parameter 'limit' is a whole number from 1 to ${MAX_LIMIT}.`,
      );
    }
    const before = request.query.get('before');
    const below = before === null ? undefined : Number(before);
    if (below !== undefined && (!/^\d{1,15}$/.test(before ?? '') || below === 0)) {
      return badRequest('query_invalid', "The query parameter 'before' is the number of a refresh.");
    }
    const page = await open().list({ limit, ...(below !== undefined && { below }) });
    return toJsonResponse({
      refreshes: page.refreshes.map(toRefreshSummary),
      next: page.next === undefined ? null : `/api/refresh?limit=${limit}&before=${page.next}`,
    });
  };
}

/** All that is known of one refresh. */
export function createRefreshReadHandler(open: () => Refresh): HttpHandler {
  return async (request) => {
    const refresh = open();
    const id = toRefreshId(request);
    const view = id === undefined ? undefined : await refresh.describe(id);
    if (view === undefined) {
      return notFound('refresh_unknown', `There is no refresh '${request.params['id'] ?? ''}'.`);
    }
    return toJsonResponse(view);
  };
}
