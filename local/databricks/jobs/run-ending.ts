import {
  type Ending,
  failedBecauseOf,
  lostDriver,
  skipped,
  succeeded,
  succeededWithFailures,
} from './ending';
import { toOutcome } from './run-if';
import { lastAttempt, type RunRecord, type TaskRecord } from './run-record';

/**
 * Decides how a run ends whose tasks all have ended: by its last tasks, on which no other depends.
 *
 * https://docs.databricks.com/jobs/run-if#job-run-status
 */
export function runEnding(run: RunRecord): Ending {
  if (run.stoppedWith !== undefined) return run.stoppedWith;
  const outcomes = run.tasks.map((task) => ({ task, outcome: outcomeOf(task) }));
  const wrong = outcomes.filter(({ outcome }) => outcome === 'failed' || outcome === 'canceled');
  if (wrong.length === 0) return succeeded();
  const dependedOn = new Set(run.tasks.flatMap(({ definition }) => definition.dependsOn));
  const lastTasksWentWell = wrong.every(({ task }) => dependedOn.has(task.definition.taskKey));
  if (lastTasksWentWell) return succeededWithFailures();
  // Reports the cause instead of tasks that were skipped because of it.
  const cause = wrong.find(({ task }) => lastAttempt(task).ending?.lifeCycleState !== 'SKIPPED') ?? wrong[0];
  const ending = cause === undefined ? undefined : lastAttempt(cause.task).ending;
  if (cause === undefined || ending === undefined) throw new RangeError('a task has not ended');
  if (cause.outcome === 'canceled') return ending;
  return failedBecauseOf(cause.task.definition.taskKey, ending);
}

/** Ends runs that were running when this service ended; queued runs keep waiting. */
export function endAsLost(run: RunRecord, now: Date): void {
  if (run.ending !== undefined || run.phase === 'QUEUED') return;
  for (const task of run.tasks) {
    const attempt = lastAttempt(task);
    if (attempt.ending !== undefined) continue;
    attempt.ending =
      run.stoppedWith !== undefined
        ? { ...run.stoppedWith, resultState: 'CANCELED' }
        : attempt.phase === 'BLOCKED' && task.definition.dependsOn.length > 0
          ? skipped('UPSTREAM_FAILED')
          : lostDriver();
    attempt.endTime = now.getTime();
  }
  run.ending = runEnding(run);
  run.endTime = now.getTime();
}

/** Ends a run that has started no task, with all of its tasks. */
export function endUnstarted(run: RunRecord, ending: Ending, now: Date): void {
  run.ending = ending;
  run.endTime = now.getTime();
  for (const { attempts } of run.tasks)
    for (const attempt of attempts) {
      attempt.ending = ending;
      attempt.endTime = now.getTime();
    }
}

function outcomeOf(task: TaskRecord): ReturnType<typeof toOutcome> {
  const { ending } = lastAttempt(task);
  if (ending === undefined) throw new RangeError(`the task ${task.definition.taskKey} has not ended`);
  return toOutcome(ending.resultState);
}
