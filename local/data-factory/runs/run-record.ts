import { type Json, type JsonObject } from '../../kit';

/** https://learn.microsoft.com/rest/api/datafactory/pipeline-runs/get, field `status`. */
export type RunStatus = 'Queued' | 'InProgress' | 'Succeeded' | 'Failed' | 'Canceling' | 'Cancelled';

/** A run of a pipeline, as `GET pipelineruns/{runId}` shows it. Times are ISO 8601 in UTC. */
export interface RunRecord {
  readonly runId: string;
  readonly pipelineName: string;
  /** Values as text, as the service shows them; arrays and objects as JSON. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly invokedBy: { readonly id: string; readonly name: string; readonly invokedByType: string };
  readonly status: RunStatus;
  readonly message: string;
  readonly runStart: string;
  readonly runEnd: string | null;
  readonly durationInMs: number | null;
  readonly lastUpdated: string;
}

export type ActivityStatus = 'InProgress' | 'Succeeded' | 'Failed' | 'Cancelled';

export interface ActivityError {
  readonly errorCode: string;
  readonly message: string;
  readonly failureType: string;
  readonly target: string;
}

/** A run of an activity, as `POST pipelineruns/{runId}/queryActivityruns` shows it. */
export interface ActivityRunRecord {
  readonly activityRunId: string;
  readonly activityName: string;
  readonly activityType: string;
  readonly pipelineName: string;
  readonly pipelineRunId: string;
  readonly linkedServiceName: string;
  readonly status: ActivityStatus;
  readonly activityRunStart: string;
  readonly activityRunEnd: string | null;
  readonly durationInMs: number | null;
  readonly input: JsonObject;
  readonly output: JsonObject;
  readonly error: ActivityError;
  /** How often it was tried again; `null` where it never was. */
  readonly retryAttempt: number | null;
  readonly userProperties: JsonObject;
}

/** What is kept of a run: one file. */
export interface StoredRun {
  readonly run: RunRecord;
  /** What the pipeline computes with: the parameters with their types. */
  readonly values: Readonly<Record<string, Json>>;
  readonly activities: readonly ActivityRunRecord[];
}

export function isTerminal(status: RunStatus): boolean {
  return status === 'Succeeded' || status === 'Failed' || status === 'Cancelled';
}
