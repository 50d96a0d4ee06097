import { z } from 'zod';
import {
  type ApiRoute,
  count,
  exactNumber,
  jsonResponse,
  type Shape,
  timestamp,
  wholeNumber,
} from '../../platform/http/api-shapes';

/** Limits of the rows of one answer. */
export const MAX_LIMIT = 1000;
export const DEFAULT_LIMIT = 200;

const tableName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/)
  .describe('As in the list of tables.');

const refresh = z.int().nullable().describe('The newest refresh that wrote the table.');

const modelChangedAt = timestamp
  .describe(
    'When the model of the table changed, while rows of its older text stay until the table is rebuilt. Absent if all rows are of one text.',
  )
  .exactOptional();

const column = z
  .object({
    name: z.string(),
    type: z.string().describe('Type as in the models: `string`, `long`, `decimal(18,2)`, …'),
    description: z.string().nullable(),
  })
  .meta({ id: 'GoldColumn' });

const goldTable = z
  .object({
    table: z.string(),
    rows: count.describe('Absent if a writer did not count them.').exactOptional(),
    refresh,
    modelChangedAt,
    columns: z.array(column),
    partitionedBy: z.array(z.string()),
    problem: z.string().describe('Why the table cannot be read. Absent if it can.').exactOptional(),
  })
  .meta({ id: 'GoldTable' });

const goldTables = z.object({ tables: z.array(goldTable) }).meta({ id: 'GoldTables' });

const cell = z.union([z.string(), exactNumber, z.boolean(), z.null()]).meta({ id: 'GoldCell' });

const goldRows = z
  .object({
    table: z.string(),
    refresh,
    modelChangedAt,
    columns: z.array(column),
    rows: z.array(z.record(z.string(), cell)).describe('Values by column name.'),
    truncated: z.boolean().describe('Whether there are more rows than `limit`.'),
  })
  .meta({ id: 'GoldRows' });

export type GoldTable = Shape<typeof goldTable>;
export type GoldTables = Shape<typeof goldTables>;
export type GoldCell = Shape<typeof cell>;
export type GoldAnswer = Shape<typeof goldRows>;

const query = z.looseObject({
  from: z.string().describe('Lowest value of the partition column, usually a day.').exactOptional(),
  to: z.string().describe('Highest value of the partition column, inclusive.').exactOptional(),
  limit: wholeNumber(1, MAX_LIMIT).default(DEFAULT_LIMIT).describe('Maximum number of rows.'),
  orderBy: z
    .string()
    .regex(/^-?[A-Za-z][A-Za-z0-9_]*$/)
    .describe('A column; with `-` in front, descending. Default: the newest partition first.')
    .exactOptional(),
  columns: z
    .record(z.string(), z.string())
    .describe('A column as a parameter: only rows with this value.')
    .exactOptional(),
});

export const routes: readonly ApiRoute[] = [
  {
    operationId: 'listGold',
    method: 'get',
    path: '/api/gold',
    tag: 'serve',
    summary: 'List the tables of Gold, with their columns',
    auth: 'function',
    responses: { 200: jsonResponse('All tables.', goldTables) },
    problems: {
      500: ['internal', 'config_invalid'],
      501: ['refresh_not_configured'],
      503: ['lake_unavailable'],
    },
  },
  {
    operationId: 'getGold',
    method: 'get',
    path: '/api/gold/{table}',
    tag: 'serve',
    summary: 'Read rows of a Gold table',
    auth: 'function',
    params: z.object({ table: tableName }),
    query,
    responses: {
      200: jsonResponse(
        'Rows. Decimals are numbers with all of their digits, whole numbers beyond 2^53 are texts, days are `YYYY-MM-DD`, times are RFC 3339.',
        goldRows,
      ),
    },
    problems: {
      400: ['query_invalid', 'query_too_wide'],
      404: ['gold_table_unknown'],
      500: ['internal', 'config_invalid', 'gold_unreadable'],
      501: ['refresh_not_configured'],
      503: ['lake_unavailable'],
    },
  },
];
