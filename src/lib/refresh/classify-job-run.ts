import { type RunStatus } from './ports';
import { type RunTask } from './refresh-record';

/**
 * A run, or a task of one, as Jobs 2.2 returns it: `state` is the older form, `status` the newer. Which of
 * them a service fills depends on its age, so both are read
 * (https://docs.databricks.com/api/azure/workspace/jobs/getrun).
 */
export interface JobRunView {
  readonly state?: {
    readonly life_cycle_state?: string;
    readonly result_state?: string;
    readonly state_message?: string;
  };
  readonly status?: {
    readonly state?: string;
    readonly termination_details?: {
      readonly code?: string;
      readonly type?: string;
      readonly message?: string;
    };
  };
  readonly start_time?: number;
  readonly end_time?: number;
}

/** One attempt of a task. A run lists all attempts. */
export interface JobTaskRun extends JobRunView {
  readonly task_key: string;
  readonly run_id?: number;
  readonly attempt_number?: number;
}

export interface JobRun extends JobRunView {
  readonly run_page_url?: string;
  readonly tasks?: readonly JobTaskRun[];
}

const ENDED: ReadonlySet<string> = new Set(['TERMINATED', 'SKIPPED', 'INTERNAL_ERROR']);
const CANCELLED: ReadonlySet<string> = new Set(['CANCELED', 'USER_CANCELED', 'CANCELLED']);

/** Results of tasks that did not run because another task failed. */
const CONSEQUENCES: ReadonlySet<string> = new Set([
  'UPSTREAM_FAILED',
  'UPSTREAM_CANCELED',
  'UPSTREAM_EVICTED',
  'EXCLUDED',
  'DISABLED',
]);

/**
 * Terminations by a failure of the platform, not of the task, so another run may succeed. For most, the type
 * shows it (`INTERNAL_ERROR`, `CLOUD_FAILURE`). These codes also occur with `CLIENT_ERROR`, because quotas
 * and cluster policies belong to the customer; they are temporary, too.
 */
const PASSING_TYPES: ReadonlySet<string> = new Set(['INTERNAL_ERROR', 'CLOUD_FAILURE']);
const PASSING_CODES: ReadonlySet<string> = new Set([
  'INTERNAL_ERROR',
  'DRIVER_ERROR',
  'CLUSTER_ERROR',
  'CLOUD_FAILURE',
  'CLUSTER_REQUEST_LIMIT_EXCEEDED',
  'WORKSPACE_RUN_LIMIT_EXCEEDED',
  'MAX_CONCURRENT_RUNS_EXCEEDED',
  'MAX_JOB_QUEUE_SIZE_EXCEEDED',
  'MAXIMUM_CONCURRENT_RUNS_REACHED',
  'STORAGE_ACCESS_ERROR',
  'SKIPPED',
]);

/**
 * Converts a run to its status for a refresh.
 *
 * A failed run is retried only if all of its causes are temporary. A model or an expectation that failed
 * would fail again. An unknown status counts as running.
 *
 * @param errors messages of failed tasks by task key; the run itself has no messages of its tasks
 */
export function classifyJobRun(run: JobRun, errors: ReadonlyMap<string, string> = new Map()): RunStatus {
  const status = statusOf(run);
  const as = (outcome: RunStatus['outcome'], message = messageOf(run), retryable = false): RunStatus => ({
    outcome,
    retryable,
    status,
    tasks: lastTries(run.tasks ?? []).map((task) => toTask(task, errors.get(task.task_key))),
    ...(message !== '' && { message }),
    ...(run.run_page_url !== undefined && { url: run.run_page_url }),
  });
  if (!isEnded(run)) return as('running');
  if (resultOf(run) === 'SUCCESS') return as('succeeded');
  if (CANCELLED.has(resultOf(run))) return as('cancelled');
  const causes = causesOf(run);
  if (causes.length === 0) return as('failed', messageOf(run), passes(run));
  const reasons = causes.map((task) => {
    const message = errors.get(task.task_key) ?? messageOf(task);
    return `task ${task.task_key}: ${[statusOf(task), message].filter((part) => part !== '').join(': ')}`;
  });
  return as('failed', reasons.join('\n'), causes.every(passes));
}

/** The failed tasks that caused the failure of a run. Empty while it runs, and if it did not fail. */
export function causesOf(run: JobRun): readonly JobTaskRun[] {
  if (!isEnded(run) || resultOf(run) === 'SUCCESS' || CANCELLED.has(resultOf(run))) return [];
  return lastTries(run.tasks ?? []).filter((task) => isEnded(task) && isCause(task));
}

/** Keeps the last attempt of each task, at the place of its first attempt. */
export function lastTries(tasks: readonly JobTaskRun[]): readonly JobTaskRun[] {
  const last = new Map<string, JobTaskRun>();
  for (const task of tasks) {
    const before = last.get(task.task_key)?.attempt_number ?? -1;
    if ((task.attempt_number ?? 0) >= before) last.set(task.task_key, task);
  }
  return [...last.values()];
}

function isEnded({ state, status }: JobRunView): boolean {
  if (state?.life_cycle_state !== undefined) return ENDED.has(state.life_cycle_state);
  return status?.state === 'TERMINATED';
}

/** `SUCCESS`, or the result or state of a run that did not succeed. */
function resultOf({ state, status }: JobRunView): string {
  return state?.result_state ?? status?.termination_details?.code ?? state?.life_cycle_state ?? '';
}

function isCause(task: JobRunView): boolean {
  const result = resultOf(task);
  return result !== 'SUCCESS' && !CONSEQUENCES.has(result) && !CANCELLED.has(result);
}

/** Prefers the newer form: the older one has INTERNAL_ERROR for many failures of tasks. */
function passes({ state, status }: JobRunView): boolean {
  const { code, type } = status?.termination_details ?? {};
  if (code === undefined && type === undefined) {
    return [state?.result_state, state?.life_cycle_state].some((word) => PASSING_CODES.has(word ?? ''));
  }
  return PASSING_TYPES.has(type ?? '') || PASSING_CODES.has(code ?? '');
}

function statusOf({ state, status }: JobRunView): string {
  const words = [
    state?.life_cycle_state ?? status?.state,
    state?.result_state,
    status?.termination_details?.code,
  ].filter((word) => word !== undefined && word !== '');
  return [...new Set(words)].join(' ') || 'no status';
}

function messageOf({ state, status }: JobRunView): string {
  return status?.termination_details?.message ?? state?.state_message ?? '';
}

function toTask(task: JobTaskRun, error: string | undefined): RunTask {
  const message = error ?? messageOf(task);
  return {
    name: task.task_key,
    state: statusOf(task),
    ...(isTime(task.start_time) && { startedAt: new Date(task.start_time).toISOString() }),
    ...(isTime(task.end_time) && { endedAt: new Date(task.end_time).toISOString() }),
    ...(message !== '' && { message }),
  };
}

/** The service returns 0 for a time that is not known yet. */
function isTime(time: number | undefined): time is number {
  return time !== undefined && time > 0;
}
