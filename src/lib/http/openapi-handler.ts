import { type HttpHandler } from '@azure/functions';
import { type Sluice } from '../compose';
import { toOpenApi } from '../contracts/openapi';
import { toJsonResponse } from './json-response';

/** Of the HTTP API (semantic versioning): raised when a route, a parameter or an answer changes. */
const API_VERSION = '1.1.0';

/** The API as it is here: a path a contract, with its schema and examples. */
export function createOpenApiHandler(sluice: () => Pick<Sluice, 'registry'>): HttpHandler {
  return (request) => {
    const { registry } = sluice();
    return toJsonResponse(
      toOpenApi({ registry, serverUrl: new URL(request.url).origin, version: API_VERSION }),
    );
  };
}
