/** The library's number of an action without a task id: waiting for an external event. */
const WAIT_FOR_EXTERNAL_EVENT = 6;

interface Action {
  readonly actionType?: unknown;
  readonly functionName?: unknown;
  readonly compoundActions?: readonly Action[];
}

/**
 * Finds a task that an orchestrator yielded again inside another `Task.any` or `Task.all`. The library then
 * returns its action a second time. The ids of all later tasks are off by one, so that results reach the
 * wrong tasks (Azure/azure-functions-durable-js issue 574). Only the worker can detect it: as JSON, two calls
 * with the same input equal one call that is returned twice.
 *
 * @param state returned by an orchestrator function
 * @returns a message for the author of the orchestrator
 */
export function findRepeatedAction(state: unknown): string | undefined {
  const { actions } = (state ?? {}) as { actions?: readonly (readonly Action[])[] };
  if (!Array.isArray(actions)) return undefined;
  const seen = new Set<Action>();
  const visit = (action: Action): string | undefined => {
    if (action.compoundActions !== undefined) return firstOf(action.compoundActions, visit);
    if (action.actionType === WAIT_FOR_EXTERNAL_EVENT) return undefined;
    if (!seen.has(action)) {
      seen.add(action);
      return undefined;
    }
    const what = typeof action.functionName === 'string' ? `"${action.functionName}"` : 'a timer';
    return (
      `The task of ${what} is yielded again inside another Task.any or Task.all. The library would start it ` +
      'a second time and mix up the results of later tasks: yield a task in one compound task only.'
    );
  };
  return firstOf(actions.flat() as Action[], visit);
}

function firstOf<T, Result>(
  values: readonly T[],
  find: (value: T) => Result | undefined,
): Result | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
