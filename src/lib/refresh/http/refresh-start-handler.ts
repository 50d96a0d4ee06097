import { type HttpHandler } from '@azure/functions';
import { type Refresh } from '../open-refresh';
import { type RefreshInstances } from '../ports';
import { type RefreshStarted, refreshStartQuery } from '../api';
import { badRequest, toJsonResponse } from '../../platform/http/responses';
import { readQuery } from '../../platform/http/read-query';

/** Sent with every answer, also if a refresh was already running. */
const FOLLOW_AFTER_SECONDS = '5';

/**
 * Starts a refresh, or returns the running one. `pipelines` is `due` (default), `all` or `none`. `force=true`
 * runs the job even if there is nothing new. `rebuild` names tables to compute from all of Bronze.
 */
export function createRefreshStartHandler(open: () => Refresh, instances: RefreshInstances): HttpHandler {
  return async (request) => {
    const read = readQuery(refreshStartQuery, request.query);
    if (read.outcome === 'invalid') return badRequest('query_invalid', read.detail);
    const refresh = open();
    const { rebuild: tables, ...choices } = read.query;
    const rebuild = tables?.split(',') ?? [];
    const unknown = await refresh.findUnknownTables(rebuild);
    if (unknown !== undefined) return badRequest('rebuild_unknown', unknown);
    const options = { trigger: 'request', ...choices, rebuild } as const;
    const { outcome, id } = await refresh.start(instances, options);
    const url = `/api/refresh/${id}`;
    const started: RefreshStarted = { id, outcome, url };
    return toJsonResponse(started, 202, {
      location: new URL(url, request.url).href,
      'retry-after': FOLLOW_AFTER_SECONDS,
    });
  };
}
