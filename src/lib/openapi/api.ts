import { z } from 'zod';
import { type ApiRoute, jsonResponse } from '../platform/http/api-shapes';

const document = z.record(z.string(), z.unknown());

export const routes: readonly ApiRoute[] = [
  {
    operationId: 'getOpenApi',
    method: 'get',
    path: '/api/openapi.json',
    tag: 'contracts',
    summary: 'Get the OpenAPI document',
    auth: 'anonymous',
    responses: { 200: jsonResponse('An OpenAPI 3.1 document.', document) },
    problems: {},
  },
];
