import { type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { type OnReject, type RecordResults } from './api';
import { type Contract } from '../contracts/contract';
import { parseMediaType } from '../platform/text/media-type';
import { toJsonResponse, toProblemResponse } from '../platform/http/responses';
import { type IngestOutcome } from './publish-validated';

/** The publisher's code for an event that no batch can hold. */
const TOO_LARGE = 'hub_event_too_large';

export interface IngestResponseOptions {
  readonly request: Pick<HttpRequest, 'headers'>;
  readonly contract: Contract;
  readonly dryRun: boolean;
  readonly onReject: OnReject;
  readonly outcome: IngestOutcome;
}

/**
 * Returns the response of an ingest request:
 *
 * - 202 every record is accepted (200 for a dry run)
 * - 207 some records are accepted, or in the quarantine
 * - 422 no record is accepted, and none is in the quarantine, as a problem
 * - 503 no record was published although some could be, as a problem: send the records again
 *
 * `Prefer: return=minimal` (RFC 7240) omits the results of accepted records. `Accept: application/x-ndjson` requests
 * one result per line.
 */
export function toIngestResponse({
  request,
  contract,
  dryRun,
  onReject,
  outcome,
}: IngestResponseOptions): HttpResponseInit {
  const { results } = outcome;
  const { quarantined, unavailable, ...counts } = count(results);
  const published = counts.accepted + quarantined;
  const again = counts.failed + unavailable;
  const minimal = /(^|[,;\s])return=minimal($|[,;\s])/i.test(request.headers.get('prefer') ?? '');
  const shown = minimal ? results.filter(({ verdict }) => verdict !== 'accepted') : results;
  const headers: Record<string, string> = minimal ? { 'preference-applied': 'return=minimal' } : {};
  const lost = dryRun ? 0 : counts.rejected - quarantined;
  const note = lost === 0 ? undefined : toNote(lost, onReject);
  const answer: RecordResults = {
    contract: contract.id,
    dryRun,
    ...counts,
    ...(onReject === 'quarantine' && { quarantined }),
    ...(note !== undefined && { note }),
    verdicts: shown,
  };

  if (published === 0 && again > 0) {
    return toProblemResponse({
      status: 503,
      title: 'Service Unavailable',
      code: 'hub_unavailable',
      detail:
        counts.failed > 0
          ? `${counts.failed} of ${results.length} records are valid but could not be published; send them again.`
          : `${unavailable} of ${results.length} records could not be published for the quarantine; send them again.`,
      members: { ...answer },
      headers: { ...headers, 'retry-after': '5' },
    });
  }
  if (published === 0 && counts.rejected > 0) {
    const broken =
      results.length === 1
        ? `The record breaks ${contract.id}.`
        : `All ${results.length} records break ${contract.id}.`;
    return toProblemResponse({
      status: 422,
      title: 'Unprocessable Content',
      code: 'contract_broken',
      detail: note === undefined ? broken : `${broken} ${note}`,
      // The detail has the note already.
      members: { ...answer, note: undefined },
      headers,
    });
  }
  const status = counts.rejected + counts.failed > 0 ? 207 : dryRun ? 200 : 202;
  if (prefersNdjson(request.headers.get('accept'))) {
    return {
      status,
      headers: { ...headers, 'content-type': 'application/x-ndjson' },
      body: shown.map((result) => `${JSON.stringify(result)}\n`).join(''),
    };
  }
  return toJsonResponse(answer, status, headers);
}

interface Counts extends Pick<RecordResults, 'accepted' | 'rejected' | 'failed'> {
  /** Rejected records that the hub has. */
  readonly quarantined: number;
  /** Rejected records that the hub did not accept, and may accept later. */
  readonly unavailable: number;
}

function count(results: IngestOutcome['results']): Counts {
  const counts = { accepted: 0, rejected: 0, failed: 0, quarantined: 0, unavailable: 0 };
  for (const result of results) {
    counts[result.verdict] += 1;
    if (result.verdict !== 'rejected') continue;
    if (result.quarantined === true) counts.quarantined += 1;
    if (result.unquarantined !== undefined && result.unquarantined.code !== TOO_LARGE)
      counts.unavailable += 1;
  }
  return counts;
}

/** Says what became of rejected records that are in no quarantine. */
function toNote(records: number, onReject: OnReject): string {
  const [what, are, them] =
    records === 1 ? ['1 rejected record', 'is', 'it'] : [`${records} rejected records`, 'are', 'them'];
  return onReject === 'answer'
    ? `${what} ${are} in this answer only, in no hub and no quarantine; send ${them} with ?onReject=quarantine to keep ${them} there.`
    : `${what} ${are} in no quarantine; unquarantined says why.`;
}

/** Whether the caller names NDJSON and does not weigh JSON higher (RFC 9110, section 12.5.1). */
function prefersNdjson(accept: string | null): boolean {
  const weights = new Map<string, number>();
  for (const range of (accept ?? '').split(',')) {
    const parsed = parseMediaType(range);
    if (parsed !== undefined) weights.set(parsed.essence, Number(parsed.parameters.get('q') ?? 1));
  }
  const weight = weights.get('application/x-ndjson') ?? 0;
  return weight > 0 && weight >= (weights.get('application/json') ?? 0);
}
