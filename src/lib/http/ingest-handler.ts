import { randomUUID } from 'node:crypto';
import { type HttpHandler, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { type Sluice } from '../compose';
import { type Contract } from '../contracts/contract';
import { isSource } from '../shared/source';
import { ingest } from '../source/ingest/ingest';
import { readRecords } from '../source/ingest/read-records';
import { startPublishing } from '../telemetry/publish-trace';
import { toIngestResponse } from './ingest-response';
import { badRequest, notFound, toProblemResponse } from './problem';
import { publishAccepted } from './publish-accepted';

const TITLES = { 400: 'Bad Request', 413: 'Content Too Large', 415: 'Unsupported Media Type' } as const;

/**
 * Takes in records over HTTP: judges each, publishes those that keep the contract, and answers with a verdict for every
 * one. `?dryRun=true` judges only; `?version=n` names a version of the contract, the newest otherwise.
 */
export function createIngestHandler(
  sluice: () => Pick<Sluice, 'registry' | 'config' | 'clock' | 'publishers'>,
): HttpHandler {
  return async (request, context) => {
    const { registry, config, clock, publishers } = sluice();
    const found = findContract(request, registry.find.bind(registry));
    if ('status' in found) return found;
    const { contract } = found;
    const dryRun = readFlag(request, 'dryRun');
    if (typeof dryRun !== 'boolean') return dryRun;

    const read = readRecords({
      contentType: request.headers.get('content-type') ?? undefined,
      headers: request.headers,
      body: Buffer.from(await request.arrayBuffer()),
      contract,
      maxRecords: config.maxRecordsPerRequest,
    });
    if (read.kind === 'fault') {
      const { status, code, message, offset } = read.fault;
      return toProblemResponse({
        status,
        title: TITLES[status],
        code,
        detail: message,
        ...(offset !== undefined && { members: { offset } }),
      });
    }
    const publishing = startPublishing(contract, {
      traceparent: request.headers.get('traceparent') ?? context.traceContext?.traceParent,
      tracestate: request.headers.get('tracestate') ?? undefined,
    });
    const judged = ingest({
      contract,
      records: read.records,
      maxEventBytes: config.maxEventBytes,
      source: '/sluice/ingest',
      ...publishing.carried,
      clock,
      newId: randomUUID,
    });
    const outcome = await publishing.end(judged.events.length, () =>
      dryRun
        ? Promise.resolve({ ...judged, unpublished: [] })
        : publishAccepted(judged, publishers[contract.source]),
    );
    for (const { error } of outcome.unpublished.slice(0, 1)) context.error(error);
    return toIngestResponse({ request, contract, dryRun, outcome });
  };
}

function findContract(
  request: HttpRequest,
  find: (type: string, version?: number) => Contract | undefined,
): { readonly contract: Contract } | (HttpResponseInit & { readonly status: number }) {
  const { source = '', event = '' } = request.params;
  const version = request.query.get('version');
  if (version !== null && !/^[1-9]\d{0,3}$/.test(version)) {
    return {
      ...badRequest('version_invalid', "The query parameter 'version' is a whole number from 1."),
      status: 400,
    };
  }
  const type = `${source}.${event}`;
  const contract = find(type, version === null ? undefined : Number(version));
  if (contract !== undefined && isSource(source)) return { contract };
  const what = version === null || find(type) === undefined ? `'${type}'` : `version ${version} of '${type}'`;
  return {
    ...notFound(
      'contract_unknown',
      `There is no contract for ${what}; GET /api/contracts lists those that there are.`,
    ),
    status: 404,
  };
}

function readFlag(request: HttpRequest, name: string): boolean | HttpResponseInit {
  const value = request.query.get(name);
  if (value === null || value === 'false') return false;
  if (value === 'true' || value === '') return true;
  return badRequest('query_invalid', `The query parameter '${name}' is true or false.`);
}
