import { z } from 'zod';
import { count, type Shape, timestamp } from '../platform/http/api-shapes';

export const runKind = z
  .enum(['pipeline', 'job'])
  .describe('A pipeline of Data Factory, or the Databricks job.');

const runState = z
  .enum(['intended', 'running', 'succeeded', 'failed', 'cancelled'])
  .describe(
    '`intended`: written before the service hears of it. `running`: every status that is not an end.',
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
    name: z.string().describe('Of the pipeline; `job` for the job.'),
    generation: z.int().min(1).describe('A new one after a failure that is worth another try.'),
    token: z.string().describe('The id that we chose: idempotency token, or parameter runId of a pipeline.'),
    state: runState,
    runId: z.string().nullable().describe('The id that the service chose.'),
    status: z.string().nullable().describe('In the words of the service.'),
    message: z.string().nullable(),
    url: z.string().nullable().describe('Where a person looks at it.'),
    startedAt: timestamp,
    endedAt: timestamp.nullable(),
    tasks: z.array(runTask),
  })
  .meta({ id: 'RefreshRun' });

export const step = z
  .object({
    step: z.enum(['pipelines', 'plan', 'job', 'quality', 'power-bi']),
    state: z.enum(['running', 'succeeded', 'failed', 'cancelled']),
    startedAt: timestamp.nullable(),
    endedAt: timestamp.nullable(),
    reason: z
      .string()
      .describe('Why Power BI did not take the request; that fails no refresh.')
      .exactOptional(),
  })
  .meta({ id: 'RefreshStep' });

const sourceWatermark = z.object({
  lastEnqueuedTime: timestamp,
  partitions: z.array(z.object({ hubGeneration: z.string(), partition: count, lastSequenceNumber: z.int() })),
});

const plannedBatch = z.object({
  runId: z.string(),
  path: z.string().describe('Folder inside the bronze container.'),
});

export const plan = z
  .object({
    previous: z.int().nullable().describe('The plan before this one; null at first.'),
    asOf: timestamp.describe('What landed later is not part of the plan.'),
    sources: z.record(z.string(), sourceWatermark),
    batch: z.record(z.string(), plannedBatch).describe('The newest complete run of each batch source.'),
  })
  .meta({
    id: 'RefreshPlan',
    description:
      'What a refresh takes in: by source the newest enqueued time and sequence numbers, and the batch runs.',
  });

export const watermark = z
  .object({
    table: z.string(),
    refresh: count,
    asOf: timestamp.describe('When the plan of that refresh was cut.'),
    sources: z
      .record(z.string(), timestamp)
      .describe('By source the newest enqueued time that the plan has.'),
  })
  .meta({ id: 'TableWatermark' });

export const quality = z
  .object({ passed: z.boolean(), reasons: z.array(z.string()), warnings: z.array(z.string()) })
  .meta({ id: 'RefreshQuality' });

export type RunKind = Shape<typeof runKind>;
export type RunState = Shape<typeof runState>;
export type RunTask = Shape<typeof runTask>;
export type RefreshRun = Shape<typeof run>;
export type RefreshStep = Shape<typeof step>;
export type SourceWatermark = Shape<typeof sourceWatermark>;
export type PlannedBatch = Shape<typeof plannedBatch>;
export type Watermark = Shape<typeof watermark>;
