import { type JsonObject } from '../../kit';

export const RUN_IF = [
  'ALL_SUCCESS',
  'AT_LEAST_ONE_SUCCESS',
  'NONE_FAILED',
  'ALL_DONE',
  'AT_LEAST_ONE_FAILED',
  'ALL_FAILED',
] as const;

/** When a task runs once the tasks that it depends on have ended. */
export type RunIf = (typeof RUN_IF)[number];

export interface TaskDefinition {
  readonly taskKey: string;
  readonly dependsOn: readonly string[];
  readonly runIf: RunIf;
  /** -1: without end. */
  readonly maxRetries: number;
  /** Least time between the start of a failed try and the next. */
  readonly minRetryIntervalMilliseconds: number;
  readonly retryOnTimeout: boolean;
  /** 0: none. */
  readonly timeoutSeconds: number;
  readonly disabled: boolean;
  /** Absolute path of the Python file that a cluster would run. */
  readonly pythonFile: string;
  /** With `{{…}}` references. */
  readonly parameters: readonly string[];
  /** `spark_env_vars` of the task's cluster, with `{{secrets/scope/key}}` references. */
  readonly environment: Readonly<Record<string, string>>;
  /** The task as the Jobs API shows it. */
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
  /** Whether a run waits for others of the job; otherwise it is skipped. */
  readonly queueEnabled: boolean;
  /** 0: none. */
  readonly timeoutSeconds: number;
  readonly parameters: readonly JobParameterDefinition[];
  readonly tasks: readonly TaskDefinition[];
  /** The job's settings as the Jobs API shows them, `tasks` and `job_clusters` included. */
  readonly settings: JsonObject;
}
