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
import { modelChange, plan, quality, run, runKind, step, taskOutput, watermark } from './details-api';
import { modelCounts, modelResult } from './model-result';

const endState = z.enum(['succeeded', 'nothing-new', 'failed', 'cancelled', 'cancelled-downstream']);

const refreshState = z.enum(['running', 'cancelling', ...endState.options]).meta({
  id: 'RefreshState',
  description:
    '`cancelling`: running, with a request to cancel. `succeeded`: every model is at this refresh. `nothing-new`: there was nothing to do. `failed`: see the reason; the next refresh also processes the events of this one. `cancelled`: cancelled on request. `cancelled-downstream`: a run was cancelled in Databricks or Data Factory.',
});

const refreshTrigger = z.enum(['schedule', 'request', 'arrivals']).describe('What started the refresh.');

const pipelineChoice = oneOf(['due', 'all', 'none']).describe(
  'Which pipelines copy their batch source first: those that are due by the age of their last complete run, all, or none.',
);

const id = z
  .string()
  .regex(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/)
  .describe('Id of the refresh, as in the answer to the start.');

export const refreshSummary = z
  .object({
    id: z.string(),
    number: z.int().min(1).describe('Increases with each refresh. Tables refer to a refresh by its number.'),
    state: refreshState,
    trigger: refreshTrigger,
    pipelines: pipelineChoice,
    force: z.boolean(),
    rebuild: z.array(z.string()).describe('Tables that the caller asked to rebuild.'),
    startedAt: timestamp,
    endedAt: timestamp.nullable(),
    durationSeconds: z.number().nullable(),
    reason: z.string().nullable().describe('Why the refresh did not succeed.'),
    newEvents: z.int().nullable().describe('Events that its plan adds to the previous plan.'),
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
    modelChanges: z
      .array(modelChange)
      .describe('Tables with rows of an older text of their model, which stay until a rebuild.'),
    watermarks: z.array(watermark).describe('The current watermark of each table, by any refresh.'),
  })
  .meta({ id: 'Refresh' });

const refreshPage = z
  .object({
    refreshes: z.array(refreshSummary),
    next: z.string().nullable().describe('URL of the next page.'),
  })
  .meta({ id: 'RefreshPage' });

const refreshStarted = z
  .object({
    id: z.string(),
    outcome: z
      .enum(['started', 'running'])
      .describe('`running`: a refresh was already running; this is its id.'),
    url: z.string(),
  })
  .meta({ id: 'RefreshStarted' });

const cancelledRun = z.object({
  kind: runKind,
  name: z.string(),
  externalId: z.string().describe('The id that the service assigned.'),
  outcome: z.enum(['requested', 'failed']),
  reason: z.string().describe('Why the request to the service failed.').exactOptional(),
});

const refreshCancelling = z
  .object({
    id: z.string(),
    state: z.literal('cancelling'),
    runs: z
      .array(cancelledRun)
      .describe('Runs with a cancel request. If the request of a run failed, the refresh sends it again.'),
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
    .describe('Runs the job even if there is nothing new, as after a change of the models.'),
  rebuild: z
    .string()
    .regex(/^(silver|gold)\.[a-z][a-z0-9_]*(,(silver|gold)\.[a-z][a-z0-9_]*)*$/, {
      error: 'must be tables as `silver.iot_telemetry`, with commas between them',
    })
    .max(4000, { error: 'must be at most 4,000 characters' })
    .describe(
      'Tables to compute from all of Bronze, comma-separated, such as `silver.iot_telemetry`. Tables of the same contract and tables that read them are rebuilt too. A refresh that is already running does not rebuild them.',
    )
    .exactOptional(),
});

const NUMBER_RULE = 'must be the number of a refresh';

export const refreshListQuery = z.object({
  limit: wholeNumber(1, 200).default(20),
  before: z
    .int({ error: NUMBER_RULE })
    .min(1, { error: NUMBER_RULE })
    .max(999_999_999_999_999, { error: NUMBER_RULE })
    .describe('Only refreshes with a smaller number.')
    .exactOptional(),
});

const location = z.object({
  Location: z.string().meta({ format: 'uri', description: 'URL of the refresh.' }),
});
const started = location.extend({
  'Retry-After': count.describe('Seconds to wait before the first read of the refresh.').exactOptional(),
});

const faults = { 500: ['internal', 'config_invalid'], 501: ['refresh_not_configured'] };

export const routes: readonly ApiRoute[] = [
  {
    operationId: 'startRefresh',
    method: 'post',
    path: '/api/refresh',
    tag: 'refresh',
    summary: 'Start a refresh of Silver and Gold, or return the running one',
    auth: 'function',
    query: refreshStartQuery,
    responses: {
      202: jsonResponse('A refresh is running. Only one runs at a time.', refreshStarted, started),
    },
    problems: {
      400: ['query_invalid', 'rebuild_unknown'],
      ...faults,
      503: ['table_unavailable', 'durable_unavailable', 'refresh_conflict'],
    },
  },
  {
    operationId: 'listRefreshes',
    method: 'get',
    path: '/api/refresh',
    tag: 'refresh',
    summary: 'List the refreshes, newest first',
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
    summary: 'Get a refresh: its steps, runs, models, quality and watermarks',
    auth: 'function',
    params: z.object({ id }),
    responses: { 200: jsonResponse('The refresh.', refreshDetails) },
    problems: { 404: ['refresh_unknown'], ...faults, 503: ['table_unavailable', 'lake_unavailable'] },
  },
  {
    operationId: 'getRefreshTask',
    method: 'get',
    path: '/api/refresh/{id}/tasks/{task}',
    tag: 'refresh',
    summary: 'Get the log and the error of a task of the newest job run',
    auth: 'function',
    params: z.object({ id, task: z.string().describe('As in the tasks of the run of the job.') }),
    responses: { 200: jsonResponse('The output.', taskOutput) },
    problems: {
      404: ['refresh_task_unknown'],
      ...faults,
      503: ['table_unavailable', 'databricks_unavailable'],
    },
  },
  {
    operationId: 'cancelRefresh',
    method: 'delete',
    path: '/api/refresh/{id}',
    tag: 'refresh',
    summary: 'Cancel a refresh and its downstream runs; repeated requests are harmless',
    auth: 'function',
    params: z.object({ id }),
    responses: {
      202: jsonResponse('The refresh ends after its runs have ended.', refreshCancelling, location),
    },
    problems: {
      404: ['refresh_unknown'],
      409: { codes: ['refresh_ended'], shape: refreshEnded },
      ...faults,
      503: ['table_unavailable'],
    },
  },
];
