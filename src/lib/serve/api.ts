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
  .describe('As in the list of views.');

export const bucket = z.enum(['minute', 'hour', 'day']);

const refresh = z.int().nullable().describe('The refresh that wrote the batch view; null without one.');

const viewLive = z
  .object({
    state: z
      .enum(['no-events-yet', 'counting', 'catching-up'])
      .describe(
        '`no-events-yet`: live windows have counted no event of this view since it exists. `catching-up`: the view is new, or its definition, and is still computed from Bronze; only an answer says so.',
      ),
    since: timestamp
      .nullable()
      .describe('When live windows of the view began; null in the first minute of a new contract.'),
    firstEventAt: timestamp.nullable().describe('When they counted the first event since then.'),
  })
  .meta({ id: 'ServeLive' });

const serveView = z
  .object({
    view: z.string().describe('As `iot_telemetry`.'),
    type: z.string().describe('Event type.'),
    source: z.string(),
    description: z.string(),
    seconds: z
      .literal([10, 60])
      .describe('Seconds of a live window. The shortest row of an answer is a minute.'),
    keys: z.array(z.string()),
    values: z.array(z.object({ name: z.string(), aggregate: windowAggregate })),
    batch: z.boolean().describe('Whether there is a batch view besides the live windows.'),
    live: viewLive,
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
    '`outside-retention`: older than the live windows, and not yet in the batch view. `overflowed`: the minute has more groups than live windows keep, so it is from the batch view. `future`: an event came a day or more before its time.',
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
    events: count.describe('Number of events, each counted once.'),
    values: z.record(z.string(), exactNumber.nullable()).describe('Null if no event has the number.'),
  })
  .meta({ id: 'ServeRow' });

const serveAnswer = z
  .object({
    view: z.string(),
    type: z.string(),
    from: timestamp,
    to: timestamp.describe('Exclusive end.'),
    by: z.object({ bucket, keys: z.array(z.string()) }),
    refresh,
    watermark: timestamp
      .nullable()
      .describe('The first minute from live windows. All minutes before it are from the batch view.'),
    live: viewLive,
    liveBehind: z
      .boolean()
      .describe(
        'Whether live windows have not caught up with the refresh, so all rows are from the batch view.',
      ),
    asOf: z
      .array(asOfPosition)
      .describe('The answer includes exactly the events up to these positions, each once.'),
    parts: z.array(part).describe('Parts in order, from `from` to `to` without a gap.'),
    incomplete: z
      .array(incomplete)
      .describe('Ranges where events that came after the refresh may be missing.'),
    rows: z.array(row),
  })
  .meta({ id: 'ServeAnswer' });

export type Bucket = Shape<typeof bucket>;
export type IncompleteReason = Shape<typeof incompleteReason>;
export type AsOfPosition = Shape<typeof asOfPosition>;
export type ListedView = Shape<typeof serveView>;
export type ServeViews = Shape<typeof serveViews>;
export type ViewLive = Shape<typeof viewLive>;
export type ServeAnswer = Shape<typeof serveAnswer>;
/** An answer before the start of its view is added. */
export type Answer = Omit<ServeAnswer, 'live'>;

const query = z.looseObject({
  from: timestamp.describe('First minute. Default: an hour before `to`.').exactOptional(),
  to: timestamp.describe('Exclusive end. Default: now.').exactOptional(),
  by: z
    .string()
    .regex(/^(minute|hour|day)(,[a-z][a-z0-9_]*)*$/)
    .describe(
      'Length of a row (`minute` for 2 days at most, `hour` for 14, `day` for 62), then keys that split it. Default: `minute` and all keys.',
    )
    .exactOptional(),
  keys: z
    .record(z.string(), z.string())
    .describe('A key of the view as a parameter: only events with this value.')
    .exactOptional(),
});

export const routes: readonly ApiRoute[] = [
  {
    operationId: 'listViews',
    method: 'get',
    path: '/api/serve',
    tag: 'serve',
    summary: 'List the views, with their keys and values',
    auth: 'function',
    responses: { 200: jsonResponse('All views.', serveViews) },
    problems: { 500: ['internal', 'config_invalid'], 503: ['table_unavailable'] },
  },
  {
    operationId: 'getView',
    method: 'get',
    path: '/api/serve/{view}',
    tag: 'serve',
    summary: 'Query a view over a time range, from the batch view and live windows',
    auth: 'function',
    params: z.object({ view: viewName }),
    query,
    responses: { 200: jsonResponse('The answer as of now.', serveAnswer) },
    problems: {
      400: ['query_invalid', 'query_too_wide'],
      404: ['serve_view_unknown'],
      500: ['internal', 'config_invalid', 'gold_unreadable'],
      503: ['table_unavailable', 'lake_unavailable', 'live_conflict'],
    },
  },
];
