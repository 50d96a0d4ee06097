import { toJsonBody } from './responses';

/** Path of the status. */
export const STATUS_PATHS = {
  '/api/status': {
    get: {
      operationId: 'getStatus',
      tags: ['health'],
      summary: 'How every stage is, from the hubs to the sinks, and what a person should know',
      description:
        'Always 200: a stage that does not answer within its time is null, and a problem says what that means. Counts are events since the hub was made; a rate is the difference of two answers.',
      security: [{ functionKey: [] }],
      responses: { 200: toJsonBody('The status.', { $ref: '#/components/schemas/PipelineStatus' }) },
    },
  },
};
