import { z } from 'zod';
import { source } from '../contracts/api';
import { type ApiRoute, count, jsonResponse, type Shape, wholeNumber } from '../platform/http/api-shapes';

/** Maximum events of one request. */
const MAX_COUNT = 100_000;
const MAX_SEED = 2 ** 31 - 1;

export const POPULATION_RULE =
  "must be 'all', and is allowed for the sources customers, ecommerce and iot only";
export const SINCE_RULE = "not in the future, and is allowed with 'population' only";

export const simulateQuery = z.object({
  count: wholeNumber(1, MAX_COUNT).default(100).describe('Number of events.'),
  seed: wholeNumber(0, MAX_SEED)
    .describe('The same seed gives the same world. Default: from the settings.')
    .exactOptional(),
  faults: z
    .string()
    .meta({
      description: 'Shares of faulty events, or `none`, or `default`. Default: from the settings.',
      examples: ['duplicate=0.01,malformed=0.002'],
    })
    .exactOptional(),
  population: z
    .enum(['all'], { error: POPULATION_RULE })
    .describe(
      'Instead of `count`: publishes what a simulation begins with, without faults. `customers`: the profiles of all customers. `iot`: a reading of each device. `ecommerce`: the visits under way.',
    )
    .exactOptional(),
  since: z.iso
    .datetime({ offset: true, error: `must be a time with a zone (RFC 3339), ${SINCE_RULE}` })
    .describe('With `population`: only what has happened since then, to continue a simulation after a pause.')
    .exactOptional(),
});

const simulated = z
  .object({
    source,
    published: count,
    faults: z.record(z.string(), count).describe('Number of events with each fault.'),
  })
  .meta({ id: 'Simulated' });

export type Simulated = Shape<typeof simulated>;

export const routes: readonly ApiRoute[] = [
  {
    operationId: 'simulate',
    method: 'post',
    path: '/api/simulate/{source}',
    tag: 'simulate',
    summary: 'Publish simulated events',
    auth: 'function',
    params: z.object({ source }),
    query: simulateQuery,
    responses: {
      202: jsonResponse('The number of published events, and of events with each fault.', simulated),
    },
    problems: {
      400: ['query_invalid'],
      404: ['source_unknown', 'simulator_unknown'],
      500: ['internal', 'config_invalid'],
      503: ['hub_unavailable'],
    },
  },
];
