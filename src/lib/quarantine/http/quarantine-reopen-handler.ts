import { type HttpHandler } from '@azure/functions';
import { badRequest, toJsonResponse } from '../../platform/http/responses';
import { type Replays } from '../open-replays';
import { readReopenRequest } from '../replay-request';
import { readJsonText, readPrincipal, unknownRecords } from './json-request';

/** Creates a handler that opens records for replays again. */
export function createReopenHandler(open: () => Pick<Replays, 'reopen'>): HttpHandler {
  return async (request) => {
    const text = await readJsonText(request);
    if (typeof text !== 'string') return text;
    const read = readReopenRequest(text);
    if ('problem' in read) return badRequest('request_invalid', read.problem);
    const report = await open().reopen(read, readPrincipal(request));
    return 'unknown' in report
      ? unknownRecords(report.unknown)
      : toJsonResponse(report, 200, { 'cache-control': 'no-store' });
  };
}
