import { problem, toJsonBody } from './responses';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const security = [{ functionKey: [] }];

const name = (parameter: string, description: string) => ({
  name: parameter,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string', pattern: '^[a-z][a-z0-9_]*$' },
});

const query = (parameter: string, description: string, schema: object) => ({
  name: parameter,
  in: 'query',
  description,
  schema,
});

const TIME = { type: 'string', format: 'date-time' };

/** Paths of serving: windows over batch and live, and tables of Gold. */
export const SERVE_PATHS = {
  '/api/serve': {
    get: {
      operationId: 'listViews',
      tags: ['serve'],
      summary: 'The views, with the keys and values that they have',
      security,
      responses: {
        200: toJsonBody('All views.', {
          type: 'object',
          required: ['views'],
          properties: { views: { type: 'array', items: ref('ServeView') } },
        }),
        ...problem(500),
      },
    },
  },
  '/api/serve/{view}': {
    get: {
      operationId: 'getView',
      tags: ['serve'],
      summary: 'A view over a range of time: the batch view, and live windows after it',
      security,
      parameters: [
        name('view', 'As the list names it.'),
        query('from', 'First minute. By default an hour before `to`.', TIME),
        query('to', 'Not part of the answer. By default now.', TIME),
        query(
          'by',
          'Length of a row (`minute` for 2 days at most, `hour` for 14, `day` for 62), then keys that split it. By default `minute` and all keys.',
          { type: 'string', pattern: '^(minute|hour|day)(,[a-z][a-z0-9_]*)*$' },
        ),
        {
          name: 'keys',
          in: 'query',
          description: 'Any key of the view by its own name: only events with this value.',
          style: 'form',
          explode: true,
          schema: { type: 'object', additionalProperties: { type: 'string' } },
        },
      ],
      responses: {
        200: toJsonBody('What is known now.', ref('ServeAnswer')),
        ...problem(400, 404, 500, 503),
      },
    },
  },
  '/api/gold': {
    get: {
      operationId: 'listGold',
      tags: ['serve'],
      summary: 'The tables of Gold, with their columns',
      security,
      responses: {
        200: toJsonBody('All tables.', {
          type: 'object',
          required: ['tables'],
          properties: { tables: { type: 'array', items: ref('GoldTable') } },
        }),
        ...problem(500, 501, 503),
      },
    },
  },
  '/api/gold/{table}': {
    get: {
      operationId: 'getGold',
      tags: ['serve'],
      summary: 'Rows of a table of Gold',
      security,
      parameters: [
        name('table', 'As the list names it.'),
        query('from', 'Least value of the column that partitions the table, a day mostly.', {
          type: 'string',
        }),
        query('to', 'Greatest value of it, which is part of the answer.', { type: 'string' }),
        query('limit', 'Rows.', { type: 'integer', minimum: 1, maximum: 1000, default: 200 }),
        query('orderBy', 'A column; `-` in front means descending. By default the newest partition first.', {
          type: 'string',
          pattern: '^-?[A-Za-z][A-Za-z0-9_]*$',
        }),
        {
          name: 'columns',
          in: 'query',
          description: 'Any column by its own name: only rows with this value.',
          style: 'form',
          explode: true,
          schema: { type: 'object', additionalProperties: { type: 'string' } },
        },
      ],
      responses: {
        200: toJsonBody(
          'Rows: decimals as numbers with all of their digits, whole numbers beyond 2^53 as texts, days as `YYYY-MM-DD`, times as RFC 3339.',
          ref('GoldRows'),
        ),
        ...problem(400, 404, 500, 501, 503),
      },
    },
  },
};
