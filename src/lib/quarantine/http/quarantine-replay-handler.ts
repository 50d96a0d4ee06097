import { type HttpHandler } from '@azure/functions';
import { type ReplayReport } from '../replay-api';
import { readReplayRequest } from '../replay-request';
import { badRequest, toJsonResponse } from '../../platform/http/responses';
import { type Replays } from '../open-replays';
import { instruments, isTelemetryOn } from '../../platform/telemetry/instruments';
import { readJsonText, readPrincipal, unknownRecords } from './json-request';

/** Creates a handler that replays records, or with `dryRun` returns what a replay would do. */
export function createReplayHandler(open: () => Pick<Replays, 'replay'>): HttpHandler {
  return async (request, context) => {
    const text = await readJsonText(request);
    if (typeof text !== 'string') return text;
    const read = readReplayRequest(text);
    if ('problem' in read) return badRequest('request_invalid', read.problem);
    const report = await open().replay(read, readPrincipal(request));
    if ('unknown' in report) return unknownRecords(report.unknown);
    const { faults, ...rest } = report;
    const answer: ReplayReport = rest;
    if (!answer.dryRun) countReplayed(answer.results);
    for (const fault of faults) context.error(fault);
    return toJsonResponse(answer, 200, { 'cache-control': 'no-store' });
  };
}

/**
 * Counts the outcomes of the records of one replay.
 *
 * @param results ids are `<source>.<hubGeneration>.<partition>.<sequenceNumber>`
 */
export function countReplayed(results: readonly { readonly id: string; readonly outcome: string }[]): void {
  if (!isTelemetryOn()) return;
  for (const { id, outcome } of results) {
    const [source = ''] = id.split('.');
    instruments().replayedRecords.add(1, { 'sluice.source': source, 'sluice.replay.outcome': outcome });
  }
}
