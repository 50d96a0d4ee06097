import { z } from 'zod';
import { rejection, source } from '../contracts/api';
import {
  type ApiResponse,
  type ApiRoute,
  contentEncoding,
  count,
  flag,
  problem,
  type Shape,
} from '../platform/http/api-shapes';

const index = count.describe('Place of the record in the request, from 0.');
const id = z.string().describe('The id of the event.');
const knownId = z.string().describe('The id of the event, where it is known.').exactOptional();

const acceptedRecord = z.object({ index, verdict: z.literal('accepted'), id });

const rejectedRecord = z.object({
  index,
  verdict: z.literal('rejected'),
  id: knownId,
  rejections: z
    .array(rejection)
    .min(1)
    .describe('Paths are relative to the record, or to the event where the record came as a CloudEvent.'),
});

const failedRecord = z
  .object({
    index,
    verdict: z.literal('failed'),
    id: knownId,
    code: z.string().describe('Why the record could not be published.'),
    message: z.string(),
  })
  .describe('The record keeps its contract and is not known to be in the hub; it may be sent again.');

const verdict = z
  .discriminatedUnion('verdict', [acceptedRecord, rejectedRecord, failedRecord])
  .meta({ id: 'RecordResult', description: 'What became of one record.' });

const verdicts = z
  .object({
    contract: z.string().describe('The contract that the records were checked against.'),
    dryRun: z.boolean(),
    accepted: count,
    rejected: count,
    failed: count.describe('Records that keep the contract and could not be published.'),
    verdicts: z.array(verdict).describe('One a record, in order.'),
  })
  .meta({ id: 'RecordResults' });

const recordResultsProblem = z
  .object({ ...problem.shape, ...verdicts.shape })
  .meta({ id: 'RecordResultsProblem', description: 'RFC 9457, with the verdict on each record.' });

/** Verdicts are there where records were checked. */
const unpublishedProblem = problem.extend(verdicts.partial().shape);

const bodyProblem = problem
  .extend({
    offset: count.describe('Where in the body the fault is, in bytes.').exactOptional(),
    line: z.int().min(1).describe('Line of the body that has the fault.').exactOptional(),
    column: z.int().min(1).describe('Cell of the CSV row that has the fault.').exactOptional(),
  })
  .meta({ id: 'BodyProblem', description: 'RFC 9457, with the place in the body where it is known.' });

export type AcceptedRecord = Shape<typeof acceptedRecord>;
export type RejectedRecord = Shape<typeof rejectedRecord>;
export type FailedRecord = Shape<typeof failedRecord>;
export type RecordResults = Shape<typeof verdicts>;

const query = z.object({
  version: z
    .int()
    .min(1)
    .max(9999)
    .describe('Version of the contract; the newest where it is left out.')
    .exactOptional(),
  dryRun: flag.default(false).describe('Validate the records and publish none.'),
  delimiter: z
    .enum([',', ';', '|', 'tab', '\t'])
    .default(',')
    .describe('The separator between the cells of CSV; a tab is `tab` or `%09`. Refused for other formats.'),
});

const headers = contentEncoding.extend({
  Prefer: z
    .string()
    .meta({
      description: 'With return=minimal (RFC 7240) the verdicts on accepted records are left out.',
      examples: ['return=minimal'],
    })
    .exactOptional(),
});

const recordResultLines = z.string().describe('One verdict a line, where Accept asks for it.');

function toRecordResults(description: string): ApiResponse {
  return {
    description,
    content: { 'application/json': verdicts, 'application/x-ndjson': recordResultLines },
  };
}

/** The document has this route once a type of event, with the schemas and examples of its contract. */
export const routes: readonly ApiRoute[] = [
  {
    operationId: 'ingest',
    method: 'post',
    path: '/api/ingest/{source}/{event}',
    tag: 'ingest',
    summary: 'Validates records and publishes those that keep their contract',
    auth: 'function',
    params: z.object({ source, event: z.string() }),
    query,
    headers,
    body: {
      'application/json': z.unknown().describe('A record, or an array of records.'),
      'application/x-ndjson': z.string().describe('One record a line.'),
      'text/csv': z
        .string()
        .describe(
          'A header row, then one record a row; a column of a nested field is named `site.siteCode`. Rows end by CRLF, LF or CR.',
        ),
      'application/cloudevents+json': z.unknown().describe('A CloudEvent in structured mode.'),
      'application/cloudevents-batch+json': z.array(z.unknown()).min(1).describe('CloudEvents.'),
    },
    responses: {
      200: toRecordResults('A dry run in which every record is accepted.'),
      202: toRecordResults('Every record is accepted and published.'),
      207: toRecordResults('Some records are accepted and published; the verdicts say which.'),
    },
    problems: {
      400: {
        codes: ['version_invalid', 'query_invalid', 'empty_body', 'malformed_body'],
        shape: bodyProblem,
      },
      404: ['contract_unknown'],
      411: ['length_required'],
      413: ['body_too_large', 'too_many_records'],
      415: ['unsupported_media_type', 'unsupported_content_encoding'],
      422: { codes: ['contract_broken'], shape: recordResultsProblem },
      500: ['internal', 'config_invalid'],
      503: { codes: ['hub_unavailable'], shape: unpublishedProblem },
    },
  },
];
