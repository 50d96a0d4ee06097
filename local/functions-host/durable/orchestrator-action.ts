import { type RetryOptions } from './log-record';

/** Types of actions. Source: Azure/azure-functions-durable-js `src/actions/ActionType.ts`. */
export const ACTION_TYPE = {
  callActivity: 0,
  callActivityWithRetry: 1,
  callSubOrchestrator: 2,
  callSubOrchestratorWithRetry: 3,
  continueAsNew: 4,
  createTimer: 5,
  waitForExternalEvent: 6,
  callEntity: 7,
  callHttp: 8,
  signalEntity: 9,
  whenAny: 11,
  whenAll: 12,
  lockEntities: 13,
  releaseEntities: 14,
} as const;

/** An action as the orchestrator returns it; its type determines which members are set. */
export interface OrchestratorAction {
  readonly actionType: number;
  readonly functionName?: string;
  readonly input?: unknown;
  readonly instanceId?: string;
  readonly version?: string;
  readonly retryOptions?: RetryOptions;
  readonly fireAt?: string;
  readonly isCanceled?: boolean;
  readonly externalEventName?: string;
  readonly compoundActions?: readonly OrchestratorAction[];
}

/** Expands compound actions, in the order in which the library numbers their tasks. */
export function toLeafActions(actions: readonly OrchestratorAction[]): OrchestratorAction[] {
  return actions.flatMap((action) =>
    action.compoundActions === undefined ? [action] : toLeafActions(action.compoundActions),
  );
}
