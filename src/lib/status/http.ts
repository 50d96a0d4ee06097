import { type HttpHandler } from '@azure/functions';
import { type StatusReader } from './read-status';
import { toJsonResponse } from '../platform/http/responses';

/** Returns the status of all stages, always with 200: a stage that is down is null, with a problem. */
export function createStatusHandler(open: () => StatusReader): HttpHandler {
  return async (_request, context) => {
    const { status, faults } = await open()();
    for (const { stage, state, error } of faults)
      context.warn(`${stage} ${state === 'slow' ? 'answers slowly' : 'does not answer'}`, error);
    return toJsonResponse(status, 200, { 'cache-control': 'no-store' });
  };
}
