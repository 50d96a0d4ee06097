import { type HttpHandler, type HttpResponseInit } from '@azure/functions';
import { type ListedView, type ServeAnswer, type ServeViews, type ViewLive } from './api';
import { type AnswerOutcome } from './answer/answer-view';
import { parseServeQuery } from './answer/serve-query';
import { type ServeView } from './answer/serve-view';
import { type Clock } from '../platform/clock';
import { type Serve } from './open-serve';
import { badRequest, notFound, toJsonResponse } from '../platform/http/responses';

/** Handles `GET /api/serve`: lists the views with their keys and values. */
export function createServeListHandler(open: () => Serve): HttpHandler {
  return async () => {
    const serve = open();
    const { views, hasBatch } = serve;
    const liveOf = await serve.readLive(views.map(({ name }) => name));
    const list: ServeViews = { views: views.map((view) => toListed(view, hasBatch, liveOf(view.name))) };
    return toJsonResponse(list);
  };
}

/** Handles `GET /api/serve/{view}`: answers from the batch view up to its watermark, and from live windows after it. */
export function createServeHandler(open: () => Serve, clock: Clock): HttpHandler {
  return async (request) => {
    const serve = open();
    const name = request.params['view'] ?? '';
    const view = serve.views.find((one) => one.name === name);
    if (view === undefined) {
      const known = serve.views.map((one) => one.name).join(', ');
      return notFound('serve_view_unknown', `There is no view '${name}'; views are ${known}.`);
    }
    const parsed = parseServeQuery(request.query, view, clock.now().getTime());
    if (parsed.outcome === 'invalid') return badRequest('query_invalid', parsed.detail);
    const [outcome, liveOf] = await Promise.all([
      serve.answer(view, parsed.query),
      serve.readLive([view.name]),
    ]);
    return toAnswerResponse(outcome, liveOf(view.name));
  };
}

function toAnswerResponse(outcome: AnswerOutcome, live: ViewLive): HttpResponseInit {
  if (outcome.outcome === 'answered') {
    const state = outcome.catchesUp ? 'catching-up' : live.state;
    const answer: ServeAnswer = { ...outcome.answer, live: { ...live, state } };
    return toJsonResponse(answer);
  }
  return badRequest(
    'query_too_wide',
    `The answer has more than ${outcome.maxRows} rows; request a shorter range, fewer keys in 'by', or one key's value.`,
  );
}

function toListed(
  { name, type, source, description, windows }: ServeView,
  batch: boolean,
  live: ViewLive,
): ListedView {
  return {
    view: name,
    type,
    source,
    description,
    seconds: windows.seconds,
    keys: windows.keys.map((key) => key.name),
    values: windows.values.map((value) => ({ name: value.name, aggregate: value.aggregate })),
    batch,
    live,
  };
}
