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
  ingest: 'Events in, one path a type.',
  refresh: 'Silver and Gold from Bronze and batch sources.',
  serve: 'Batch views with live windows after them, and the tables of Gold.',
  quarantine: 'Events that broke their contract: seen, fixed, replayed.',
  simulate: 'Made-up events, by a seed.',
  contracts: 'What an event must look like.',
  health: 'Whether the app lives and can work.',
};

/** The route that the document has once a type of event. */
const INGEST = 'ingest';

/**
 * Describes the HTTP API as an OpenAPI 3.1 document. `servers` is a placeholder: the app answers with its own address.
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
        'Takes in events, checks each against its data contract, and publishes them to the Event Hub of their source; refreshes the lakehouse and serves what came of it.',
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

/** A component whose values `schemas/` decides, which may be newer than what this process has loaded. */
function withValues(writer: SchemaWriter, id: string, values: readonly string[]): Record<string, JsonSchema> {
  return { [id]: { ...writer.components.get(id), type: 'string', enum: values } };
}
