import { isObject, type Json, type JsonObject } from '../../bundle/json';
import { type DatabricksFault } from '../../faults';

/** The answer with another state in the place of every state, where a fault says so. */
export function withState(answer: JsonObject, faults: readonly DatabricksFault[]): JsonObject {
  const fault = faults.find((candidate) => candidate.kind === 'show-state');
  if (fault === undefined) return answer;
  return replaceIn(answer, fault.state);
}

function replaceIn(object: JsonObject, state: string): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]): [string, Json] => {
      if (name === 'state' && isObject(value)) return [name, { ...value, life_cycle_state: state }];
      if (name === 'status' && isObject(value)) return [name, { ...value, state }];
      if ((name === 'tasks' || name === 'runs') && Array.isArray(value))
        return [name, value.map((item: Json) => (isObject(item) ? replaceIn(item, state) : item))];
      return [name, value];
    }),
  );
}
