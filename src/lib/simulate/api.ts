import { z } from 'zod';
import { source } from '../contracts/api';
import { type ApiRoute, count, jsonResponse, type Shape, wholeNumber } from '../platform/http/api-shapes';

/** Most events that one request makes. */
const MAX_COUNT = 100_000;
const MAX_SEED = 2 ** 31 - 1;

export const POPULATION_RULE = "is 'all', and for the source customers only";

export const simulateQuery = z.object({
  count: wholeNumber(1, MAX_COUNT).default(100).describe('How many events.'),
  seed: wholeNumber(0, MAX_SEED)
    .describe('The same seed makes the same world; from the settings where it is left out.')
    .exactOptional(),
  faults: z
    .string()
    .meta({
      description:
        'Shares of events with a fault, or `none`, or `default`; from the settings where it is left out.',
      examples: ['duplicate=0.01,malformed=0.002'],
    })
    .exactOptional(),
  population: z
    .enum(['all'], { error: POPULATION_RULE })
    .describe('Instead of a count: the profile of every customer there is. For the source customers only.')
    .exactOptional(),
});

const simulated = z
  .object({
    source,
    published: count,
    faults: z.record(z.string(), count).describe('How many events carry which fault.'),
  })
  .meta({ id: 'Simulated' });

export type Simulated = Shape<typeof simulated>;

export const routes: readonly ApiRoute[] = [
  {
    operationId: 'simulate',
    method: 'post',
    path: '/api/simulate/{source}',
    tag: 'simulate',
    summary: 'Makes and publishes simulated events now',
    auth: 'function',
    params: z.object({ source }),
    query: simulateQuery,
    responses: {
      202: jsonResponse('How many events were published, and how many carry which fault.', simulated),
    },
    problems: {
      400: ['query_invalid'],
      404: ['source_unknown', 'simulator_unknown'],
      500: ['internal', 'config_invalid'],
      503: ['hub_unavailable'],
    },
  },
];
