import { z } from 'zod';
import { type ApiRoute, jsonResponse, type Shape } from '../platform/http/api-shapes';

const address = z.url();

const front = z
  .object({
    name: z.literal('Sluice'),
    version: z.string().describe('Version of the package.'),
    apiVersion: z.string().describe('Version of this API.'),
    links: z.object({
      monitor: address.describe('The monitor page.'),
      docs: address.describe('This API as a page.'),
      openapi: address.describe('This API as an OpenAPI document.'),
      contracts: address.describe('The contracts of events.'),
      status: address.describe('The status of all stages.'),
      health: address.describe('Whether the app is running.'),
      ready: address.describe('Whether all services that the app needs are available.'),
    }),
  })
  .meta({ id: 'Front' });

export type Front = Shape<typeof front>;

export const routes: readonly ApiRoute[] = [
  {
    operationId: 'getFront',
    method: 'get',
    path: '/api',
    tag: 'health',
    summary: 'Get the addresses of the pages and of the main routes',
    description: 'A browser gets the same as a page. The address `/` gives the same answer.',
    auth: 'anonymous',
    responses: { 200: jsonResponse('The addresses.', front) },
    problems: {},
  },
];
