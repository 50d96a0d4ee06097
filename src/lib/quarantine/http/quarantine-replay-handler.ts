import { type HttpHandler, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { type ReplayReport } from '../replay-api';
import { readReopenRequest, readReplayRequest } from '../replay-request';
import { isJsonEssence, parseMediaType } from '../../platform/text/media-type';
import { toUtf8 } from '../../platform/text/to-utf8';
import { badRequest, toJsonResponse, toProblemResponse } from '../../platform/http/responses';
import { readBody } from '../../platform/http/read-body';
import { type Reopening } from '../open-reopening';
import { type Replays } from '../open-replays';
import { instruments, isTelemetryOn } from '../../platform/telemetry/instruments';

/** The name of the signed-in caller. App Service authentication sets it if it is switched on. */
const PRINCIPAL_HEADER = 'x-ms-client-principal-name';
const MAX_PRINCIPAL_LENGTH = 256;
/** Maximum number of ids in a message. A request can name a thousand. */
const MAX_NAMED = 5;
const AS_JSON = 'send it with the content type application/json.';

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

/** Creates a handler that opens records for replays again. */
export function createReopenHandler(open: () => Reopening): HttpHandler {
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

/** Reads the text of a JSON body. Returns the problem if the body is not text, or not sent as JSON. */
async function readJsonText(request: HttpRequest): Promise<string | HttpResponseInit> {
  const type = parseMediaType(request.headers.get('content-type') ?? 'application/json');
  if (type === undefined || !isJsonEssence(type.essence))
    return unsupported(`The body must be JSON; ${AS_JSON}`);
  const body = await readBody(request);
  if (!Buffer.isBuffer(body)) return body;
  const text = toUtf8(body, type.parameters.get('charset'));
  if (Buffer.isBuffer(text)) return text.toString('utf8');
  return text.kind === 'charset' ? unsupported(text.message) : badRequest('request_invalid', text.message);
}

/** Returns the caller, or null if the platform authenticated none. */
function readPrincipal({ headers }: Pick<HttpRequest, 'headers'>): string | null {
  return headers.get(PRINCIPAL_HEADER)?.slice(0, MAX_PRINCIPAL_LENGTH) ?? null;
}

/** The problem of a request that names records that do not exist. */
function unknownRecords(unknown: readonly string[]): HttpResponseInit {
  return toProblemResponse({
    status: 404,
    title: 'Not Found',
    code: 'quarantine_unknown',
    detail: `${unknown.length} of the ids do not belong to a quarantined record.`,
    members: { unknown: unknown.slice(0, MAX_NAMED) },
  });
}

function unsupported(detail: string): HttpResponseInit {
  return toProblemResponse({
    status: 415,
    title: 'Unsupported Media Type',
    code: 'unsupported_media_type',
    detail,
  });
}
