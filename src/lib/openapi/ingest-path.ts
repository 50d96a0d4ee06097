import { type Contract } from '../contracts/contract';
import { CONTENT_ENCODING, problem, toJsonBody } from './responses';
import { recordSchemaName } from './schemas';

/** The path item of one type. Expects its versions, the newest last. */
export function toIngestPath(versions: readonly Contract[]): Record<string, unknown> {
  const newest = versions.at(-1);
  if (!newest) return {};
  const records = oneOf(versions.map((contract) => ref(recordSchemaName(contract))));
  const envelopes = oneOf(versions.map((contract) => ref(`${recordSchemaName(contract)}.event`)));
  const examples = newest.schema['examples'] as readonly unknown[];
  const [first] = examples;
  const lines = examples.map((example) => JSON.stringify(example)).join('\n');
  return {
    post: {
      operationId: `ingest.${newest.type}`,
      tags: ['ingest'],
      summary: newest.title,
      description: newest.description,
      security: [{ functionKey: [] }],
      parameters: [
        {
          name: 'version',
          in: 'query',
          description: 'Version of the contract; the newest where it is left out.',
          schema: { type: 'integer', enum: versions.map(({ version }) => version), default: newest.version },
        },
        {
          name: 'dryRun',
          in: 'query',
          description: 'Validate the records and publish none.',
          schema: { type: 'boolean', default: false },
        },
        {
          name: 'delimiter',
          in: 'query',
          description:
            'The separator between the cells of CSV; a tab is `tab` or `%09`. Refused for other formats.',
          schema: { type: 'string', enum: [',', ';', '|', 'tab', '\t'], default: ',' },
        },
        CONTENT_ENCODING,
        {
          name: 'Prefer',
          in: 'header',
          description: 'With return=minimal (RFC 7240) the verdicts on accepted records are left out.',
          schema: { type: 'string' },
          example: 'return=minimal',
        },
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { oneOf: [...records.oneOf, { type: 'array', minItems: 1, items: records }] },
            examples: {
              ...Object.fromEntries(examples.map((value, index) => [`record${index + 1}`, { value }])),
              array: { value: examples },
            },
          },
          'application/x-ndjson': {
            schema: { type: 'string', description: 'One record a line.' },
            examples: { lines: { value: lines } },
          },
          'text/csv': {
            schema: {
              type: 'string',
              description:
                'A header row, then one record a row; a column of a nested field is named `site.siteCode`. Rows end by CRLF, LF or CR.',
            },
          },
          'application/cloudevents+json': {
            schema: envelopes,
            examples: { event: { value: toExampleEvent(newest, first) } },
          },
          'application/cloudevents-batch+json': {
            schema: { type: 'array', minItems: 1, items: envelopes },
            examples: { batch: { value: examples.map((example) => toExampleEvent(newest, example)) } },
          },
        },
      },
      responses: {
        200: toVerdicts('A dry run in which every record is accepted.'),
        202: toVerdicts('Every record is accepted and published.'),
        207: toVerdicts('Some records are accepted and published; the verdicts say which.'),
        422: { $ref: '#/components/responses/Rejected' },
        ...problem(400, 404, 411, 413, 415, 500, 503),
      },
    },
  };
}

function toVerdicts(description: string): Record<string, unknown> {
  const { content } = toJsonBody(description, ref('Verdicts'));
  return {
    description,
    content: {
      ...content,
      'application/x-ndjson': {
        schema: { type: 'string', description: 'One verdict a line, where Accept asks for it.' },
      },
    },
  };
}

function toExampleEvent({ id, type, eventId, eventTime, partitionKey }: Contract, record: unknown): unknown {
  const at = (pointer: string): unknown =>
    pointer
      .split('/')
      .slice(1)
      .reduce<unknown>(
        (value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name],
        record,
      );
  return {
    specversion: '1.0',
    id: at(eventId),
    source: '/example',
    type,
    dataschema: id,
    time: at(eventTime),
    partitionkey: at(partitionKey),
    datacontenttype: 'application/json',
    data: record,
  };
}

function ref(name: string): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

function oneOf<Schema>(schemas: readonly Schema[]): { readonly oneOf: readonly Schema[] } {
  return { oneOf: schemas };
}
