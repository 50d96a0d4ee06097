import { randomUUID } from 'node:crypto';
import { type HttpHandler, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { type OnReject } from './api';
import { type Contract } from '../contracts/contract';
import { isSource } from '../contracts/source';
import { parseSeparator, SEPARATOR_CHOICES, type Separator } from './csv-schema';
import { ingest } from './ingest';
import { type Ingest } from './open-ingest';
import { readRecords } from './read-records';
import { startPublishing } from './publish-trace';
import { toIngestResponse } from './ingest-response';
import { badRequest, notFound, toProblemResponse } from '../platform/http/responses';
import { publishValidated } from './publish-validated';
import { readBody } from '../platform/http/read-body';

const TITLES = { 400: 'Bad Request', 413: 'Content Too Large', 415: 'Unsupported Media Type' } as const;

/**
 * Creates a handler that validates the records of a request, publishes the valid ones, and returns a result for each.
 * `?dryRun=true` only validates. `?version=n` selects a version of the contract (default: the newest). `?delimiter=`
 * sets the separator between the cells of CSV. `?onReject=quarantine` also publishes the refused records, so that they
 * land in the quarantine.
 */
export function createIngestHandler(open: () => Ingest): HttpHandler {
  return async (request, context) => {
    const { registry, maxEventBytes, maxRecordsPerRequest, clock, publishers } = open();
    const found = findContract(request, registry.find.bind(registry));
    if ('status' in found) return found;
    const { contract } = found;
    const dryRun = readFlag(request, 'dryRun');
    if (typeof dryRun !== 'boolean') return dryRun;
    const onReject = readOnReject(request);
    if (typeof onReject !== 'string') return onReject;
    const separator = readSeparator(request);
    if (typeof separator === 'object') return separator;
    const body = await readBody(request);
    if (!Buffer.isBuffer(body)) return body;

    const read = readRecords({
      contentType: request.headers.get('content-type') ?? undefined,
      headers: request.headers,
      body,
      separator,
      contract,
      maxRecords: maxRecordsPerRequest,
    });
    if (read.kind === 'fault') {
      const { status, code, message, place } = read.fault;
      return toProblemResponse({
        status,
        title: TITLES[status],
        code,
        detail: message,
        ...(place !== undefined && { members: { ...place } }),
      });
    }
    const publishing = startPublishing(contract, {
      traceparent: request.headers.get('traceparent') ?? context.traceContext?.traceParent,
      tracestate: request.headers.get('tracestate') ?? undefined,
    });
    const validated = ingest({
      contract,
      records: read.records,
      maxEventBytes,
      onReject,
      source: '/sluice/ingest',
      ...publishing.carried,
      clock,
      newId: randomUUID,
    });
    const outcome = await publishing.end(validated.events.length, () =>
      dryRun
        ? Promise.resolve({ ...validated, unpublished: [] })
        : publishValidated(validated, publishers[contract.source]),
    );
    for (const { error } of outcome.unpublished.slice(0, 1)) context.error(error);
    return toIngestResponse({ request, contract, dryRun, onReject, outcome });
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
      ...badRequest('version_invalid', "The query parameter 'version' must be a whole number from 1."),
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
      `There is no contract for ${what}; GET /api/contracts lists all contracts.`,
    ),
    status: 404,
  };
}

function readSeparator({ query }: HttpRequest): Separator | undefined | HttpResponseInit {
  const text = query.get('delimiter');
  if (text === null) return undefined;
  return (
    parseSeparator(text) ??
    badRequest('query_invalid', `The query parameter 'delimiter' must be one of ${SEPARATOR_CHOICES}.`)
  );
}

function readOnReject({ query }: HttpRequest): OnReject | HttpResponseInit {
  const value = query.get('onReject') ?? 'answer';
  if (value === 'answer' || value === 'quarantine') return value;
  return badRequest('query_invalid', "The query parameter 'onReject' must be answer or quarantine.");
}

function readFlag(request: HttpRequest, name: string): boolean | HttpResponseInit {
  const value = request.query.get(name);
  if (value === null || value === 'false') return false;
  if (value === 'true' || value === '') return true;
  return badRequest('query_invalid', `The query parameter '${name}' must be true or false.`);
}
