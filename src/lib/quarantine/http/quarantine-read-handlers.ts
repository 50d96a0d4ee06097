import { type HttpHandler } from '@azure/functions';
import { type QuarantineReader } from '../quarantine-reader';
import { type QuarantineList, quarantineReadQuery, type ReplayList, replayListQuery } from '../api';
import { badRequest, notFound, toJsonResponse } from '../../platform/http/responses';
import { readQuery } from '../../platform/http/read-query';
import { readQuarantineQuery } from './quarantine-query';

/** Creates a handler that lists quarantined records, newest first, with counts of all matching records. */
export function createQuarantineListHandler(open: () => Pick<QuarantineReader, 'list'>): HttpHandler {
  return async (request) => {
    const query = readQuarantineQuery(request);
    if (typeof query === 'string') return badRequest('query_invalid', query);
    const { filter, limit, after } = query;
    const listing = await open().list(filter, { limit, ...(after !== undefined && { after }) });
    const page: QuarantineList = {
      ...listing,
      next: listing.next === null ? null : toNextUrl(request.query, listing.next),
    };
    return toJsonResponse(page);
  };
}

/** Creates a handler that returns one record with its content, masked. `?bytes=true` adds the original bytes. */
export function createQuarantineReadHandler(open: () => Pick<QuarantineReader, 'describe'>): HttpHandler {
  return async (request) => {
    const read = readQuery(quarantineReadQuery, request.query);
    if (read.outcome === 'invalid') return badRequest('query_invalid', read.detail);
    const id = request.params['id'] ?? '';
    const record = await open().describe(id, { withBytes: read.query.bytes });
    return record === undefined
      ? notFound('quarantine_unknown', 'There is no quarantined record with this id.')
      : toJsonResponse(record, 200, { 'cache-control': 'no-store' });
  };
}

/** Creates a handler that lists replays with time, caller and outcome, newest first. */
export function createReplayListHandler(open: () => Pick<QuarantineReader, 'listReplays'>): HttpHandler {
  return async (request) => {
    const read = readQuery(replayListQuery, request.query);
    if (read.outcome === 'invalid') return badRequest('query_invalid', read.detail);
    const list: ReplayList = { replays: await open().listReplays(read.query.limit) };
    return toJsonResponse(list);
  };
}

function toNextUrl(query: URLSearchParams, after: string): string {
  const next = new URLSearchParams(query);
  next.set('after', after);
  return `/api/quarantine?${next.toString()}`;
}
