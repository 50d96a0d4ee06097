import { SOURCES } from '../contracts/source';
import { SHARED_SCHEMAS, toEnvelopeSchema, toRecordSchema } from './schemas';
import { QUARANTINE_PATHS } from './quarantine-paths';
import { QUARANTINE_SCHEMAS } from './quarantine-schemas';
import { REFRESH_PATHS } from './refresh-paths';
import { REFRESH_SCHEMAS } from './refresh-schemas';
import { SERVE_PATHS } from './serve-paths';
import { SERVE_SCHEMAS } from './serve-schemas';
import { STATUS_PATHS } from './status-paths';
import { STATUS_SCHEMAS } from './status-schemas';
import { problem, RESPONSES, toJsonBody } from './responses';
import { toIngestPath } from './ingest-path';
import { type ContractRegistry } from '../contracts/registry';

export interface OpenApiOptions {
  readonly registry: ContractRegistry;
  /** Where the app answers, without a path: `https://app.example`. */
  readonly serverUrl: string;
  /** Version of the HTTP API (semantic versioning). */
  readonly version: string;
}

/**
 * Describes the HTTP API, one ingest path a contract, as an OpenAPI 3.1 document.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
export function toOpenApi({ registry, serverUrl, version }: OpenApiOptions): Record<string, unknown> {
  const contracts = registry.all();
  const types = [...new Set(contracts.map(({ type }) => type))];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sluice',
      version,
      description:
        'Takes in events, holds each against its data contract, and publishes them to the Event Hub of their source; refreshes the lakehouse and serves what came of it.',
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: serverUrl }],
    tags: [
      { name: 'ingest', description: 'Events in, one path a type.' },
      { name: 'refresh', description: 'Silver and Gold from Bronze and batch sources.' },
      { name: 'serve', description: 'Batch views with live windows after them, and the tables of Gold.' },
      { name: 'quarantine', description: 'Events that broke their contract: seen, fixed, replayed.' },
      { name: 'simulate', description: 'Made-up events, by a seed.' },
      { name: 'contracts', description: 'What an event must look like.' },
      { name: 'health', description: 'Whether the app lives and can work.' },
    ],
    paths: {
      ...Object.fromEntries(
        types.map((type) => [
          `/api/ingest/${type.replace('.', '/')}`,
          toIngestPath(contracts.filter((contract) => contract.type === type)),
        ]),
      ),
      ...REFRESH_PATHS,
      ...QUARANTINE_PATHS,
      ...SERVE_PATHS,
      ...STATUS_PATHS,
      ...fixedPaths(types),
    },
    components: {
      schemas: {
        ...SHARED_SCHEMAS,
        ...REFRESH_SCHEMAS,
        ...QUARANTINE_SCHEMAS,
        ...SERVE_SCHEMAS,
        ...STATUS_SCHEMAS,
        ...Object.fromEntries(
          contracts.flatMap((contract) => [toRecordSchema(contract), toEnvelopeSchema(contract)]),
        ),
      },
      responses: RESPONSES,
      securitySchemes: {
        functionKey: {
          type: 'apiKey',
          in: 'header',
          name: 'x-functions-key',
          description: 'A key of the function app.',
        },
      },
    },
  };
}

function fixedPaths(types: readonly string[]): Record<string, unknown> {
  const typeParameter = { name: 'type', in: 'path', required: true, schema: { type: 'string', enum: types } };
  const object = { type: 'object' };
  return {
    '/api/simulate/{source}': {
      post: {
        operationId: 'simulate',
        tags: ['simulate'],
        summary: 'Makes and publishes simulated events now',
        security: [{ functionKey: [] }],
        parameters: [
          { name: 'source', in: 'path', required: true, schema: { type: 'string', enum: SOURCES } },
          ...SIMULATE_PARAMETERS,
        ],
        responses: {
          202: toJsonBody('How many events were published, and how many carry which fault.', {
            $ref: '#/components/schemas/Simulated',
          }),
          ...problem(400, 404, 500, 503),
        },
      },
    },
    '/api/contracts': {
      get: {
        operationId: 'listContracts',
        tags: ['contracts'],
        summary: 'All contracts, without their schemas',
        responses: {
          200: toJsonBody('The contracts.', {
            type: 'object',
            required: ['contracts'],
            properties: { contracts: { type: 'array', items: { $ref: '#/components/schemas/Contract' } } },
          }),
        },
      },
    },
    '/api/contracts/{type}': {
      get: {
        operationId: 'listVersions',
        tags: ['contracts'],
        summary: 'The versions of one type',
        parameters: [typeParameter],
        responses: {
          200: toJsonBody('The versions.', {
            type: 'object',
            required: ['type', 'versions'],
            properties: {
              type: { type: 'string' },
              versions: { type: 'array', items: { $ref: '#/components/schemas/Contract' } },
            },
          }),
          ...problem(404),
        },
      },
    },
    '/api/contracts/{type}/{version}': {
      get: {
        operationId: 'getContract',
        tags: ['contracts'],
        summary: 'One contract with its JSON Schema',
        parameters: [
          typeParameter,
          {
            name: 'version',
            in: 'path',
            required: true,
            schema: { type: 'integer', minimum: 1, maximum: 9999 },
          },
        ],
        responses: {
          200: toJsonBody('The contract.', {
            allOf: [{ $ref: '#/components/schemas/Contract' }],
            type: 'object',
            required: ['schema'],
            properties: { schema: { ...object, description: 'The JSON Schema (2020-12) of the record.' } },
          }),
          ...problem(400, 404),
        },
      },
    },
    '/api/openapi.json': {
      get: {
        operationId: 'getOpenApi',
        tags: ['contracts'],
        summary: 'This document',
        responses: { 200: toJsonBody('An OpenAPI 3.1 document.', object) },
      },
    },
    '/api/health': {
      get: {
        operationId: 'getHealth',
        tags: ['health'],
        summary: 'Whether the app lives',
        responses: { 200: toJsonBody('It does.', { $ref: '#/components/schemas/Status' }) },
      },
    },
    '/api/ready': {
      get: {
        operationId: 'getReadiness',
        tags: ['health'],
        summary: 'Whether everything that the app needs answers',
        responses: { 200: toJsonBody('It does.', { $ref: '#/components/schemas/Status' }), ...problem(503) },
      },
    },
  };
}

const SIMULATE_PARAMETERS = [
  {
    name: 'count',
    in: 'query',
    description: 'How many events.',
    schema: { type: 'integer', minimum: 1, maximum: 100_000, default: 100 },
  },
  {
    name: 'seed',
    in: 'query',
    description: 'The same seed makes the same world; from the settings where it is left out.',
    schema: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
  },
  {
    name: 'faults',
    in: 'query',
    description:
      'Shares of events with a fault, or `none`, or `default`; from the settings where it is left out.',
    schema: { type: 'string' },
    example: 'duplicate=0.01,malformed=0.002',
  },
  {
    name: 'population',
    in: 'query',
    description: 'Instead of a count: the profile of every customer there is. For the source customers only.',
    schema: { type: 'string', enum: ['all'] },
  },
];
