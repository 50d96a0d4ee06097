import { type PipelineChoice, type RefreshEndState, type RefreshTrigger } from './api';
import { type RunKind, type RunState, type RunTask, type Watermark } from './details-api';
import { type ModelCounts } from './model-result';
import { type RefreshId, type RefreshNumber } from './refresh-id';

export type { ModelCounts, PipelineChoice, RefreshEndState, RefreshTrigger, RunKind, RunState, RunTask };

/** How a refresh ended, and why where it did not succeed. */
export interface RefreshEnd {
  readonly state: RefreshEndState;
  readonly reason?: string;
}

/** How a refresh ended, and what became of Power BI where it was asked. */
export interface Ending {
  readonly end: RefreshEnd;
  /** Why Power BI could not be asked, where every try of that failed. */
  readonly powerBiFailure?: string;
}

/** What the caller of a refresh may choose. */
export interface RefreshChoices {
  readonly pipelines: PipelineChoice;
  /** Runs the job even where nothing is new: after a change of the models. */
  readonly force: boolean;
}

/**
 * What Power BI was asked at the end of a refresh. `succeeded`: it took the request; whether the model then loads
 * is in its own history.
 */
export interface SemanticModelRecord {
  readonly state: 'running' | 'succeeded' | 'failed';
  readonly startedAt: string;
  readonly endedAt?: string;
  /** Why it failed; while running, why the last try did. */
  readonly reason?: string;
}

/** One refresh, as its table row keeps it for good. */
export interface RefreshRecord extends RefreshChoices {
  readonly id: RefreshId;
  readonly number: RefreshNumber;
  readonly trigger: RefreshTrigger;
  readonly startedAt: string;
  readonly state: 'running' | RefreshEndState;
  readonly endedAt?: string;
  /** Why it did not succeed, for people. */
  readonly reason?: string;
  readonly cancelRequestedAt?: string;
  /** When the plan was made, and how many events it adds; absent before. */
  readonly plannedAt?: string;
  readonly newEvents?: number;
  readonly checkedAt?: string;
  readonly counts?: ModelCounts;
  /** Absent where Gold's semantic model is not refreshed. */
  readonly semanticModel?: SemanticModelRecord;
  /** W3C trace context of the start, so that whatever process goes on with the refresh joins its trace. */
  readonly traceparent?: string;
}

/** Which run of a refresh. */
export interface RunKey {
  readonly refreshId: RefreshId;
  readonly kind: RunKind;
  /** Of the pipeline; `job` for the job. */
  readonly name: string;
  /** From 1; a new one after a failure that is worth another try. */
  readonly generation: number;
}

/** One run downstream. */
export interface RunRecord extends RunKey {
  /** The id that we chose: parameter `runId` of a pipeline, idempotency token of a job run. */
  readonly token: string;
  readonly intendedAt: string;
  readonly state: RunState;
  /** The id that the service chose. */
  readonly externalId?: string;
  /** As the service reported it last, known or not. */
  readonly status?: string;
  readonly message?: string;
  /** Where a person looks at it. */
  readonly url?: string;
  readonly endedAt?: string;
  readonly tasks?: readonly RunTask[];
}

/** The claim: which refresh is under way, or was last. */
export interface CurrentRefresh extends RefreshChoices {
  readonly id: RefreshId;
  readonly number: RefreshNumber;
  readonly trigger: RefreshTrigger;
  readonly released: boolean;
  /** The newest plan, whatever became of it. */
  readonly lastPlan?: RefreshNumber;
  /** The newest plan that every model has taken in. */
  readonly lastCompletedPlan?: RefreshNumber;
}

/** How far a table is complete. */
export interface TableWatermark extends Watermark {
  readonly refresh: RefreshNumber;
}

/** The newest complete run of a pipeline. */
export interface PipelineRecord {
  readonly pipeline: string;
  readonly runId: string;
  readonly completedAt: string;
}
