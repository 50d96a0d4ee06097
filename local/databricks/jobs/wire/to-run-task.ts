import { type JsonObject } from '../../bundle/json';
import { type AttemptRecord, type RunRecord, type TaskRecord } from '../run-record';
import { toStates } from './to-state';

export interface ToRunTaskOptions {
  readonly run: RunRecord;
  readonly task: TaskRecord;
  readonly attempt: AttemptRecord;
  readonly baseUrl: string;
  /** @default false */
  readonly includeResolvedValues?: boolean;
}

/** One try of a task, an element of `tasks` of a run. */
export function toRunTask({
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

/** Times and durations of one try, in milliseconds. Nothing is set up or cleaned up here. */
export function toTimes(attempt: AttemptRecord): JsonObject {
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

export function toPageUrl(baseUrl: string, jobId: number, runId: number): string {
  return `${baseUrl}/?o=0#job/${jobId}/run/${runId}`;
}
