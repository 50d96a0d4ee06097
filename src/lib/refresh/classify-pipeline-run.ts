import { type RunStatus } from './ports';
import { type RunTask } from './refresh-record';

/** `GET …/pipelineruns/{id}` (https://learn.microsoft.com/rest/api/datafactory/pipeline-runs/get). */
export interface PipelineRun {
  readonly runId: string;
  readonly status?: string;
  readonly message?: string | null;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** `POST …/pipelineruns/{id}/queryActivityruns`. */
export interface ActivityRun {
  readonly activityName: string;
  readonly status?: string;
  readonly activityRunStart?: string | null;
  readonly activityRunEnd?: string | null;
  readonly error?: { readonly errorCode?: string; readonly message?: string; readonly failureType?: string };
}

/**
 * Converts a pipeline run to its status for a refresh. A failure is retried unless an activity failed with a
 * user error (a wrong path, a wrong password), which would occur again. An unknown status counts as running.
 */
export function classifyPipelineRun(run: PipelineRun, activities: readonly ActivityRun[]): RunStatus {
  const status = run.status ?? 'no status';
  const tasks = activities.map(toTask);
  const common = {
    status,
    tasks,
    ...(typeof run.message === 'string' && run.message !== '' && { message: run.message }),
  };
  const as = (outcome: RunStatus['outcome'], retryable = false): RunStatus => ({
    outcome,
    retryable,
    ...common,
  });
  if (run.status === 'Succeeded') return as('succeeded');
  if (run.status === 'Cancelled') return as('cancelled');
  if (run.status !== 'Failed') return as('running');
  const failed = activities.filter((activity) => activity.status === 'Failed');
  return as(
    'failed',
    failed.every(({ error }) => error?.failureType !== 'UserError'),
  );
}

function toTask({ activityName, status, activityRunStart, activityRunEnd, error }: ActivityRun): RunTask {
  const message = error?.message;
  return {
    name: activityName,
    state: status ?? 'no status',
    ...(typeof activityRunStart === 'string' && { startedAt: activityRunStart }),
    ...(typeof activityRunEnd === 'string' && { endedAt: activityRunEnd }),
    ...(message !== undefined && message !== '' && { message }),
  };
}
