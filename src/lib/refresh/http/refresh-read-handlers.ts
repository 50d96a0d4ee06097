import { type HttpHandler, type HttpRequest } from '@azure/functions';
import { type Refresh } from '../open-refresh';
import { type RefreshList, refreshListQuery } from '../api';
import { toRefreshSummary } from '../to-refresh-summary';
import { isRefreshId, type RefreshId } from '../refresh-id';
import { badRequest, notFound, toJsonResponse } from '../../platform/http/responses';
import { readQuery } from '../../platform/http/read-query';

/** Lists the refreshes, newest first: `limit` of them (default 20), with numbers smaller than `before`. */
export function createRefreshListHandler(open: () => Refresh): HttpHandler {
  return async (request) => {
    const read = readQuery(refreshListQuery, request.query);
    if (read.outcome === 'invalid') return badRequest('query_invalid', read.detail);
    const { limit, before: below } = read.query;
    const page = await open().list({ limit, ...(below !== undefined && { below }) });
    const list: RefreshList = {
      refreshes: page.refreshes.map(toRefreshSummary),
      next: page.next === undefined ? null : `/api/refresh?limit=${limit}&before=${page.next}`,
    };
    return toJsonResponse(list);
  };
}

/** Describes one refresh. */
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

/** Reads the refresh id of the route; undefined if it is not a valid id. */
export function toRefreshId({ params }: Pick<HttpRequest, 'params'>): RefreshId | undefined {
  const text = params['id'] ?? '';
  return isRefreshId(text) ? text : undefined;
}
