import { type HttpHandler } from '@azure/functions';
import { type ContractRegistry } from '../contracts/registry';
import { toOpenApi } from './openapi';
import { API_VERSION } from '../platform/api-version';
import { toJsonResponse } from '../platform/http/json-response';

/** The API as it is here: a path a contract, with its schema and examples. */
export function createOpenApiHandler(registry: () => ContractRegistry): HttpHandler {
  return (request) => {
    return toJsonResponse(
      toOpenApi({ registry: registry(), serverUrl: new URL(request.url).origin, version: API_VERSION }),
    );
  };
}
