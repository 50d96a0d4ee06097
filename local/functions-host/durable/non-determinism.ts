import { type ActionTrace } from './log-record';
import { type OrchestratorAction } from './orchestrator-action';

/**
 * Compares what an orchestrator did before with what it did in this replay, by position, kind and name, as the
 * Durable Task Framework does.
 *
 * @returns what is different
 */
export function findNonDeterminism(
  known: readonly ActionTrace[],
  actions: readonly OrchestratorAction[],
): string | undefined {
  for (const [index, before] of known.entries()) {
    const action = actions[index];
    const now = action && toTrace(action);
    if (now?.type === before.type && now.name === before.name) continue;
    const text = (trace: ActionTrace | undefined): string =>
      trace === undefined ? 'none' : `one of type ${trace.type}, "${trace.name ?? ''}"`;
    return (
      'Non-Deterministic workflow detected: ' +
      `action ${index} was ${text(before)} before and is ${text(now)} in this replay`
    );
  }
  return undefined;
}

/** An action as far as replays are compared. */
export function toTrace({ actionType, functionName, externalEventName }: OrchestratorAction): ActionTrace {
  const name = functionName ?? externalEventName;
  return { type: actionType, ...(name === undefined ? {} : { name }) };
}
