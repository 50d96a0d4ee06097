import { type PipelineChoice, type RefreshEndState, type RefreshTrigger } from './api';
import { type RunKind, type RunState, type RunTask, type Watermark } from './details-api';
import { type ModelCounts } from './model-result';
import { type RefreshId, type RefreshNumber } from './refresh-id';

export type { ModelCounts, PipelineChoice, RefreshEndState, RefreshTrigger, RunKind, RunState, RunTask };

/** How a refresh ended, with the reason if it did not succeed. */
export interface RefreshEnd {
  readonly state: RefreshEndState;
  readonly reason?: string;
}

/** How a refresh ended, and whether the request to Power BI failed. */
export interface Ending {
  readonly end: RefreshEnd;
  /** Why all attempts of the request to Power BI failed. */
  readonly powerBiFailure?: string;
}

/** The choices of the caller that starts a refresh. */
export interface RefreshChoices {
  readonly pipelines: PipelineChoice;
  /** Runs the job even if there is nothing new, as after a change of the models. */
  readonly force: boolean;
  /** Tables to rebuild, as the caller named them. @default none */
  readonly rebuild?: readonly string[];
}

/**
 * The request to Power BI at the end of a refresh. `succeeded`: Power BI accepted the request. The result of
 * the load is in the history of the model.
 */
export interface SemanticModelRecord {
  readonly state: 'running' | 'succeeded' | 'failed';
  readonly startedAt: string;
  readonly endedAt?: string;
  /** Why the request failed; while running, why the last attempt failed. */
  readonly reason?: string;
}

/** One refresh, as its table row. Rows are never deleted. */
export interface RefreshRecord extends RefreshChoices {
  readonly id: RefreshId;
  readonly number: RefreshNumber;
  readonly trigger: RefreshTrigger;
  readonly startedAt: string;
  readonly state: 'running' | RefreshEndState;
  readonly endedAt?: string;
  /** Why the refresh did not succeed, for people. */
  readonly reason?: string;
  readonly cancelRequestedAt?: string;
  /** When the plan was made, and how many events it adds. Absent before. */
  readonly plannedAt?: string;
  readonly newEvents?: number;
  readonly checkedAt?: string;
  readonly counts?: ModelCounts;
  /** Absent if Gold's semantic model is not refreshed. */
  readonly semanticModel?: SemanticModelRecord;
  /** W3C trace context of the start, so that every process that continues the refresh joins its trace. */
  readonly traceparent?: string;
}

/** The key of a run. */
export interface RunKey {
  readonly refreshId: RefreshId;
  readonly kind: RunKind;
  /** Name of the pipeline; `job` for the job. */
  readonly name: string;
  /** From 1. A retry after a temporary failure has a new generation. */
  readonly generation: number;
}

/** One downstream run. */
export interface RunRecord extends RunKey {
  /** The id that Sluice assigned: parameter `runId` of a pipeline, idempotency token of a job run. */
  readonly token: string;
  readonly intendedAt: string;
  readonly state: RunState;
  /** The id that the service assigned. */
  readonly externalId?: string;
  /** The last status that the service returned, known or not. */
  readonly status?: string;
  readonly message?: string;
  /** Page of the run in the service's portal. */
  readonly url?: string;
  readonly endedAt?: string;
  readonly tasks?: readonly RunTask[];
}

/** The claim: the running or last refresh. */
export interface CurrentRefresh extends RefreshChoices {
  readonly id: RefreshId;
  readonly number: RefreshNumber;
  readonly trigger: RefreshTrigger;
  readonly released: boolean;
  /** The newest plan, whether or not its refresh succeeded. */
  readonly lastPlan?: RefreshNumber;
  /** The newest plan that every model has processed. */
  readonly lastCompletedPlan?: RefreshNumber;
}

/** The watermark of a table. */
export interface TableWatermark extends Watermark {
  readonly refresh: RefreshNumber;
}

/** The newest complete run of a pipeline. */
export interface PipelineRecord {
  readonly pipeline: string;
  readonly runId: string;
  readonly completedAt: string;
}
