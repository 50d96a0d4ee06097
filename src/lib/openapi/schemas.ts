import { SOURCES } from '../contracts/source';
import { ENVELOPE_LIMITS } from '../contracts/envelope';
import { type Contract } from '../contracts/contract';
import { inlineRefs, type JsonSchema } from '../contracts/inline-refs';

const FILE_KEYWORDS: ReadonlySet<string> = new Set(['$schema', '$id', 'x-contract']);

/** The name of a contract's schema in the document: `iot.telemetry.v1`. */
export function recordSchemaName({ type, version }: Contract): string {
  return `${type}.v${version}`;
}

/** A contract's schema by its name, without what only a file needs. */
export function toRecordSchema(contract: Contract): [name: string, schema: JsonSchema] {
  const schema = Object.entries(inlineRefs(contract.schema)).filter(
    ([keyword]) => !FILE_KEYWORDS.has(keyword),
  );
  return [recordSchemaName(contract), Object.fromEntries(schema)];
}

/** A contract's CloudEvents envelope, structured JSON, by its name. */
export function toEnvelopeSchema(contract: Contract): [name: string, schema: JsonSchema] {
  const text = (maxLength: number): object => ({ type: 'string', minLength: 1, maxLength });
  return [
    `${recordSchemaName(contract)}.event`,
    {
      type: 'object',
      description: `${contract.title} in a CloudEvents 1.0 envelope; extension attributes are kept.`,
      required: ['specversion', 'id', 'source', 'type', 'data'],
      properties: {
        specversion: { const: '1.0' },
        id: text(ENVELOPE_LIMITS.id),
        source: text(ENVELOPE_LIMITS.source),
        type: { const: contract.type },
        dataschema: { const: contract.id },
        subject: text(ENVELOPE_LIMITS.subject),
        time: { type: 'string', format: 'date-time' },
        datacontenttype: { const: 'application/json' },
        data: { $ref: `#/components/schemas/${recordSchemaName(contract)}` },
      },
    },
  ];
}

const count = { type: 'integer', minimum: 0 };
const pointer = { type: 'string', description: 'A JSON Pointer (RFC 6901) into the record.' };

const PROBLEM = {
  type: { type: 'string', const: 'about:blank' },
  title: { type: 'string' },
  status: { type: 'integer' },
  detail: { type: 'string' },
  code: { type: 'string', description: 'For programs; the other texts are for people.' },
};

const VERDICTS = {
  contract: { type: 'string', description: 'The contract that the records were held against.' },
  dryRun: { type: 'boolean' },
  accepted: count,
  rejected: count,
  failed: { ...count, description: 'Records that keep the contract and could not be published.' },
  verdicts: { type: 'array', items: { $ref: '#/components/schemas/Verdict' } },
};

/** `components.schemas` that do not depend on the contracts. */
export const SHARED_SCHEMAS = {
  Verdict: {
    type: 'object',
    description: 'What became of one record.',
    required: ['index', 'verdict'],
    properties: {
      index: { ...count, description: 'Place of the record in the request, from 0.' },
      verdict: { enum: ['accepted', 'rejected', 'failed'] },
      id: { type: 'string', description: 'The id of the event, where it is known.' },
      rejections: { type: 'array', minItems: 1, items: { $ref: '#/components/schemas/Rejection' } },
      code: { type: 'string', description: 'Why the record could not be published.' },
      message: { type: 'string' },
    },
  },
  Rejection: {
    type: 'object',
    description: 'Why a record was rejected. It never carries the value.',
    required: ['code', 'path', 'message'],
    properties: {
      code: { type: 'string', examples: ['contract.required', 'malformed_json'] },
      path: pointer,
      message: { type: 'string' },
    },
  },
  Verdicts: { type: 'object', required: Object.keys(VERDICTS), properties: VERDICTS },
  Problem: {
    type: 'object',
    description: 'RFC 9457.',
    required: Object.keys(PROBLEM),
    properties: { ...PROBLEM, offset: { ...count, description: 'Where in the body the fault is.' } },
  },
  VerdictsProblem: {
    type: 'object',
    description: 'RFC 9457, with the verdict on each record where there were records.',
    required: Object.keys(PROBLEM),
    properties: { ...PROBLEM, ...VERDICTS },
  },
  Simulated: {
    type: 'object',
    required: ['source', 'published', 'faults'],
    properties: {
      source: { enum: SOURCES },
      published: count,
      faults: { type: 'object', additionalProperties: count },
    },
  },
  Contract: {
    type: 'object',
    required: ['id', 'type', 'version', 'source', 'title', 'description', 'url'],
    properties: {
      id: { type: 'string' },
      type: { type: 'string' },
      version: { type: 'integer', minimum: 1 },
      source: { enum: SOURCES },
      title: { type: 'string' },
      description: { type: 'string' },
      eventId: pointer,
      eventTime: pointer,
      partitionKey: pointer,
      personalData: {
        type: 'array',
        items: {
          type: 'object',
          properties: { path: pointer, treatment: { enum: ['hash', 'mask', 'drop', 'generalise'] } },
        },
      },
      departments: { type: 'array', items: { type: 'string' } },
      history: {
        type: ['object', 'null'],
        description: 'Whose versions the events are; null: each event stands for itself.',
      },
      windows: {
        type: ['object', 'null'],
        description: 'Length, keys and values of the live windows; null: there are none.',
      },
      url: { type: 'string' },
    },
  },
  Status: { type: 'object', required: ['status'], properties: { status: { type: 'string' } } },
};
