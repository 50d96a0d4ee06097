import { type HttpHandler, type HttpResponseInit } from '@azure/functions';
import { type ListedView, type ServeViews } from './api';
import { type AnswerOutcome } from './answer/answer-view';
import { parseServeQuery, type ServeQuery } from './answer/serve-query';
import { type ServeView } from './answer/serve-view';
import { toJsonResponse } from '../platform/http/json-response';
import { badRequest, notFound } from '../platform/http/problem';

/** What the handlers need of the app. */
export interface ServeSluice {
  readonly clock: { now(): Date };
  serve(): {
    readonly views: readonly ServeView[];
    /** Whether views have a batch view: a refresh is configured. */
    readonly hasBatch: boolean;
    answer(view: ServeView, query: ServeQuery): Promise<AnswerOutcome>;
  };
}

/** All views, with what they can be asked by. */
export function createServeListHandler(sluice: () => ServeSluice): HttpHandler {
  return () => {
    const { views, hasBatch } = sluice().serve();
    const list: ServeViews = { views: views.map((view) => toListed(view, hasBatch)) };
    return toJsonResponse(list);
  };
}

/** One view over a range of time: the batch view up to its watermark, live windows after it. */
export function createServeHandler(sluice: () => ServeSluice): HttpHandler {
  return async (request) => {
    const app = sluice();
    const serve = app.serve();
    const name = request.params['view'] ?? '';
    const view = serve.views.find((one) => one.name === name);
    if (view === undefined) {
      const known = serve.views.map((one) => one.name).join(', ');
      return notFound('serve_view_unknown', `There is no view '${name}'; there are ${known}.`);
    }
    const parsed = parseServeQuery(request.query, view, app.clock.now().getTime());
    if (parsed.outcome === 'invalid') return badRequest('query_invalid', parsed.detail);
    return toAnswerResponse(await serve.answer(view, parsed.query));
  };
}

function toAnswerResponse(outcome: AnswerOutcome): HttpResponseInit {
  if (outcome.outcome === 'answered') return toJsonResponse(outcome.answer);
  return badRequest(
    'query_too_wide',
    `The answer has more than ${outcome.most} rows; ask for a shorter time, fewer keys in 'by', or one key's value.`,
  );
}

function toListed({ name, type, source, description, windows }: ServeView, batch: boolean): ListedView {
  return {
    view: name,
    type,
    source,
    description,
    seconds: windows.seconds,
    keys: windows.keys.map((key) => key.name),
    values: windows.values.map((value) => ({ name: value.name, aggregate: value.aggregate })),
    batch,
  };
}
