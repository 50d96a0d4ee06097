import { type HttpHandler } from '@azure/functions';
import { type Sluice } from '../compose';
import { toOpenApi } from './openapi';
import { API_VERSION } from '../platform/api-version';
import { toJsonResponse } from '../platform/http/json-response';

/** The API as it is here: a path a contract, with its schema and examples. */
export function createOpenApiHandler(sluice: () => Pick<Sluice, 'registry'>): HttpHandler {
  return (request) => {
    const { registry } = sluice();
    return toJsonResponse(
      toOpenApi({ registry, serverUrl: new URL(request.url).origin, version: API_VERSION }),
    );
  };
}
