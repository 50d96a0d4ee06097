import { z } from 'zod';
import {
  type ApiRoute,
  count,
  flag,
  jsonResponse,
  oneOf,
  problem,
  type Shape,
  timestamp,
  wholeNumber,
} from '../platform/http/api-shapes';
import { plan, quality, run, runKind, step, watermark } from './details-api';
import { modelCounts, modelResult } from './model-result';

const endState = z.enum(['succeeded', 'nothing-new', 'failed', 'cancelled', 'cancelled-downstream']);

const refreshState = z.enum(['running', 'cancelling', ...endState.options]).meta({
  id: 'RefreshState',
  description:
    '`cancelling`: running, and asked to end. `succeeded`: every model is at this refresh. `nothing-new`: no downstream effect was needed. `failed`: the reason says what; the next refresh takes in what this one left. `cancelled`: a caller asked for it. `cancelled-downstream`: somebody cancelled a run in Databricks or Data Factory.',
});

const refreshTrigger = z.enum(['schedule', 'request', 'arrivals']).describe('Why it was started.');

const pipelineChoice = oneOf(['due', 'all', 'none']).describe(
  'Which pipelines bring their batch source first: those whose last complete run is old, all that are configured, or none.',
);

const id = z
  .string()
  .regex(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/)
  .describe('As the start answered it.');

export const refreshSummary = z
  .object({
    id: z.string(),
    number: z.int().min(1).describe('Rises with each refresh; tables are kept by it.'),
    state: refreshState,
    trigger: refreshTrigger,
    pipelines: pipelineChoice,
    force: z.boolean(),
    startedAt: timestamp,
    endedAt: timestamp.nullable(),
    durationSeconds: z.number().nullable(),
    reason: z.string().nullable().describe('Why it did not succeed.'),
    newEvents: z.int().nullable().describe('Events that its plan adds to the plan before.'),
    counts: modelCounts.nullable(),
  })
  .meta({ id: 'RefreshSummary' });

const refreshDetails = refreshSummary
  .extend({
    steps: z.array(step),
    runs: z.array(run),
    plan: plan.nullable(),
    models: z.array(modelResult),
    quality: quality.nullable(),
    watermarks: z
      .array(watermark)
      .describe('How far each table is complete now, whichever refresh brought it there.'),
  })
  .meta({ id: 'Refresh' });

const refreshPage = z
  .object({
    refreshes: z.array(refreshSummary),
    next: z.string().nullable().describe('Where the next page is.'),
  })
  .meta({ id: 'RefreshPage' });

const refreshStarted = z
  .object({
    id: z.string(),
    outcome: z
      .enum(['started', 'running'])
      .describe('`running`: another start was quicker; this is its refresh.'),
    url: z.string(),
  })
  .meta({ id: 'RefreshStarted' });

const cancelledRun = z.object({
  kind: runKind,
  name: z.string(),
  externalId: z.string().describe('The id that the service chose.'),
  outcome: z.enum(['requested', 'failed']),
  reason: z.string().describe('Why the service could not be asked.').exactOptional(),
});

const refreshCancelling = z
  .object({
    id: z.string(),
    state: z.literal('cancelling'),
    runs: z
      .array(cancelledRun)
      .describe(
        'Runs that were asked to end. The refresh itself asks a run again that could not be asked now.',
      ),
  })
  .meta({ id: 'RefreshCancelling' });

const refreshEnded = problem.extend({ state: endState });

export type RefreshEndState = Shape<typeof endState>;
export type RefreshTrigger = Shape<typeof refreshTrigger>;
export type PipelineChoice = Shape<typeof pipelineChoice>;
export type RefreshSummary = Shape<typeof refreshSummary>;
export type RefreshDetails = Shape<typeof refreshDetails>;
export type RefreshList = Shape<typeof refreshPage>;
export type RefreshStarted = Shape<typeof refreshStarted>;
export type RefreshCancelling = Shape<typeof refreshCancelling>;
export type CancelledRun = Shape<typeof cancelledRun>;

export const refreshStartQuery = z.object({
  pipelines: pipelineChoice.default('due'),
  force: flag
    .default(false)
    .describe('Runs the job even where nothing is new: after a change of the models.'),
});

const NUMBER_RULE = 'is the number of a refresh';

export const refreshListQuery = z.object({
  limit: wholeNumber(1, 200).default(20),
  before: z
    .int({ error: NUMBER_RULE })
    .min(1, { error: NUMBER_RULE })
    .max(999_999_999_999_999, { error: NUMBER_RULE })
    .describe('Only refreshes with a smaller number.')
    .exactOptional(),
});

const location = z.object({ Location: z.string().meta({ format: 'uri', description: 'Of the refresh.' }) });
const started = location.extend({
  'Retry-After': count.describe('Seconds after which it is worth a look.').exactOptional(),
});

const faults = { 500: ['internal', 'config_invalid'], 501: ['refresh_not_configured'] };

export const routes: readonly ApiRoute[] = [
  {
    operationId: 'startRefresh',
    method: 'post',
    path: '/api/refresh',
    tag: 'refresh',
    summary: 'Refreshes Silver and Gold, or names the refresh that is under way',
    auth: 'function',
    query: refreshStartQuery,
    responses: {
      202: jsonResponse('A refresh is under way; there is one at a time.', refreshStarted, started),
    },
    problems: {
      400: ['query_invalid'],
      ...faults,
      503: ['table_unavailable', 'durable_unavailable', 'refresh_conflict'],
    },
  },
  {
    operationId: 'listRefreshes',
    method: 'get',
    path: '/api/refresh',
    tag: 'refresh',
    summary: 'The refreshes, newest first',
    auth: 'function',
    query: refreshListQuery,
    responses: { 200: jsonResponse('One page.', refreshPage) },
    problems: { 400: ['query_invalid'], ...faults, 503: ['table_unavailable'] },
  },
  {
    operationId: 'getRefresh',
    method: 'get',
    path: '/api/refresh/{id}',
    tag: 'refresh',
    summary: 'One refresh: its steps, runs, models, quality, and how far each table is complete',
    auth: 'function',
    params: z.object({ id }),
    responses: { 200: jsonResponse('The refresh.', refreshDetails) },
    problems: { 404: ['refresh_unknown'], ...faults, 503: ['table_unavailable', 'lake_unavailable'] },
  },
  {
    operationId: 'cancelRefresh',
    method: 'delete',
    path: '/api/refresh/{id}',
    tag: 'refresh',
    summary: 'Cancels a refresh and its runs downstream; asking again is harmless',
    auth: 'function',
    params: z.object({ id }),
    responses: { 202: jsonResponse('It ends as soon as its runs have.', refreshCancelling, location) },
    problems: {
      404: ['refresh_unknown'],
      409: { codes: ['refresh_ended'], shape: refreshEnded },
      ...faults,
      503: ['table_unavailable'],
    },
  },
];
