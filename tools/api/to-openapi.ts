import { type ContractDescription } from '../../src/lib/contracts/contract';
import { type ApiRoute, type ApiTag } from '../../src/lib/platform/http/api-shapes';
import { envelopeSchemaName, recordSchemaName, toEnvelopeSchema, toRecordSchema } from './contract-schemas';
import { toIngestPaths } from './ingest-paths';
import { type JsonSchema, SchemaWriter } from './schema-writer';
import { toOperation, toSharedResponses } from './to-operation';

export interface OpenApiOptions {
  readonly routes: readonly ApiRoute[];
  /** By type, then by version. */
  readonly contracts: readonly ContractDescription[];
  readonly sources: readonly string[];
  /** Version of the HTTP API (semantic versioning). */
  readonly version: string;
}

const TAGS: Readonly<Record<ApiTag, string>> = {
  ingest: 'Publish events, one path per type.',
  refresh: 'Compute Silver and Gold from Bronze and batch sources.',
  serve: 'Read batch views combined with live windows, and the tables of Gold.',
  quarantine: 'Inspect, fix and replay events that broke their contract.',
  simulate: 'Simulate events from a seed.',
  contracts: 'Read the contracts of events.',
  health: 'Check whether the app runs and is ready.',
};

/** The route that the document repeats for each type of event. */
const INGEST = 'ingest';

/**
 * Returns the HTTP API as an OpenAPI 3.1 document. `servers` is a placeholder: the app inserts its own address.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
export function toOpenApi({ routes, contracts, sources, version }: OpenApiOptions): Record<string, unknown> {
  const writer = new SchemaWriter();
  const paths = toPaths(routes, contracts, writer);
  const responses = toSharedResponses(writer);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sluice',
      version,
      description:
        'Validates events against their data contracts and publishes them to the Event Hub of their source. Refreshes the lakehouse and serves its tables and views.',
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: {
        ...Object.fromEntries([...writer.components].sort(([a], [b]) => (a < b ? -1 : 1))),
        ...withValues(writer, 'Source', sources),
        ...withValues(writer, 'ContractType', [...new Set(contracts.map(({ type }) => type))]),
        ...Object.fromEntries(contracts.map((one) => [recordSchemaName(one), toRecordSchema(one)])),
        ...Object.fromEntries(contracts.map((one) => [envelopeSchemaName(one), toEnvelopeSchema(one)])),
      },
      responses,
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

function toPaths(
  routes: readonly ApiRoute[],
  contracts: readonly ContractDescription[],
  writer: SchemaWriter,
): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    if (route.operationId === INGEST) Object.assign(paths, toIngestPaths(route, contracts, writer));
    else paths[route.path] = { ...paths[route.path], [route.method]: toOperation(route, writer) };
  }
  return paths;
}

/** A component whose values depend on `schemas/`, which may be newer than the loaded code. */
function withValues(writer: SchemaWriter, id: string, values: readonly string[]): Record<string, JsonSchema> {
  return { [id]: { ...writer.components.get(id), type: 'string', enum: values } };
}
