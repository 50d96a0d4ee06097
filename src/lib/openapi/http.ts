import { type HttpHandler, type HttpResponseInit } from '@azure/functions';
import { toPageResponse } from '../platform/http/page';
import { toJsonResponse } from '../platform/http/responses';
import { toApiPage } from './api-page';
import document from './generated/openapi.json';

/** Returns the document that `npm run generate` writes, with the origin of the request as its server. */
export function createOpenApiHandler(): HttpHandler {
  return (request) => toJsonResponse({ ...document, servers: [{ url: new URL(request.url).origin }] });
}

/** Serves the document as a page, which is made at the first request. */
export function createApiPageHandler(): HttpHandler {
  let page: HttpResponseInit | undefined;
  return () => {
    page ??= toPageResponse('HTTP API of Sluice', toApiPage(document));
    return page;
  };
}
