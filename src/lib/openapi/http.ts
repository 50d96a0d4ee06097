import { type HttpHandler } from '@azure/functions';
import { toJsonResponse } from '../platform/http/responses';
import document from './generated/openapi.json';

/** The API as `npm run generate` describes it, with the address at which it was asked for. */
export function createOpenApiHandler(): HttpHandler {
  return (request) => toJsonResponse({ ...document, servers: [{ url: new URL(request.url).origin }] });
}
