import { z } from 'zod';
import { count, type Shape, timestamp } from '../platform/http/api-shapes';

export const runKind = z
  .enum(['pipeline', 'job'])
  .describe('`pipeline`: a pipeline of Data Factory. `job`: the Databricks job.');

const runState = z
  .enum(['intended', 'running', 'succeeded', 'failed', 'cancelled'])
  .describe(
    '`intended`: recorded before the request to the service. `running`: any status that is not final.',
  );

const runTask = z
  .object({
    name: z.string(),
    state: z.string(),
    startedAt: timestamp.exactOptional(),
    endedAt: timestamp.exactOptional(),
    message: z.string().exactOptional(),
  })
  .meta({ id: 'RefreshTask', description: 'A task (Databricks) or activity (Data Factory) of a run.' });

export const run = z
  .object({
    kind: runKind,
    name: z.string().describe('Name of the pipeline; `job` for the job.'),
    generation: z.int().min(1).describe('Increases with each retry after a temporary failure.'),
    token: z
      .string()
      .describe(
        'The id that Sluice assigned: the idempotency token of the job run, or the parameter runId of the pipeline.',
      ),
    state: runState,
    runId: z.string().nullable().describe('The id that the service assigned.'),
    status: z.string().nullable().describe('Status as the service returned it.'),
    message: z.string().nullable(),
    url: z.string().nullable().describe('Page of the run in the service’s portal.'),
    startedAt: timestamp,
    endedAt: timestamp.nullable(),
    tasks: z.array(runTask),
  })
  .meta({ id: 'RefreshRun' });

export const taskOutput = z
  .object({
    task: z.string(),
    error: z.string().nullable().describe('Why the task failed.'),
    trace: z.string().nullable().describe('Where in the code it failed.'),
    log: z.string().nullable().describe('What the task printed; its end, if it is long.'),
    truncated: z.boolean().describe('Whether the beginning of the log is missing.'),
    unavailable: z.string().nullable().describe('Why there is no log.'),
  })
  .meta({ id: 'RefreshTaskOutput', description: 'The log and the error of a task of the Databricks job.' });

export const step = z
  .object({
    step: z.enum(['pipelines', 'plan', 'job', 'quality', 'power-bi']),
    state: z.enum(['running', 'succeeded', 'failed', 'cancelled']),
    startedAt: timestamp.nullable(),
    endedAt: timestamp.nullable(),
    reason: z
      .string()
      .describe('Why Power BI did not accept the request. This does not fail the refresh.')
      .exactOptional(),
  })
  .meta({ id: 'RefreshStep' });

const sourceWatermark = z.object({
  lastEnqueuedTime: timestamp,
  partitions: z.array(z.object({ hubGeneration: z.string(), partition: count, lastSequenceNumber: z.int() })),
});

const plannedBatch = z.object({
  runId: z.string(),
  path: z.string().describe('Folder in the bronze container.'),
});

export const plan = z
  .object({
    previous: z.int().nullable().describe('The previous plan; null for the first.'),
    asOf: timestamp.describe('When the plan was made. Later events are not part of it.'),
    sources: z.record(z.string(), sourceWatermark),
    batch: z.record(z.string(), plannedBatch).describe('The newest complete run of each batch source.'),
  })
  .meta({
    id: 'RefreshPlan',
    description:
      'The input of a refresh: the newest enqueued time and sequence numbers of each source, and the batch runs.',
  });

export const watermark = z
  .object({
    table: z.string(),
    refresh: count,
    asOf: timestamp.describe('When the plan of that refresh was made.'),
    sources: z.record(z.string(), timestamp).describe('The newest enqueued time of the plan, by source.'),
  })
  .meta({ id: 'TableWatermark' });

export const quality = z
  .object({ passed: z.boolean(), reasons: z.array(z.string()), warnings: z.array(z.string()) })
  .meta({ id: 'RefreshQuality' });

export const modelChange = z
  .object({
    table: z.string(),
    changedAt: timestamp.describe('Start of the first refresh with the present text of the model.'),
    detail: z.string().describe('What happened and how to rebuild the table, for people.'),
  })
  .meta({ id: 'ModelChange' });

export type ModelChange = Shape<typeof modelChange>;
export type RunKind = Shape<typeof runKind>;
export type RunState = Shape<typeof runState>;
export type RunTask = Shape<typeof runTask>;
export type TaskOutput = Shape<typeof taskOutput>;
export type RefreshRun = Shape<typeof run>;
export type RefreshStep = Shape<typeof step>;
export type SourceWatermark = Shape<typeof sourceWatermark>;
export type PlannedBatch = Shape<typeof plannedBatch>;
export type Watermark = Shape<typeof watermark>;
