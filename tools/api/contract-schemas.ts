import { ENVELOPE_LIMITS } from '../../src/lib/contracts/envelope';
import { type ContractDescription } from '../../src/lib/contracts/contract';
import { inlineRefs } from '../../src/lib/contracts/catalog';
import { type JsonSchema } from './schema-writer';

const FILE_KEYWORDS: ReadonlySet<string> = new Set(['$schema', '$id', 'x-contract']);

/** The name of a contract's schema in the document: `iot.telemetry.v1`. */
export function recordSchemaName({ type, version }: Pick<ContractDescription, 'type' | 'version'>): string {
  return `${type}.v${version}`;
}

/** The name of a contract's envelope in the document. */
export function envelopeSchemaName(contract: Pick<ContractDescription, 'type' | 'version'>): string {
  return `${recordSchemaName(contract)}.event`;
}

/** A contract's schema, without the keywords that only the file needs. */
export function toRecordSchema(contract: ContractDescription): JsonSchema {
  const schema = Object.entries(inlineRefs(contract.schema)).filter(
    ([keyword]) => !FILE_KEYWORDS.has(keyword),
  );
  return Object.fromEntries(schema);
}

/** A contract's CloudEvents envelope, structured JSON. */
export function toEnvelopeSchema(contract: ContractDescription): JsonSchema {
  return {
    type: 'object',
    description: `${contract.title} in a CloudEvents 1.0 envelope; extension attributes are kept.`,
    required: ['specversion', 'id', 'source', 'type', 'data'],
    properties: {
      specversion: { const: '1.0' },
      id: toText(ENVELOPE_LIMITS.id),
      source: toText(ENVELOPE_LIMITS.source),
      type: { const: contract.type },
      dataschema: { const: contract.id },
      subject: toText(ENVELOPE_LIMITS.subject),
      time: { type: 'string', format: 'date-time' },
      datacontenttype: { const: 'application/json' },
      data: { $ref: `#/components/schemas/${recordSchemaName(contract)}` },
    },
  };
}

/** The CloudEvent of a record. */
export function toExampleEvent(
  { id, type, eventId, eventTime, partitionKey }: ContractDescription,
  record: unknown,
): unknown {
  return {
    specversion: '1.0',
    id: at(record, eventId),
    source: '/example',
    type,
    dataschema: id,
    time: at(record, eventTime),
    partitionkey: at(record, partitionKey),
    datacontenttype: 'application/json',
    data: record,
  };
}

function toText(maxLength: number): JsonSchema {
  return { type: 'string', minLength: 1, maxLength };
}

/** @param pointer JSON Pointer into the record; contracts have no names with characters that it escapes */
function at(record: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name],
      record,
    );
}
