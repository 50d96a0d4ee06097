import { type RunStatus } from './ports';
import { type RunTask } from './refresh-record';

/**
 * A run, or a task of one, as Jobs 2.2 reports it: `state` is the older form, `status` the newer; both are read, because
 * which of them a service fills depends on its age
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

export interface JobRun extends JobRunView {
  readonly run_page_url?: string;
  readonly tasks?: readonly (JobRunView & { readonly task_key: string })[];
}

const ENDED: ReadonlySet<string> = new Set(['TERMINATED', 'SKIPPED', 'INTERNAL_ERROR']);
const CANCELLED: ReadonlySet<string> = new Set(['CANCELED', 'USER_CANCELED', 'CANCELLED']);

/** Tasks that did not run because another one did not succeed: the cause is elsewhere. */
const CONSEQUENCES: ReadonlySet<string> = new Set([
  'UPSTREAM_FAILED',
  'UPSTREAM_CANCELED',
  'UPSTREAM_EVICTED',
  'EXCLUDED',
  'DISABLED',
]);

/**
 * Terminations that another run may not meet: the platform failed, not the task. The type says so for most
 * (`INTERNAL_ERROR`, `CLOUD_FAILURE`); these codes stand under `CLIENT_ERROR` too, because a quota or a cluster policy is
 * the customer's, and pass all the same.
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
 * What a run's state means for a refresh.
 *
 * Another generation is worth it only where every cause passes: one task that failed by its own fault (a model, an
 * expectation) would fail again. A status that is not known here counts as running.
 */
export function classifyJobRun(run: JobRun): RunStatus {
  const tasks = (run.tasks ?? []).map(toTask);
  const status = statusOf(run);
  const message = messageOf(run);
  const common = {
    status,
    tasks,
    ...(message !== '' && { message }),
    ...(run.run_page_url !== undefined && { url: run.run_page_url }),
  };
  if (!isEnded(run)) return { outcome: 'running', retryable: false, ...common };
  if (resultOf(run) === 'SUCCESS') return { outcome: 'succeeded', retryable: false, ...common };
  if (CANCELLED.has(resultOf(run))) return { outcome: 'cancelled', retryable: false, ...common };
  const causes = (run.tasks ?? []).filter((task) => isEnded(task) && isCause(task));
  const failing = causes.length > 0 ? causes : [run];
  const reasons = causes.map(
    (task) => `${task.task_key}: ${[statusOf(task), messageOf(task)].join(' ').trim()}`,
  );
  return {
    outcome: 'failed',
    retryable: failing.every(passes),
    ...common,
    ...(reasons.length > 0 && { message: reasons.join('\n') }),
  };
}

function isEnded({ state, status }: JobRunView): boolean {
  if (state?.life_cycle_state !== undefined) return ENDED.has(state.life_cycle_state);
  return status?.state === 'TERMINATED';
}

/** `SUCCESS`, or the word for what else became of it. */
function resultOf({ state, status }: JobRunView): string {
  return state?.result_state ?? status?.termination_details?.code ?? state?.life_cycle_state ?? '';
}

function isCause(task: JobRunView): boolean {
  const result = resultOf(task);
  return result !== 'SUCCESS' && !CONSEQUENCES.has(result) && !CANCELLED.has(result);
}

function passes({ state, status }: JobRunView): boolean {
  const { code, type } = status?.termination_details ?? {};
  if (state?.life_cycle_state === 'INTERNAL_ERROR' && type === undefined) return true;
  if (type !== undefined && PASSING_TYPES.has(type)) return true;
  return [code, state?.result_state, state?.life_cycle_state].some(
    (word) => word !== undefined && PASSING_CODES.has(word),
  );
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

function toTask(task: JobRunView & { readonly task_key: string }): RunTask {
  const message = messageOf(task);
  return {
    name: task.task_key,
    state: statusOf(task),
    ...(isTime(task.start_time) && { startedAt: new Date(task.start_time).toISOString() }),
    ...(isTime(task.end_time) && { endedAt: new Date(task.end_time).toISOString() }),
    ...(message !== '' && { message }),
  };
}

/** The service writes 0 for a time that has not come. */
function isTime(time: number | undefined): time is number {
  return time !== undefined && time > 0;
}
