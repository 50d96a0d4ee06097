import { problem, toJsonBody } from './responses';

const ID = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'As the start answered it.',
  schema: { type: 'string', pattern: '^\\d{8}T\\d{6}Z-[0-9a-f]{8}$' },
};

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const LOCATION = { Location: { description: 'Of the refresh.', schema: { type: 'string', format: 'uri' } } };

/** Paths of the refresh of Silver and Gold. */
export const REFRESH_PATHS = {
  '/api/refresh': {
    post: {
      operationId: 'startRefresh',
      tags: ['refresh'],
      summary: 'Refreshes Silver and Gold, or names the refresh that is under way',
      security: [{ functionKey: [] }],
      parameters: [
        {
          name: 'pipelines',
          in: 'query',
          description: 'Which pipelines bring their batch source first.',
          schema: { type: 'string', enum: ['due', 'all', 'none'], default: 'due' },
        },
        {
          name: 'force',
          in: 'query',
          description: 'Runs the job even where nothing is new: after a change of the models.',
          schema: { type: 'boolean', default: false },
        },
      ],
      responses: {
        202: {
          ...toJsonBody('A refresh is under way; there is one at a time.', ref('RefreshStarted')),
          headers: LOCATION,
        },
        ...problem(400, 500, 501, 503),
      },
    },
    get: {
      operationId: 'listRefreshes',
      tags: ['refresh'],
      summary: 'The refreshes, newest first',
      security: [{ functionKey: [] }],
      parameters: [
        { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200, default: 20 } },
        {
          name: 'before',
          in: 'query',
          description: 'Only refreshes with a smaller number.',
          schema: { type: 'integer', minimum: 1 },
        },
      ],
      responses: {
        200: toJsonBody('One page.', {
          type: 'object',
          required: ['refreshes', 'next'],
          properties: {
            refreshes: { type: 'array', items: ref('RefreshSummary') },
            next: { type: ['string', 'null'], description: 'Where the next page is.' },
          },
        }),
        ...problem(400, 500, 501, 503),
      },
    },
  },
  '/api/refresh/{id}': {
    get: {
      operationId: 'getRefresh',
      tags: ['refresh'],
      summary: 'One refresh: its steps, runs, models, quality, and how far each table is complete',
      security: [{ functionKey: [] }],
      parameters: [ID],
      responses: { 200: toJsonBody('The refresh.', ref('Refresh')), ...problem(404, 500, 501, 503) },
    },
    delete: {
      operationId: 'cancelRefresh',
      tags: ['refresh'],
      summary: 'Cancels a refresh and its runs downstream; asking again is harmless',
      security: [{ functionKey: [] }],
      parameters: [ID],
      responses: {
        202: {
          ...toJsonBody('It ends as soon as its runs have.', ref('RefreshCancelling')),
          headers: LOCATION,
        },
        ...problem(404, 409, 500, 501, 503),
      },
    },
  },
};
