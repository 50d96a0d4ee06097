import { type HttpHandler } from '@azure/functions';
import { API_VERSION } from '../platform/api-version';
import { APP_VERSION } from '../platform/app-version';
import { prefersHtml, toPageResponse } from '../platform/http/page';
import { toJsonResponse } from '../platform/http/responses';
import { type Front } from './api';
import { toFrontPage } from './front-page';

/** Serves the front page: a page for browsers, JSON for other callers. It contains no data, so it needs no key. */
export function createFrontHandler(): HttpHandler {
  return (request) => {
    const front = toFront(new URL(request.url).origin);
    return prefersHtml(request.headers.get('accept'))
      ? toPageResponse('Sluice', toFrontPage(front))
      : toJsonResponse(front, 200, { vary: 'accept' });
  };
}

function toFront(origin: string): Front {
  const api = `${origin}/api`;
  return {
    name: 'Sluice',
    version: APP_VERSION,
    apiVersion: API_VERSION,
    links: {
      monitor: `${api}/monitor`,
      docs: `${api}/docs`,
      openapi: `${api}/openapi.json`,
      contracts: `${api}/contracts`,
      status: `${api}/status`,
      health: `${api}/health`,
      ready: `${api}/ready`,
    },
  };
}
