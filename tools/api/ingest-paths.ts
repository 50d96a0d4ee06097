import { type ContractDescription } from '../../src/lib/contracts/contract';
import { type ApiRoute } from '../../src/lib/platform/http/api-shapes';
import { envelopeSchemaName, recordSchemaName, toExampleEvent } from './contract-schemas';
import { type JsonSchema, type SchemaWriter } from './schema-writer';
import { toOperation } from './to-operation';

type Part = Record<string, unknown>;

/** The ingest route for each type of event, by path. Expects contracts by type, then by version. */
export function toIngestPaths(
  route: ApiRoute,
  contracts: readonly ContractDescription[],
  writer: SchemaWriter,
): Record<string, Part> {
  const types = [...new Set(contracts.map(({ type }) => type))];
  return Object.fromEntries(
    types.map((type) => {
      const versions = contracts.filter((contract) => contract.type === type);
      return [`/api/ingest/${type.replace('.', '/')}`, { post: toIngestOperation(route, versions, writer) }];
    }),
  );
}

function toIngestOperation(
  route: ApiRoute,
  versions: readonly ContractDescription[],
  writer: SchemaWriter,
): Part {
  const newest = versions.at(-1);
  if (newest === undefined) throw new Error('A type of event has no version.');
  const operation = toOperation(route, writer);
  const numbers = { enum: versions.map(({ version }) => version), default: newest.version };
  const parameters = operation['parameters'] as readonly Part[];
  const { content } = operation['requestBody'] as { readonly content: Readonly<Record<string, Part>> };
  return {
    ...operation,
    operationId: `${route.operationId}.${newest.type}`,
    summary: newest.title,
    description: newest.description,
    parameters: parameters
      .filter((parameter) => parameter['in'] !== 'path')
      .map((parameter) =>
        parameter['name'] === 'version'
          ? { ...parameter, schema: { type: 'integer', ...numbers } }
          : parameter,
      ),
    requestBody: { required: true, content: { ...content, ...toBodies(newest, versions) } },
  };
}

/** The bodies whose shape or examples depend on the contract, by media type. */
function toBodies(
  newest: ContractDescription,
  versions: readonly ContractDescription[],
): Record<string, Part> {
  const examples = newest.schema['examples'] as readonly unknown[];
  const events = examples.map((example) => toExampleEvent(newest, example));
  const records = versions.map((contract) => toRef(recordSchemaName(contract)));
  const envelope = { oneOf: versions.map((contract) => toRef(envelopeSchemaName(contract))) };
  const named = examples.map((value, index) => [`record${index + 1}`, { value }] as const);
  return {
    'application/json': {
      schema: { oneOf: [...records, { type: 'array', minItems: 1, items: { oneOf: records } }] },
      examples: { ...Object.fromEntries(named), array: { value: examples } },
    },
    'application/x-ndjson': {
      schema: { type: 'string', description: 'One record per line.' },
      examples: { lines: { value: examples.map((example) => JSON.stringify(example)).join('\n') } },
    },
    'application/cloudevents+json': { schema: envelope, examples: { event: { value: events[0] } } },
    'application/cloudevents-batch+json': {
      schema: { type: 'array', minItems: 1, items: envelope },
      examples: { batch: { value: events } },
    },
  };
}

function toRef(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}
