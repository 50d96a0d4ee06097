/** `state.result_state` of the Jobs API, where this service uses it. */
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
 * How a run, or a try of a task, ended: in the words of the older `state` and of the newer `status`.
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

/** Of a run whose last tasks went well although others did not. */
export function succeededWithFailures(): Ending {
  return {
    ...base,
    resultState: 'SUCCESS_WITH_FAILURES',
    message: '',
    code: 'SUCCESS_WITH_FAILURES',
    type: 'SUCCESS',
  };
}

/** Of a try whose program failed. The text is the service's own, seen in databricks/cli libs/testserver/jobs.go. */
export function failed(): Ending {
  return {
    ...base,
    resultState: 'FAILED',
    message: 'Workload failed, see run output for details',
    code: 'RUN_EXECUTION_ERROR',
    type: 'CLIENT_ERROR',
  };
}

/** Of a try that could not be started because of how the job is set up. */
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

/** Of a try that was under way when this service went down. */
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
 * Of a run in which a task failed for good. The older life cycle state is INTERNAL_ERROR although nothing of the
 * service broke, and the message has a full stop at its end: databricks/cli libs/testserver/jobs.go (terminateRun).
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

/** Of a task that never ran. */
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

/** Of a run that came when the job had as many as it may have and does not queue. Text: databricks/cli pull 257. */
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
