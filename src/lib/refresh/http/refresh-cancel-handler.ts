import { type HttpHandler } from '@azure/functions';
import { type Refresh } from '../open-refresh';
import { type RefreshCancelling } from '../api';
import { notFound, toJsonResponse, toProblemResponse } from '../../platform/http/responses';
import { toRefreshId } from './refresh-read-handlers';

/** Cancels a refresh and its downstream runs. Repeated requests are harmless; a refresh that has ended is a conflict. */
export function createRefreshCancelHandler(open: () => Refresh): HttpHandler {
  return async (request) => {
    const refresh = open();
    const name = request.params['id'] ?? '';
    const id = toRefreshId(request);
    const cancelled = id === undefined ? ({ outcome: 'unknown' } as const) : await refresh.cancel(id);
    switch (cancelled.outcome) {
      case 'unknown':
        return notFound('refresh_unknown', `There is no refresh '${name}'.`);
      case 'ended':
        return toProblemResponse({
          status: 409,
          title: 'Conflict',
          code: 'refresh_ended',
          detail: `The refresh has ended: ${cancelled.state}.`,
          members: { state: cancelled.state },
        });
      case 'cancelling': {
        const answer: RefreshCancelling = { id: name, state: 'cancelling', runs: cancelled.runs };
        return toJsonResponse(answer, 202, {
          location: new URL(`/api/refresh/${name}`, request.url).href,
        });
      }
    }
  };
}
