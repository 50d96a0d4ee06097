import { z } from 'zod';
import { type ApiRoute, jsonResponse, type Shape } from '../platform/http/api-shapes';
import { SOURCES } from './source';

export const source = z
  .enum(SOURCES, { error: `must be one of ${SOURCES.join(', ')}` })
  .meta({ id: 'Source', description: 'A source of events; it has an Event Hub of the same name.' });

const pointer = z.string().describe('A JSON Pointer (RFC 6901) into the record.');
const constant = z.union([z.string(), z.number(), z.boolean()]);
const condition = z.object({ path: pointer, equals: constant });

/** `contract.<keyword>` names the JSON Schema keyword that failed: `contract.required`, `contract.maximum`, … */
export const rejectionCode = z.union([
  z.enum([
    'malformed_json',
    'malformed_csv',
    'invalid_utf8',
    'too_large',
    'envelope_invalid',
    'unknown_type',
    'unknown_version',
    'wrong_source',
    'poison',
    'amqp_body',
    'validation_failed',
    'refused',
  ]),
  z.templateLiteral(['contract.', z.string()]),
]);

/** Why an event breaks its contract. It never contains the value, which can be personal data. */
export const rejection = z
  .object({
    code: rejectionCode.meta({ examples: ['contract.required', 'malformed_json'] }),
    path: z
      .string()
      .describe(
        'A JSON Pointer into the record, or into the event if the record came in an envelope. Empty means the whole.',
      ),
    message: z.string().describe('One sentence that names the field and the rule.'),
  })
  .meta({ id: 'Rejection', description: 'Why a record was rejected. It never contains the value.' });

const personalDataField = z
  .object({
    path: pointer,
    treatment: z
      .enum(['hash', 'mask', 'drop', 'generalise'])
      .describe('How the field is treated on its way to Silver. Bronze keeps the original.'),
  })
  .meta({ id: 'PersonalDataField' });

const history = z
  .object({
    key: pointer.describe('The identity of the entity whose versions the events are.'),
    erasedWhen: condition
      .describe('Which events are deletions. They empty the personal fields of all earlier versions.')
      .exactOptional(),
  })
  .meta({ id: 'ContractHistory' });

const windowKey = z.object({
  name: z.string().describe('Name in snake case. It is a column of the batch view, of sinks and of answers.'),
  path: pointer.describe(
    'A text of the record that is not personal. If it is missing, the key is `unknown`.',
  ),
});

export const windowAggregate = z.enum(['count', 'sum', 'minimum', 'maximum', 'average']);

const windowValue = z.object({
  name: z.string().describe('Name in snake case, as of a key.'),
  aggregate: windowAggregate,
  path: pointer
    .describe('The number that is aggregated. Events without it do not count. Absent for `count`.')
    .exactOptional(),
  where: condition.describe('Only events that meet this condition count.').exactOptional(),
});

const windows = z
  .object({
    seconds: z
      .literal([10, 60])
      .describe('Length of a live window, in seconds of event time. The batch view has minutes.'),
    keys: z.array(windowKey),
    values: z.array(windowValue),
  })
  .meta({ id: 'ContractWindows' });

export const contractSummary = z
  .object({
    id: z.string().describe('`$id` of the schema, and CloudEvents `dataschema` of its events.'),
    type: z.string().describe('CloudEvents `type`: `<source>.<event>`.'),
    version: z.int().min(1),
    source,
    title: z.string(),
    description: z.string(),
    eventId: pointer,
    eventTime: pointer,
    partitionKey: pointer,
    personalData: z.array(personalDataField),
    departments: z.array(z.string()).describe('Departments whose marts read the event.'),
    history: history
      .nullable()
      .describe('The entity whose versions the events are. Null if each event is an independent fact.'),
    windows: windows
      .nullable()
      .describe('Length, keys and values of the live windows. Null if there are none.'),
    url: z.string(),
  })
  .meta({ id: 'Contract', description: 'One version of a contract, without its schema.' });

export const contractDetail = contractSummary
  .extend({ schema: z.record(z.string(), z.unknown()).describe('The JSON Schema (2020-12) of the record.') })
  .meta({ id: 'ContractDetail', description: 'One version of a contract, with its schema.' });

export const contractList = z.object({ contracts: z.array(contractSummary) }).meta({ id: 'ContractList' });

export const contractVersions = z
  .object({ type: z.string(), versions: z.array(contractSummary) })
  .meta({ id: 'ContractVersions' });

export type RejectionCode = Shape<typeof rejectionCode>;
export type Rejection = Shape<typeof rejection>;
export type PersonalDataField = Shape<typeof personalDataField>;
export type ContractHistory = Shape<typeof history>;
export type WindowKey = Shape<typeof windowKey>;
export type WindowValue = Shape<typeof windowValue>;
export type ContractWindows = Shape<typeof windows>;
export type ContractSummary = Shape<typeof contractSummary>;
export type ContractDetail = Shape<typeof contractDetail>;
export type ContractList = Shape<typeof contractList>;
export type ContractVersions = Shape<typeof contractVersions>;

const type = z.string().meta({ id: 'ContractType', description: 'An event type, such as `iot.telemetry`.' });

export const routes: readonly ApiRoute[] = [
  {
    operationId: 'listContracts',
    method: 'get',
    path: '/api/contracts',
    tag: 'contracts',
    summary: 'All contracts, without their schemas',
    auth: 'anonymous',
    responses: { 200: jsonResponse('The contracts.', contractList) },
    problems: {},
  },
  {
    operationId: 'listVersions',
    method: 'get',
    path: '/api/contracts/{type}',
    tag: 'contracts',
    summary: 'The versions of one event type',
    auth: 'anonymous',
    params: z.object({ type }),
    responses: { 200: jsonResponse('The versions.', contractVersions) },
    problems: { 404: ['contract_unknown'] },
  },
  {
    operationId: 'getContract',
    method: 'get',
    path: '/api/contracts/{type}/{version}',
    tag: 'contracts',
    summary: 'One contract with its JSON Schema',
    auth: 'anonymous',
    params: z.object({ type, version: z.int().min(1).max(9999) }),
    responses: { 200: jsonResponse('The contract.', contractDetail) },
    problems: { 400: ['version_invalid'], 404: ['contract_unknown'] },
  },
];
