import { type HttpReply, runsPage, type ShownRun, type ShownStep, type Tone } from '../../kit';
import { support } from '../support';
import { type ActivityRunRecord, type ActivityStatus, type RunStatus, type StoredRun } from './run-record';

const TONES: Readonly<Record<RunStatus | ActivityStatus, Tone>> = {
  Queued: 'warn',
  InProgress: 'warn',
  Canceling: 'warn',
  Cancelled: 'warn',
  Succeeded: 'good',
  Failed: 'bad',
};

/** The page with the pipeline runs, which Data Factory Studio shows in Azure. */
export function dataFactoryPage(runs: readonly StoredRun[], now: Date): HttpReply {
  return runsPage({
    support,
    purpose:
      'A refresh starts pipeline runs here, which copy batch sources into the lake. The monitor page shows the refresh that started a run.',
    stepName: 'Activity',
    runs: [...runs].sort((a, b) => Date.parse(b.run.runStart) - Date.parse(a.run.runStart)).map(toRun),
    now,
  });
}

function toRun({ run, activities }: StoredRun): ShownRun {
  return {
    anchor: run.runId,
    id: run.runId,
    name: run.pipelineName,
    state: run.status,
    tone: TONES[run.status],
    start: new Date(run.runStart),
    end: run.runEnd === null ? undefined : new Date(run.runEnd),
    error: run.message,
    steps: [...activities]
      .sort((a, b) => Date.parse(a.activityRunStart) - Date.parse(b.activityRunStart))
      .map(toStep),
  };
}

function toStep(activity: ActivityRunRecord): ShownStep {
  const { activityRunId, activityName, activityType, status, error, retryAttempt } = activity;
  return {
    anchor: activityRunId,
    name: retryAttempt === null ? activityName : `${activityName}, retry ${retryAttempt}`,
    kind: activityType,
    state: status,
    tone: TONES[status],
    start: new Date(activity.activityRunStart),
    end: activity.activityRunEnd === null ? undefined : new Date(activity.activityRunEnd),
    error: error.message === '' ? undefined : `${error.errorCode}: ${error.message}`,
  };
}
