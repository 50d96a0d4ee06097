import { z } from 'zod';
import { windowAggregate } from '../contracts/api';
import {
  type ApiRoute,
  count,
  exactNumber,
  jsonResponse,
  type Shape,
  timestamp,
} from '../platform/http/api-shapes';

const viewName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/)
  .describe('As the list names it.');

export const bucket = z.enum(['minute', 'hour', 'day']);

const refresh = z
  .int()
  .nullable()
  .describe('The refresh that the batch view has taken in; null without one.');

const serveView = z
  .object({
    view: z.string().describe('As `iot_telemetry`.'),
    type: z.string().describe('Of the events.'),
    source: z.string(),
    description: z.string(),
    seconds: z.literal([10, 60]).describe('Length of a live window; answers are by the minute at least.'),
    keys: z.array(z.string()),
    values: z.array(z.object({ name: z.string(), aggregate: windowAggregate })),
    batch: z.boolean().describe('Whether there is a batch view behind the live windows.'),
  })
  .meta({ id: 'ServeView' });

const serveViews = z.object({ views: z.array(serveView) }).meta({ id: 'ServeViews' });

const asOfPosition = z.object({ hubGeneration: z.string(), partition: count, sequenceNumber: count });

const part = z
  .object({ source: z.enum(['batch', 'live']), from: timestamp, to: timestamp })
  .meta({ id: 'ServePart' });

const incompleteReason = z
  .enum(['outside-retention', 'overflowed', 'future'])
  .describe(
    '`below-floor`: older than the live windows reach, and the batch view does not have it yet. `overflowed`: the minute has more groups than live windows keep, so it is from the batch view. `ahead`: an event came a day or more before its time.',
  );

const incomplete = z
  .object({ from: timestamp, to: timestamp, reason: incompleteReason })
  .meta({ id: 'ServeIncomplete' });

const row = z
  .object({
    start: timestamp,
    end: timestamp,
    source: z.enum(['batch', 'live', 'both']),
    keys: z.record(z.string(), z.string()),
    events: count.describe('Each once.'),
    values: z.record(z.string(), exactNumber.nullable()).describe('Null where no event has the number.'),
  })
  .meta({ id: 'ServeRow' });

const serveAnswer = z
  .object({
    view: z.string(),
    type: z.string(),
    from: timestamp,
    to: timestamp.describe('Not part of the answer.'),
    by: z.object({ bucket, keys: z.array(z.string()) }),
    refresh,
    watermark: timestamp
      .nullable()
      .describe('The first minute that is from live windows; all before it is from the batch view.'),
    liveBehind: z
      .boolean()
      .describe('Live windows have not caught up with the refresh, so all is from the batch view.'),
    asOf: z.array(asOfPosition).describe('The answer has exactly the events up to here, each once.'),
    parts: z.array(part).describe('They follow each other from `from` to `to` without a gap.'),
    incomplete: z.array(incomplete).describe('Where events that came after the refresh may be missing.'),
    rows: z.array(row),
  })
  .meta({ id: 'ServeAnswer' });

export type Bucket = Shape<typeof bucket>;
export type IncompleteReason = Shape<typeof incompleteReason>;
export type AsOfPosition = Shape<typeof asOfPosition>;
export type ListedView = Shape<typeof serveView>;
export type ServeViews = Shape<typeof serveViews>;
export type Answer = Shape<typeof serveAnswer>;

const query = z.looseObject({
  from: timestamp.describe('First minute. By default an hour before `to`.').exactOptional(),
  to: timestamp.describe('Not part of the answer. By default now.').exactOptional(),
  by: z
    .string()
    .regex(/^(minute|hour|day)(,[a-z][a-z0-9_]*)*$/)
    .describe(
      'Length of a row (`minute` for 2 days at most, `hour` for 14, `day` for 62), then keys that split it. By default `minute` and all keys.',
    )
    .exactOptional(),
  keys: z
    .record(z.string(), z.string())
    .describe('Any key of the view by its own name: only events with this value.')
    .exactOptional(),
});

export const routes: readonly ApiRoute[] = [
  {
    operationId: 'listViews',
    method: 'get',
    path: '/api/serve',
    tag: 'serve',
    summary: 'The views, with the keys and values that they have',
    auth: 'function',
    responses: { 200: jsonResponse('All views.', serveViews) },
    problems: { 500: ['internal', 'config_invalid'] },
  },
  {
    operationId: 'getView',
    method: 'get',
    path: '/api/serve/{view}',
    tag: 'serve',
    summary: 'A view over a range of time: the batch view, and live windows after it',
    auth: 'function',
    params: z.object({ view: viewName }),
    query,
    responses: { 200: jsonResponse('What is known now.', serveAnswer) },
    problems: {
      400: ['query_invalid', 'query_too_wide'],
      404: ['serve_view_unknown'],
      500: ['internal', 'config_invalid', 'gold_unreadable'],
      503: ['table_unavailable', 'lake_unavailable', 'live_conflict'],
    },
  },
];
