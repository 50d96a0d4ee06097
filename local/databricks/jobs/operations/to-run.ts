import { type JsonObject } from '../../../kit';
import { type Ending } from '../ending';
import { type AttemptRecord, type Phase, type RunRecord, type TaskRecord } from '../run-record';

/** Creator of all runs. */
export const CREATOR = 'sluice@localhost';

export interface ToRunOptions {
  readonly run: RunRecord;
  readonly baseUrl: string;
}

/** Formats a run without its arrays, as in `runs/list` by default. */
export function toBaseRun({ run, baseUrl }: ToRunOptions): JsonObject {
  const { runId, jobId, startTime, executionStartTime, endTime } = run;
  const queuedUntil = executionStartTime === 0 ? endTime : executionStartTime;
  return {
    job_id: jobId,
    run_id: runId,
    number_in_job: runId,
    original_attempt_run_id: runId,
    job_run_id: runId,
    creator_user_name: CREATOR,
    run_name: run.runName,
    run_page_url: toPageUrl(baseUrl, jobId, runId),
    run_type: 'JOB_RUN',
    format: 'MULTI_TASK',
    trigger: 'ONE_TIME',
    start_time: startTime,
    // These are 0 for a run with several tasks; its duration is `run_duration`.
    setup_duration: 0,
    execution_duration: 0,
    cleanup_duration: 0,
    end_time: endTime,
    queue_duration: queuedUntil === 0 ? 0 : queuedUntil - startTime,
    ...(endTime !== 0 && { run_duration: endTime - startTime }),
    ...toStates(run.phase, run.ending),
    job_parameters: run.parameters.map((parameter) => ({ ...parameter })),
  };
}

/** All attempts of all tasks, in the job's order. */
export function toRunTasks({
  run,
  baseUrl,
  includeResolvedValues,
}: ToRunOptions & { readonly includeResolvedValues: boolean }): readonly JsonObject[] {
  return run.tasks.flatMap((task) =>
    task.attempts.map((attempt) => toRunTask({ run, task, attempt, baseUrl, includeResolvedValues })),
  );
}

export interface ToTaskRunOptions extends ToRunOptions {
  readonly task: TaskRecord;
  readonly attempt: AttemptRecord;
  readonly includeResolvedValues: boolean;
}

/**
 * Formats an attempt of a task as a run: `runs/get` and `metadata` of `runs/get-output` for the task's run
 * id.
 */
export function toTaskRun({
  run,
  task,
  attempt,
  baseUrl,
  includeResolvedValues,
}: ToTaskRunOptions): JsonObject {
  const [first = attempt] = task.attempts;
  return {
    job_id: run.jobId,
    run_id: attempt.runId,
    number_in_job: attempt.runId,
    original_attempt_run_id: first.runId,
    job_run_id: run.runId,
    parent_run_id: run.runId,
    creator_user_name: CREATOR,
    run_name: run.runName,
    run_page_url: toPageUrl(baseUrl, run.jobId, attempt.runId),
    run_type: 'JOB_RUN',
    format: 'MULTI_TASK',
    trigger: 'ONE_TIME',
    task_key: task.definition.taskKey,
    attempt_number: attempt.attemptNumber,
    ...toTimes(attempt),
    ...toStates(attempt.phase, attempt.ending),
    job_parameters: run.parameters.map((parameter) => ({ ...parameter })),
    tasks: [toRunTask({ run, task, attempt, baseUrl, includeResolvedValues })],
  };
}

interface ToRunTaskOptions {
  readonly run: RunRecord;
  readonly task: TaskRecord;
  readonly attempt: AttemptRecord;
  readonly baseUrl: string;
  /** @default false */
  readonly includeResolvedValues?: boolean;
}

/** Formats one attempt of a task, an element of `tasks` of a run. */
function toRunTask({
  run,
  task,
  attempt,
  baseUrl,
  includeResolvedValues = false,
}: ToRunTaskOptions): JsonObject {
  return {
    ...task.definition.settings,
    run_id: attempt.runId,
    run_page_url: toPageUrl(baseUrl, run.jobId, attempt.runId),
    attempt_number: attempt.attemptNumber,
    ...toTimes(attempt),
    ...toStates(attempt.phase, attempt.ending),
    ...(includeResolvedValues &&
      attempt.parameters !== undefined && {
        resolved_values: { spark_python_task: { parameters: attempt.parameters } },
      }),
  };
}

/** Times and durations of one attempt, in milliseconds. There is no setup and no cleanup. */
function toTimes(attempt: AttemptRecord): JsonObject {
  const { startTime, endTime } = attempt;
  return {
    // 0 for a task that never ran, as in the example of the reference.
    start_time: startTime,
    setup_duration: 0,
    execution_duration: startTime === 0 || endTime === 0 ? 0 : endTime - startTime,
    cleanup_duration: 0,
    end_time: endTime,
  };
}

function toPageUrl(baseUrl: string, jobId: number, runId: number): string {
  return `${baseUrl}/?o=0#job/${jobId}/run/${runId}`;
}

/** The two formats of a state in the Jobs API: `state` is the older one, `status` the newer. */
interface WireStates {
  readonly state: JsonObject;
  readonly status: JsonObject;
}

/** https://docs.databricks.com/api/azure/workspace/jobs/getrun */
function toStates(phase: Phase, ending: Ending | undefined): WireStates {
  return ending === undefined ? toActive(phase) : toEnded(ending);
}

function toActive(phase: Phase): WireStates {
  const queued = phase === 'QUEUED';
  const reason = 'Queued due to reaching maximum concurrent runs.';
  return {
    state: {
      life_cycle_state: phase,
      state_message: '',
      user_cancelled_or_timedout: false,
      ...(queued && { queue_reason: reason }),
    },
    status: {
      // The newer list has one state for both kinds of waiting between attempts.
      state: phase === 'WAITING_FOR_RETRY' ? 'WAITING' : phase,
      ...(queued && { queue_details: { code: 'MAX_CONCURRENT_RUNS_REACHED', message: reason } }),
    },
  };
}

function toEnded(ending: Ending): WireStates {
  const { lifeCycleState, resultState, message, code, type, cancelledOrTimedOut } = ending;
  return {
    state: {
      life_cycle_state: lifeCycleState,
      result_state: resultState,
      state_message: message,
      user_cancelled_or_timedout: cancelledOrTimedOut,
    },
    status: { state: 'TERMINATED', termination_details: { code, type, message } },
  };
}
