import { SOURCES } from '../contracts/source';
import { CONTENT_ENCODING, problem, toJsonBody } from './responses';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const query = (name: string, schema: object, description?: string) => ({
  name,
  in: 'query',
  ...(description !== undefined && { description }),
  schema,
});
const security = [{ functionKey: [] }];
const text = { type: 'string' };
const time = { type: 'string', format: 'date-time' };

/** Paths of the quarantine. */
export const QUARANTINE_PATHS = {
  '/api/quarantine': {
    get: {
      operationId: 'listQuarantine',
      tags: ['quarantine'],
      summary: 'Quarantined records, newest first, and how many there are of which reason',
      security,
      parameters: [
        query('source', { type: 'string', enum: SOURCES }),
        query('contract', text, 'Type of the contract that the events broke.'),
        query('code', text, 'Code of a rejection.'),
        query('from', time, 'Enqueued at this time or later.'),
        query('to', time, 'Enqueued before this time.'),
        query('state', { type: 'string', enum: ['open', 'replayed', 'all'], default: 'open' }),
        query('limit', { type: 'integer', minimum: 1, maximum: 200, default: 50 }),
        query('after', text, 'From `next` of an earlier page.'),
      ],
      responses: {
        200: toJsonBody('One page.', ref('QuarantineList')),
        ...problem(400, 500, 503),
      },
    },
  },
  '/api/quarantine/{id}': {
    get: {
      operationId: 'getQuarantinedRecord',
      tags: ['quarantine'],
      summary: 'One record: why it was refused, where it is, what is in it, and its replays',
      security,
      parameters: [
        { name: 'id', in: 'path', required: true, description: 'As lists give it.', schema: text },
        query('bytes', { type: 'boolean', default: false }, 'Adds the body as it came, unmasked.'),
      ],
      responses: {
        200: toJsonBody('The record.', ref('QuarantineDetails')),
        ...problem(400, 404, 500, 503),
      },
    },
  },
  '/api/quarantine/replays': {
    get: {
      operationId: 'listReplays',
      tags: ['quarantine'],
      summary: 'What was replayed, when and by whom, newest first',
      security,
      parameters: [query('limit', { type: 'integer', minimum: 1, maximum: 200, default: 20 })],
      responses: {
        200: toJsonBody('The replays.', {
          type: 'object',
          required: ['replays'],
          properties: { replays: { type: 'array', items: ref('QuarantineReplay') } },
        }),
        ...problem(400, 500, 503),
      },
    },
  },
  '/api/quarantine/replay': {
    post: {
      operationId: 'replayQuarantine',
      tags: ['quarantine'],
      summary:
        'Judges records again, fixed where a fix is given, and publishes those that keep their contract',
      description:
        'A replayed event keeps its id and names in `replaces` the record that it replaces. Oldest first, those that were not tried before the others; call again while records remain.',
      security,
      parameters: [CONTENT_ENCODING],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: ref('QuarantineReplayRequest') } },
      },
      responses: {
        200: toJsonBody('What became of each record.', ref('QuarantineReplayReport')),
        ...problem(400, 404, 411, 413, 415, 500, 503),
      },
    },
  },
};
