import { z } from 'zod';
import { rejection, source } from '../contracts/api';
import {
  type ApiRoute,
  contentEncoding,
  count,
  flag,
  jsonResponse,
  oneOf,
  problem,
  type Shape,
  timestamp,
  wholeNumber,
} from '../platform/http/api-shapes';
import { reopenReport, reopenRequest } from './reopen-api';
import { replay, replayReport, replayRequest } from './replay-api';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

const contractType = z
  .string()
  .nullable()
  .describe('Type of the contract that the event breaks, if it is known.');
const contractVersion = z.int().min(1).nullable();

const recordState = z
  .enum(['open', 'replaying', 'replayed'])
  .describe(
    '`open`: never replayed, or rejected each time. `replaying`: a replay began and its end is unknown; the event may be in the hub. `replayed`: the event is in the hub again.',
  );

const quarantineRecord = z
  .object({
    id: z.string().describe('`<source>.<hubGeneration>.<partition>.<sequenceNumber>`'),
    source,
    contract: contractType,
    version: contractVersion,
    partition: count,
    sequenceNumber: count,
    eventId: z
      .string()
      .nullable()
      .describe('Id of the event. Null if it has none that can be read, or if version 0.1.0 indexed it.'),
    enqueuedTime: timestamp,
    landedAt: timestamp,
    codes: z.array(z.string()).describe('Codes of all rejections, each once.'),
    rejections: z.array(rejection).describe('As many as fit. Bronze has all of them.'),
    bytes: count.describe('Length of the original event.'),
    state: recordState,
    attempts: count.describe('Replays other than dry runs.'),
    replayedAt: timestamp.nullable(),
    reopenedAt: timestamp.nullable().describe('When a steward opened the record for replays again.'),
  })
  .meta({ id: 'QuarantineRecord' });

const quarantineCount = z
  .object({ source, contract: contractType, code: z.string(), records: count })
  .meta({ id: 'QuarantineCount' });

const quarantineList = z
  .object({
    counts: z.array(quarantineCount).describe('A record with several codes counts in each.'),
    total: count.describe('Matching records, each once.'),
    records: z.array(quarantineRecord),
    next: z.string().nullable().describe('Address of the next page.'),
  })
  .meta({ id: 'QuarantineList' });

const recordContent = z.object({
  hubGeneration: z.string(),
  slot: z.string().describe('Name of the slot in the container `bronze`.'),
  contentType: z.string().nullable(),
  properties: z.record(z.string(), z.unknown()).nullable().describe('Application properties, masked.'),
  event: z
    .unknown()
    .describe(
      'The event, masked: values of protected and unknown fields are covered. Null if it is not a JSON object.',
    ),
  text: z
    .string()
    .nullable()
    .describe(
      'The masked text of an event that is not a JSON object: names and punctuation, x for letters, 0 for digits.',
    ),
  base64: z
    .string()
    .meta({ description: 'The original body, with `bytes=true`.', contentEncoding: 'base64' })
    .exactOptional(),
});

const quarantineDetails = z
  .object({ ...quarantineRecord.shape, ...recordContent.shape, replays: z.array(replay) })
  .meta({ id: 'QuarantineDetails' });

export const quarantineSummary = z
  .object({
    records: count,
    open: count.describe('Records whose event is not in the hub again.'),
    bySourceAndCode: z
      .array(z.object({ source, code: z.string(), records: count }))
      .describe('Open records. A record with several codes counts in each.'),
  })
  .meta({ id: 'QuarantineSummary', description: 'Totals of the quarantine.' });

const replayList = z.object({ replays: z.array(replay) }).meta({ id: 'QuarantineReplayList' });

export type RecordState = Shape<typeof recordState>;
export type RecordSummary = Shape<typeof quarantineRecord>;
export type RecordContent = Shape<typeof recordContent>;
export type QuarantineCount = Shape<typeof quarantineCount>;
export type QuarantineList = Shape<typeof quarantineList>;
export type QuarantineDetails = Shape<typeof quarantineDetails>;
export type QuarantineSummary = Shape<typeof quarantineSummary>;
export type ReplayList = Shape<typeof replayList>;

const limit = wholeNumber(1, 200);

const time = z
  .string()
  .refine(isTime, 'must be an RFC 3339 time, such as 2026-11-21T06:00:00Z')
  .meta({ format: 'date-time' });

export const quarantineQuery = z.strictObject({
  source: source.exactOptional(),
  contract: z.string().describe('Type of the contract that the events break.').exactOptional(),
  code: z.string().describe('Code of a rejection.').exactOptional(),
  event: z.string().min(1).max(256).describe('Id of the event, or its beginning.').exactOptional(),
  from: time.describe('Enqueued at this time or later.').exactOptional(),
  to: time.describe('Enqueued before this time.').exactOptional(),
  state: oneOf(['open', 'replayed', 'all']).default('open'),
  limit: limit.default(50),
  after: z.string().describe('The value of `next` of an earlier page.').exactOptional(),
});

export const quarantineReadQuery = z.object({
  bytes: flag.default(false).describe('Adds the original body, unmasked.'),
});

export const replayListQuery = z.object({ limit: limit.default(20) });

const unknownRecords = problem.extend({
  unknown: z.array(z.string()).describe('Some of the ids that do not belong to a record.').exactOptional(),
});

/** Problems of a request that selects records to change. */
const SELECTION_PROBLEMS: ApiRoute['problems'] = {
  400: ['request_invalid', 'empty_body', 'malformed_body'],
  404: { codes: ['quarantine_unknown'], shape: unknownRecords },
  411: ['length_required'],
  413: ['body_too_large'],
  415: ['unsupported_media_type', 'unsupported_content_encoding'],
  503: ['table_unavailable', 'lake_unavailable', 'quarantine_behind', 'quarantine_conflict'],
};

export const routes: readonly ApiRoute[] = [
  {
    operationId: 'listQuarantine',
    method: 'get',
    path: '/api/quarantine',
    tag: 'quarantine',
    summary: 'Quarantined records, newest first, with counts by reason',
    auth: 'function',
    query: quarantineQuery,
    responses: { 200: jsonResponse('One page.', quarantineList) },
    problems: {
      400: ['query_invalid'],
      500: ['internal', 'config_invalid', 'landing_invariant'],
      503: ['table_unavailable', 'lake_unavailable', 'quarantine_behind', 'quarantine_conflict'],
    },
  },
  {
    operationId: 'getQuarantinedRecord',
    method: 'get',
    path: '/api/quarantine/{id}',
    tag: 'quarantine',
    summary: 'One record: its rejections, location, content and replays',
    auth: 'function',
    params: z.object({ id: z.string().describe('The id from a list.') }),
    query: quarantineReadQuery,
    responses: { 200: jsonResponse('The record.', quarantineDetails) },
    problems: {
      400: ['query_invalid'],
      404: ['quarantine_unknown'],
      500: ['internal', 'config_invalid', 'landing_invariant'],
      503: ['table_unavailable', 'lake_unavailable', 'quarantine_behind', 'quarantine_conflict'],
    },
  },
  {
    operationId: 'listReplays',
    method: 'get',
    path: '/api/quarantine/replays',
    tag: 'quarantine',
    summary: 'Replays with time and caller, newest first',
    auth: 'function',
    query: replayListQuery,
    responses: { 200: jsonResponse('The replays.', replayList) },
    problems: { 400: ['query_invalid'], 500: ['internal', 'config_invalid'], 503: ['table_unavailable'] },
  },
  {
    operationId: 'replayQuarantine',
    method: 'post',
    path: '/api/quarantine/replay',
    tag: 'quarantine',
    summary: 'Validates records again, optionally with a fix, and publishes the valid ones',
    description:
      'A replayed event keeps its id, and `replaces` names the record that it replaces. Records that this fix did not try come first, then the oldest. Call again while records remain.',
    auth: 'function',
    headers: contentEncoding,
    body: { 'application/json': replayRequest },
    responses: { 200: jsonResponse('The result of each record.', replayReport) },
    problems: { ...SELECTION_PROBLEMS, 500: ['internal', 'config_invalid', 'landing_invariant'] },
  },
  {
    operationId: 'reopenQuarantine',
    method: 'post',
    path: '/api/quarantine/reopen',
    tag: 'quarantine',
    summary: 'Opens records again that were tried too often with the same fix',
    description:
      'A replay skips a record that the same fix tried `QUARANTINE_MAX_ATTEMPTS` times. Another fix, a changed contract, or this call opens it again.',
    auth: 'function',
    headers: contentEncoding,
    body: { 'application/json': reopenRequest },
    responses: { 200: jsonResponse('How many records were opened again.', reopenReport) },
    problems: { ...SELECTION_PROBLEMS, 500: ['internal', 'config_invalid'] },
  },
];

function isTime(text: string): boolean {
  // A plus sign without percent-encoding arrives as a space.
  const time = text.replace(' ', '+');
  return RFC_3339.test(time) && !Number.isNaN(Date.parse(time));
}
