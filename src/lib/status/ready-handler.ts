import { type HttpHandler } from '@azure/functions';
import { type Readiness } from './api';
import { type CheckResults } from './run-checks';
import { toJsonResponse, toProblemResponse } from '../platform/http/responses';

/**
 * Checks all services that the app needs: 200, with the names of slow ones, or 503 with the names of those that do not
 * answer.
 */
export function createReadyHandler(check: () => Promise<CheckResults>): HttpHandler {
  return async (_request, context) => {
    const { failed, slow } = await check();
    if (failed.size === 0) {
      const ready: Readiness = { status: 'ready', ...(slow.length > 0 && { slow: [...slow] }) };
      return toJsonResponse(ready);
    }
    for (const [name, error] of failed) context.error(name, error);
    return toProblemResponse({
      status: 503,
      title: 'Service Unavailable',
      code: 'not_ready',
      detail: `Not available: ${[...failed.keys()].join(', ')}.`,
      members: { unreachable: [...failed.keys()] },
      headers: { 'retry-after': '5' },
    });
  };
}
