import { isJsonObject, type Json, type JsonObject } from '../../../kit';
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
      if (name === 'state' && isJsonObject(value)) return [name, { ...value, life_cycle_state: state }];
      if (name === 'status' && isJsonObject(value)) return [name, { ...value, state }];
      if ((name === 'tasks' || name === 'runs') && Array.isArray(value))
        return [name, value.map((item: Json) => (isJsonObject(item) ? replaceIn(item, state) : item))];
      return [name, value];
    }),
  );
}
