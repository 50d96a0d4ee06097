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
    warnings: count.describe('Expectations that failed with the action `warn`.'),
    mixedTables: count
      .describe('Tables with rows of an older text of their model; absent if there are none.')
      .exactOptional(),
  })
  .meta({ id: 'ModelCounts', description: 'Sums over all models of a refresh.' });

const expectationResult = z
  .object({
    name: z.string(),
    action: z.enum(['warn', 'drop', 'fail']),
    checked: count.describe('Rows that were checked.'),
    failed: count.describe('Checked rows that failed.'),
  })
  .meta({ id: 'ExpectationResult', description: "The result of one expectation on a model's rows." });

/** Also the format of `gold/_refresh/<number>/models/<layer>.<table>.json`, which each run of the model overwrites. */
export const modelResult = z
  .object({
    model: z.string().describe('`<layer>.<table>`'),
    refresh: count,
    outcome: z
      .enum(['committed', 'unchanged', 'already', 'failed'])
      .describe('`already`: a repeated task found that the table was already at this refresh.'),
    version: z
      .int()
      .nullable()
      .describe('Version of the Delta table; null before its first commit and for views.'),
    rowsRead: count,
    rowsWritten: count,
    rowsRemoved: count,
    rowsDropped: count,
    newestEventTime: z.string().nullable(),
    expectations: z.array(expectationResult),
    rebuilt: z
      .boolean()
      .describe('Whether the refresh computed every row from all inputs and replaced the table.')
      .exactOptional(),
    modelChangedAt: timestamp
      .nullable()
      .describe(
        'When the model changed, while rows of its older text stay in the table; null if there are none.',
      )
      .exactOptional(),
    startedAt: timestamp,
    endedAt: timestamp,
    durationMilliseconds: z.number(),
    error: z.string().nullable(),
  })
  .meta({ id: 'ModelResult' });

export type ModelCounts = Shape<typeof modelCounts>;
export type ExpectationResult = Shape<typeof expectationResult>;
export type ModelResult = Shape<typeof modelResult>;
