import { type Json, type JsonObject } from '../../kit';

/** https://learn.microsoft.com/rest/api/datafactory/pipeline-runs/get, field `status`. */
export type RunStatus = 'Queued' | 'InProgress' | 'Succeeded' | 'Failed' | 'Canceling' | 'Cancelled';

/** A pipeline run in the format of `GET pipelineruns/{runId}`. Times are ISO 8601 in UTC. */
export interface RunRecord {
  readonly runId: string;
  readonly pipelineName: string;
  /** Values as text, as in Azure; arrays and objects as JSON. */
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

/** An activity run in the format of `POST pipelineruns/{runId}/queryActivityruns`. */
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
  /** Number of retries; `null` without a retry. */
  readonly retryAttempt: number | null;
  readonly userProperties: JsonObject;
}

/** The stored data of a run, in one file. */
export interface StoredRun {
  readonly run: RunRecord;
  /** Parameters with their types, for expressions. */
  readonly values: Readonly<Record<string, Json>>;
  readonly activities: readonly ActivityRunRecord[];
}

export function isTerminal(status: RunStatus): boolean {
  return status === 'Succeeded' || status === 'Failed' || status === 'Cancelled';
}
