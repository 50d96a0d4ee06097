import { remove, requireFound } from '../store/writes';
import { readConditions, readFlag } from '../wire/headers';
import { CONDITION_HEADERS, type Operation } from '../wire/operation';

/**
 * `DELETE /<filesystem>/<path>?recursive=…` → 200. A directory goes in one step, so there is never a continuation to answer with, and a
 * request with one is refused. `paginated` asks for continuations where access control lists are checked; there are none here.
 */
export const deletePath: Operation = {
  name: 'DeletePath',
  api: 'dfs',
  query: ['recursive', 'paginated'],
  headers: [...CONDITION_HEADERS],
  async run(request, { store, uploads }) {
    requireFound(store, request.path);
    await remove(store, {
      path: request.path,
      conditions: readConditions(request),
      recursive: readFlag(request, 'recursive'),
    });
    uploads.forgetBlocks(request.path);
    return { status: 200 };
  },
};
