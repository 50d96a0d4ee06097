import { type HttpHandler } from '@azure/functions';
import { type Refresh } from '../open-refresh';
import { type RefreshInstances } from '../ports';
import { PIPELINE_CHOICES, type PipelineChoice } from '../refresh-record';
import { toJsonResponse } from '../../platform/http/json-response';
import { badRequest } from '../../platform/http/problem';

/** A request that started nothing and one that did are answered alike: with the refresh that is under way now. */
const FOLLOW_AFTER_SECONDS = '5';

/**
 * Starts a refresh, or names the one that is under way. `pipelines` is `due` (default), `all` or `none`; `force=true` runs
 * the job even where nothing is new.
 */
export function createRefreshStartHandler(open: () => Refresh, instances: RefreshInstances): HttpHandler {
  return async (request) => {
    const pipelines = request.query.get('pipelines') ?? 'due';
    const force = request.query.get('force') ?? 'false';
    if (!isPipelineChoice(pipelines)) {
      return badRequest(
        'query_invalid',
        `The query parameter 'pipelines' is one of ${PIPELINE_CHOICES.join(', ')}.`,
      );
    }
    if (force !== 'true' && force !== 'false') {
      return badRequest('query_invalid', "The query parameter 'force' is true or false.");
    }
    const refresh = open();
    const options = { trigger: 'request', pipelines, force: force === 'true' } as const;
    const { outcome, id } = await refresh.start(instances, options);
    const url = `/api/refresh/${id}`;
    return toJsonResponse({ id, outcome, url }, 202, {
      location: new URL(url, request.url).href,
      'retry-after': FOLLOW_AFTER_SECONDS,
    });
  };
}

function isPipelineChoice(text: string): text is PipelineChoice {
  return (PIPELINE_CHOICES as readonly string[]).includes(text);
}
