import { type HttpHandler } from '@azure/functions';
import { notFound, toJsonResponse } from '../../platform/http/responses';
import { type ReadTaskOutput } from '../read-task-output';
import { toRefreshId } from './refresh-read-handlers';

/** Returns the log and the error of one task of a refresh's job. */
export function createRefreshTaskHandler(open: () => ReadTaskOutput): HttpHandler {
  return async (request) => {
    const readTaskOutput = open();
    const id = toRefreshId(request);
    const { task = '' } = request.params;
    const output = id === undefined ? undefined : await readTaskOutput(id, task);
    if (output === undefined) {
      const name = request.params['id'] ?? '';
      return notFound('refresh_task_unknown', `The refresh '${name}' has no task '${task}'.`);
    }
    return toJsonResponse(output);
  };
}
