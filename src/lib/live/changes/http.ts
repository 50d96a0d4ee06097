import { type HttpHandler } from '@azure/functions';
import { notFound, toJsonResponse } from '../../platform/http/responses';
import { type View } from '../windows/view';
import { type ServeChanges } from './api';
import { type ChangeWaiter } from './wait-for-change';

/** What the handler needs. */
export interface Changes {
  readonly views: readonly Pick<View, 'name' | 'source'>[];
  readonly waiter: Pick<ChangeWaiter, 'wait'>;
}

/** Handles `GET /api/serve/{view}/changes`: answers when windows have changed since a version, or after a while. */
export function createChangesHandler(open: () => Changes): HttpHandler {
  return async (request) => {
    const { views, waiter } = open();
    const name = request.params['view'] ?? '';
    const view = views.find((one) => one.name === name);
    if (view === undefined) {
      const known = views.map((one) => one.name).join(', ');
      return notFound('serve_view_unknown', `There is no view '${name}'; views are ${known}.`);
    }
    const waited = await waiter.wait(view.source, request.query.get('after') ?? undefined);
    const answer: ServeChanges = { view: name, ...waited };
    return toJsonResponse(answer);
  };
}
