import { z } from 'zod';
import { count, type Shape, timestamp } from '../platform/http/api-shapes';

export const modelCounts = z
  .object({
    models: count,
    committed: count,
    unchanged: count,
    failed: count,
    rowsWritten: count,
    rowsDropped: count,
    warnings: count.describe('Expectations that warned.'),
  })
  .meta({ id: 'ModelCounts', description: 'Over all models of a refresh.' });

const expectationResult = z
  .object({
    name: z.string(),
    action: z.enum(['warn', 'drop', 'fail']),
    checked: count.describe('Rows that were checked.'),
    failed: count.describe('Rows of them for which the check was not true.'),
  })
  .meta({ id: 'ExpectationResult', description: "What became of one expectation on a model's rows." });

/** Also the form of `gold/_refresh/<number>/models/<layer>.<table>.json`, which each run of the model overwrites. */
export const modelResult = z
  .object({
    model: z.string().describe('`<layer>.<table>`'),
    refresh: count,
    outcome: z
      .enum(['committed', 'unchanged', 'already', 'failed'])
      .describe('`already`: a repeated task found the table at this refresh.'),
    version: z.int().nullable().describe('Of the Delta table; null before its first commit and for views.'),
    rowsRead: count,
    rowsWritten: count,
    rowsRemoved: count,
    rowsDropped: count,
    newestEventTime: z.string().nullable(),
    expectations: z.array(expectationResult),
    startedAt: timestamp,
    endedAt: timestamp,
    durationMilliseconds: z.number(),
    error: z.string().nullable(),
  })
  .meta({ id: 'ModelResult' });

export type ModelCounts = Shape<typeof modelCounts>;
export type ExpectationResult = Shape<typeof expectationResult>;
export type ModelResult = Shape<typeof modelResult>;
