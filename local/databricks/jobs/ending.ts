/** Values of `state.result_state` of the Jobs API that this service uses. */
export type ResultState =
  | 'SUCCESS'
  | 'SUCCESS_WITH_FAILURES'
  | 'FAILED'
  | 'TIMEDOUT'
  | 'CANCELED'
  | 'EXCLUDED'
  | 'UPSTREAM_FAILED'
  | 'UPSTREAM_CANCELED'
  | 'DISABLED'
  | 'MAXIMUM_CONCURRENT_RUNS_REACHED';

/**
 * How a run, or an attempt of a task, ended, for both the older `state` and the newer `status`.
 *
 * https://docs.databricks.com/api/azure/workspace/jobs/getrun
 */
export interface Ending {
  readonly lifeCycleState: 'TERMINATED' | 'SKIPPED' | 'INTERNAL_ERROR';
  readonly resultState: ResultState;
  readonly message: string;
  readonly code: string;
  readonly type: 'SUCCESS' | 'CLIENT_ERROR' | 'INTERNAL_ERROR';
  readonly cancelledOrTimedOut: boolean;
}

const base = { lifeCycleState: 'TERMINATED', cancelledOrTimedOut: false } as const;

export function succeeded(): Ending {
  return { ...base, resultState: 'SUCCESS', message: '', code: 'SUCCESS', type: 'SUCCESS' };
}

/** The end of a run whose last tasks succeeded although others did not. */
export function succeededWithFailures(): Ending {
  return {
    ...base,
    resultState: 'SUCCESS_WITH_FAILURES',
    message: '',
    code: 'SUCCESS_WITH_FAILURES',
    type: 'SUCCESS',
  };
}

/**
 * The end of an attempt whose program failed. The text is that of Databricks, as in databricks/cli
 * libs/testserver/jobs.go.
 */
export function failed(): Ending {
  return {
    ...base,
    resultState: 'FAILED',
    message: 'Workload failed, see run output for details',
    code: 'RUN_EXECUTION_ERROR',
    type: 'CLIENT_ERROR',
  };
}

/** The end of an attempt that could not start because of the job's settings. */
export function misconfigured(message: string): Ending {
  return {
    lifeCycleState: 'INTERNAL_ERROR',
    resultState: 'FAILED',
    message,
    code: 'INVALID_RUN_CONFIGURATION',
    type: 'CLIENT_ERROR',
    cancelledOrTimedOut: false,
  };
}

/** The end of an attempt that was running when this service ended. */
export function lostDriver(): Ending {
  return {
    lifeCycleState: 'INTERNAL_ERROR',
    resultState: 'FAILED',
    message: 'Could not reach driver of cluster: the driver of the task was lost.',
    code: 'DRIVER_ERROR',
    type: 'INTERNAL_ERROR',
    cancelledOrTimedOut: false,
  };
}

/**
 * The end of a run in which a task failed permanently. The older life cycle state is INTERNAL_ERROR although
 * no part of the service failed, and the message ends with a full stop. Source: databricks/cli
 * libs/testserver/jobs.go (terminateRun).
 */
export function failedBecauseOf(taskKey: string, task: Ending): Ending {
  return {
    ...task,
    lifeCycleState: 'INTERNAL_ERROR',
    resultState: 'FAILED',
    message: `Task ${taskKey} failed with message: ${task.message}.`,
    cancelledOrTimedOut: false,
  };
}

/** A time-out is a cancellation by the platform: `TerminationCode.CANCELED` in the reference. */
export function timedOut(timeoutSeconds: number): Ending {
  return {
    ...base,
    resultState: 'TIMEDOUT',
    message: `Run timed out after ${timeoutSeconds} seconds`,
    code: 'CANCELED',
    type: 'CLIENT_ERROR',
    cancelledOrTimedOut: true,
  };
}

export function canceled(): Ending {
  return {
    ...base,
    resultState: 'CANCELED',
    message: 'Run cancelled.',
    code: 'USER_CANCELED',
    type: 'CLIENT_ERROR',
    cancelledOrTimedOut: true,
  };
}

/** The end of a task that never ran. */
export function skipped(
  resultState: 'UPSTREAM_FAILED' | 'UPSTREAM_CANCELED' | 'EXCLUDED' | 'DISABLED',
): Ending {
  const code = resultState === 'DISABLED' ? 'DISABLED' : 'SKIPPED';
  const message = {
    UPSTREAM_FAILED: 'An upstream task failed.',
    UPSTREAM_CANCELED: 'An upstream task was canceled.',
    EXCLUDED: 'The condition of the task was not met.',
    DISABLED: 'The task is disabled.',
  }[resultState];
  return { ...base, lifeCycleState: 'SKIPPED', resultState, message, code, type: 'CLIENT_ERROR' };
}

/** The end of a run that exceeded the limit of its job without a queue. Text: databricks/cli pull 257. */
export function tooManyRuns(maximum: number): Ending {
  return {
    ...base,
    lifeCycleState: 'SKIPPED',
    resultState: 'MAXIMUM_CONCURRENT_RUNS_REACHED',
    message: `Skipping this run because the limit of ${maximum} maximum concurrent runs has been reached.`,
    code: 'MAX_CONCURRENT_RUNS_EXCEEDED',
    type: 'CLIENT_ERROR',
  };
}
