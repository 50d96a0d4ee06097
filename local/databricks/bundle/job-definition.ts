import { type JsonObject } from '../../kit';

export const RUN_IF = [
  'ALL_SUCCESS',
  'AT_LEAST_ONE_SUCCESS',
  'NONE_FAILED',
  'ALL_DONE',
  'AT_LEAST_ONE_FAILED',
  'ALL_FAILED',
] as const;

/** Condition of a task after the tasks that it depends on have ended. */
export type RunIf = (typeof RUN_IF)[number];

export interface TaskDefinition {
  readonly taskKey: string;
  readonly dependsOn: readonly string[];
  readonly runIf: RunIf;
  /** -1: no limit. */
  readonly maxRetries: number;
  /** Minimum time between the start of a failed attempt and the next. */
  readonly minRetryIntervalMilliseconds: number;
  readonly retryOnTimeout: boolean;
  /** 0: no limit. */
  readonly timeoutSeconds: number;
  readonly disabled: boolean;
  /** Absolute path of the Python file that a cluster would run. */
  readonly pythonFile: string;
  /** May contain `{{…}}` references. */
  readonly parameters: readonly string[];
  /** `spark_env_vars` of the task's cluster, which may contain `{{secrets/scope/key}}` references. */
  readonly environment: Readonly<Record<string, string>>;
  /** The task in the format of the Jobs API. */
  readonly settings: JsonObject;
}

export interface JobParameterDefinition {
  readonly name: string;
  readonly default: string;
}

export interface JobDefinition {
  readonly jobId: number;
  /** Its key under `resources.jobs`. */
  readonly key: string;
  readonly name: string;
  readonly maxConcurrentRuns: number;
  /** Whether a run waits if the job has too many runs; otherwise it is skipped. */
  readonly queueEnabled: boolean;
  /** 0: no limit. */
  readonly timeoutSeconds: number;
  readonly parameters: readonly JobParameterDefinition[];
  readonly tasks: readonly TaskDefinition[];
  /** The job's settings in the format of the Jobs API, including `tasks` and `job_clusters`. */
  readonly settings: JsonObject;
}
