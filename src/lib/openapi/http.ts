import { type HttpHandler } from '@azure/functions';
import { toJsonResponse } from '../platform/http/responses';
import document from './generated/openapi.json';

/** Returns the document that `npm run generate` writes, with the origin of the request as its server. */
export function createOpenApiHandler(): HttpHandler {
  return (request) => toJsonResponse({ ...document, servers: [{ url: new URL(request.url).origin }] });
}
