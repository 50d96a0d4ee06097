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

const index = count.describe('Position of the record in the request, from 0.');
const id = z.string().describe('The id of the event.');
const knownId = z.string().describe('The id of the event, if it is known.').exactOptional();

const acceptedRecord = z.object({ index, verdict: z.literal('accepted'), id });

const unquarantined = z
  .object({
    code: z
      .string()
      .meta({ examples: ['hub_unavailable', 'hub_event_too_large'] })
      .describe('With `hub_event_too_large` the record is larger than any event, and no repetition helps.'),
    message: z.string(),
  })
  .describe('Why the record may not be in the quarantine.');

const rejectedRecord = z.object({
  index,
  verdict: z.literal('rejected'),
  id: knownId,
  rejections: z
    .array(rejection)
    .min(1)
    .describe('Paths are relative to the record, or to the event if the record came as a CloudEvent.'),
  quarantined: z
    .boolean()
    .describe('With `onReject=quarantine`: whether the hub has the record, which lands in the quarantine.')
    .exactOptional(),
  unquarantined: unquarantined.exactOptional(),
});

const failedRecord = z
  .object({
    index,
    verdict: z.literal('failed'),
    id: knownId,
    code: z.string().describe('Why the record could not be published.'),
    message: z.string(),
  })
  .describe('The record conforms to its contract but may not be in the hub. It can be sent again.');

const recordResult = z
  .discriminatedUnion('verdict', [acceptedRecord, rejectedRecord, failedRecord])
  .meta({ id: 'RecordResult', description: 'The result of one record.' });

const recordResults = z
  .object({
    contract: z.string().describe('The contract against which the records were validated.'),
    dryRun: z.boolean(),
    accepted: count,
    rejected: count,
    failed: count.describe('Records that conform to the contract and could not be published.'),
    quarantined: count
      .describe('With `onReject=quarantine`: rejected records that the hub has. They land in the quarantine.')
      .exactOptional(),
    note: z
      .string()
      .describe(
        'What became of rejected records that are in no quarantine, for people. With 422 it is in `detail`.',
      )
      .exactOptional(),
    verdicts: z.array(recordResult).describe('One result per record, in order.'),
  })
  .meta({ id: 'RecordResults' });

const recordResultsProblem = z.object({ ...problem.shape, ...recordResults.shape }).meta({
  id: 'RecordResultsProblem',
  description: 'A problem as in RFC 9457, with the result of each record.',
});

/** The results are present if records were validated. */
const unpublishedProblem = problem.extend(recordResults.partial().shape);

const bodyProblem = problem
  .extend({
    offset: count.describe('Position of the fault in the body, in bytes.').exactOptional(),
    line: z.int().min(1).describe('Line of the body that has the fault.').exactOptional(),
    column: z.int().min(1).describe('Cell of the CSV row that has the fault.').exactOptional(),
  })
  .meta({
    id: 'BodyProblem',
    description: 'A problem as in RFC 9457, with the position in the body if it is known.',
  });

export type AcceptedRecord = Shape<typeof acceptedRecord>;
export type RejectedRecord = Shape<typeof rejectedRecord>;
export type FailedRecord = Shape<typeof failedRecord>;
export type OnReject = z.output<typeof query>['onReject'];
export type RecordResults = Shape<typeof recordResults>;

const query = z.object({
  version: z.int().min(1).max(9999).describe('Version of the contract. Default: the newest.').exactOptional(),
  dryRun: flag.default(false).describe('Validate the records, but publish none.'),
  onReject: z
    .enum(['answer', 'quarantine'])
    .default('answer')
    .describe(
      'What becomes of rejected records. `answer`: they are in the answer alone, in no hub and no quarantine. `quarantine`: they are also published as they came, with their rejections, and land in the quarantine.',
    ),
  delimiter: z
    .enum([',', ';', '|', 'tab', '\t'])
    .default(',')
    .describe('The separator between the cells of CSV. A tab is `tab` or `%09`. Refused for other formats.'),
});

const headers = contentEncoding.extend({
  Prefer: z
    .string()
    .meta({
      description: 'With return=minimal (RFC 7240) the response omits the results of accepted records.',
      examples: ['return=minimal'],
    })
    .exactOptional(),
});

const recordResultLines = z.string().describe('One result per line, if Accept requests it.');

function toRecordResults(description: string): ApiResponse {
  return {
    description,
    content: { 'application/json': recordResults, 'application/x-ndjson': recordResultLines },
  };
}

/** The document has this route once per event type, with the schemas and examples of its contract. */
export const routes: readonly ApiRoute[] = [
  {
    operationId: 'ingest',
    method: 'post',
    path: '/api/ingest/{source}/{event}',
    tag: 'ingest',
    summary: 'Validates records and publishes the valid ones',
    auth: 'function',
    params: z.object({ source, event: z.string() }),
    query,
    headers,
    body: {
      'application/json': z.unknown().describe('A record, or an array of records.'),
      'application/x-ndjson': z.string().describe('One record per line.'),
      'text/csv': z
        .string()
        .describe(
          'A header row, then one record per row. A column of a nested field is named `site.siteCode`. Rows end with CRLF, LF or CR.',
        ),
      'application/cloudevents+json': z.unknown().describe('A CloudEvent in structured mode.'),
      'application/cloudevents-batch+json': z.array(z.unknown()).min(1).describe('CloudEvents.'),
    },
    responses: {
      200: toRecordResults('A dry run in which every record is accepted.'),
      202: toRecordResults('Every record is accepted and published.'),
      207: toRecordResults(
        'Some records are accepted and published, or all rejected ones are in the quarantine; the results show which.',
      ),
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
