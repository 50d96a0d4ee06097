import { type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { type RecordResults } from './api';
import { type Contract } from '../contracts/contract';
import { parseMediaType } from '../platform/text/media-type';
import { toJsonResponse, toProblemResponse } from '../platform/http/responses';
import { type IngestOutcome } from './publish-accepted';

export interface IngestResponseOptions {
  readonly request: Pick<HttpRequest, 'headers'>;
  readonly contract: Contract;
  readonly dryRun: boolean;
  readonly outcome: IngestOutcome;
}

/**
 * Returns the response of an ingest request:
 *
 * - 202 every record is accepted (200 for a dry run)
 * - 207 some records are accepted
 * - 422 no record is accepted, as a problem
 * - 503 no record was published although some are valid, as a problem: send the records again
 *
 * `Prefer: return=minimal` (RFC 7240) omits the results of accepted records. `Accept: application/x-ndjson` requests
 * one result per line.
 */
export function toIngestResponse({
  request,
  contract,
  dryRun,
  outcome,
}: IngestResponseOptions): HttpResponseInit {
  const { results } = outcome;
  const counts = { accepted: 0, rejected: 0, failed: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  const minimal = /(^|[,;\s])return=minimal($|[,;\s])/i.test(request.headers.get('prefer') ?? '');
  const shown = minimal ? results.filter(({ verdict }) => verdict !== 'accepted') : results;
  const headers: Record<string, string> = minimal ? { 'preference-applied': 'return=minimal' } : {};
  const answer: RecordResults = { contract: contract.id, dryRun, ...counts, verdicts: shown };

  if (counts.accepted === 0 && counts.failed > 0) {
    return toProblemResponse({
      status: 503,
      title: 'Service Unavailable',
      code: 'hub_unavailable',
      detail: `${counts.failed} of ${results.length} records are valid but could not be published; send them again.`,
      members: { ...answer },
      headers: { ...headers, 'retry-after': '5' },
    });
  }
  if (counts.accepted === 0 && counts.rejected > 0) {
    return toProblemResponse({
      status: 422,
      title: 'Unprocessable Content',
      code: 'contract_broken',
      detail:
        results.length === 1
          ? `The record breaks ${contract.id}.`
          : `All ${results.length} records break ${contract.id}.`,
      members: { ...answer },
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
