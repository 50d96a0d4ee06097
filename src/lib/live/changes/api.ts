import { z } from 'zod';
import { type ApiRoute, count, jsonResponse, type Shape } from '../../platform/http/api-shapes';

const changes = z
  .object({
    view: z.string(),
    version: z.string().describe('Differs after every change of the live windows of the view’s source.'),
    waitSeconds: count.describe(
      'How long the next request may wait for a change; 0: it is answered at once.',
    ),
  })
  .meta({ id: 'ServeChanges' });

export type ServeChanges = Shape<typeof changes>;

export const routes: readonly ApiRoute[] = [
  {
    operationId: 'waitForChanges',
    method: 'get',
    path: '/api/serve/{view}/changes',
    tag: 'serve',
    summary: 'Wait until live windows of a view change',
    auth: 'function',
    params: z.object({
      view: z
        .string()
        .regex(/^[a-z][a-z0-9_]*$/)
        .describe('As in the list of views.'),
    }),
    query: z.looseObject({
      after: z
        .string()
        .describe(
          'The version that the caller has. The answer comes as soon as there is another one, and after `waitSeconds` at the latest. Without it, the answer comes at once.',
        )
        .exactOptional(),
    }),
    responses: { 200: jsonResponse('The version as of now.', changes) },
    problems: {
      404: ['serve_view_unknown'],
      500: ['internal', 'config_invalid'],
      503: ['table_unavailable'],
    },
  },
];
