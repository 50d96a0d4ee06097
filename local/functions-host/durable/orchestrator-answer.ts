import { type InvocationOutcome } from '../host/worker-process';
import { type WireData } from '../worker/protocol';
import { type OrchestratorAction, toLeafActions } from './orchestrator-action';

/**
 * The result of one run of an orchestrator. `actions` are all since the start of the execution, not only the
 * new ones.
 */
export interface OrchestratorAnswer {
  readonly actions: readonly OrchestratorAction[];
  readonly customStatus: unknown;
  readonly outcome:
    | { readonly kind: 'waits' }
    | { readonly kind: 'returned'; readonly output: unknown }
    | { readonly kind: 'failed'; readonly message: string }
    /** The library did not produce the answer, so `actions` are missing, not empty. */
    | { readonly kind: 'broken'; readonly message: string };
}

/** Text before the state in the message of a failed orchestrator. */
const STATE_LABEL = '\n\n$OutOfProcData$:';

interface OrchestratorState {
  readonly isDone: boolean;
  readonly actions: readonly (readonly OrchestratorAction[])[];
  readonly output?: unknown;
  readonly error?: string;
  readonly customStatus?: unknown;
  readonly schemaVersion: number;
}

/** Reads the answer of `@azure/functions` to an `orchestrationTrigger` invocation. */
export function toOrchestratorAnswer(
  outcome: Exclude<InvocationOutcome, { outcome: 'lost' }>,
  schemaVersion: number,
): OrchestratorAnswer {
  if (outcome.outcome === 'failed') {
    const { message } = outcome.error;
    const label = message.lastIndexOf(STATE_LABEL);
    if (label < 0) return broken(message);
    const state = JSON.parse(message.slice(label + STATE_LABEL.length)) as OrchestratorState;
    return { ...common(state), outcome: { kind: 'failed', message: state.error ?? '' } };
  }
  const state = toState(outcome.message.returnValue);
  if (state === undefined)
    return broken('it returned no orchestrator state; create orchestrators with durable-functions');
  // From schema 2: one array that contains one array of actions.
  if (state.schemaVersion !== schemaVersion || state.actions.length !== 1)
    return broken(`its answer has schema ${state.schemaVersion} of the protocol, not ${schemaVersion}`);
  return {
    ...common(state),
    outcome: state.isDone ? { kind: 'returned', output: state.output ?? null } : { kind: 'waits' },
  };
}

function toState(value: WireData | undefined): OrchestratorState | undefined {
  if (value === undefined || !('json' in value)) return undefined;
  const state = JSON.parse(value.json) as OrchestratorState | null;
  return typeof state === 'object' && Array.isArray(state?.actions) ? state : undefined;
}

function common(state: OrchestratorState): Pick<OrchestratorAnswer, 'actions' | 'customStatus'> {
  return { actions: toLeafActions(state.actions.flat()), customStatus: state.customStatus };
}

function broken(message: string): OrchestratorAnswer {
  return { actions: [], customStatus: undefined, outcome: { kind: 'broken', message } };
}
