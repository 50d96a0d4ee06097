import { type HttpReply, runsPage, type ShownRun, type ShownStep, type Tone } from '../../kit';
import { support } from '../support';
import { type Ending, type ResultState } from './ending';
import { type AttemptRecord, type Phase, type RunRecord, type TaskRecord } from './run-record';

/** The page with the runs of all jobs. `run_page_url` of the Jobs API leads to the fragments. */
export function databricksPage(runs: readonly RunRecord[], now: Date): HttpReply {
  return runsPage({
    support,
    purpose:
      'A refresh starts a run of the job here, whose tasks compute Silver and Gold with DuckDB. The monitor page shows the refresh that started a run.',
    stepName: 'Task',
    runs: runs.map(toRun),
    now,
  });
}

function toRun(run: RunRecord): ShownRun {
  const { runId, jobId, runName, phase, ending, startTime, endTime, tasks } = run;
  return {
    anchor: toAnchor(jobId, runId),
    id: String(runId),
    name: runName,
    state: toState(phase, ending),
    tone: toTone(ending),
    start: toDate(startTime),
    end: toDate(endTime),
    error: ending?.message,
    steps: tasks.flatMap((task) => task.attempts.map((attempt) => toStep(jobId, task, attempt))),
  };
}

function toStep(jobId: number, { definition }: TaskRecord, attempt: AttemptRecord): ShownStep {
  const { runId, attemptNumber, phase, ending, startTime, endTime, error } = attempt;
  return {
    anchor: toAnchor(jobId, runId),
    name: attemptNumber === 0 ? definition.taskKey : `${definition.taskKey}, retry ${attemptNumber}`,
    kind: 'Python file',
    state: toState(phase, ending),
    tone: toTone(ending),
    start: toDate(startTime),
    // A task that never started has an end, too.
    end: startTime === 0 ? undefined : toDate(endTime),
    error: error === undefined ? ending?.message : [error.message, error.trace].join('\n').trim(),
  };
}

function toAnchor(jobId: number, runId: number): string {
  return `job/${jobId}/run/${runId}`;
}

/** As the Jobs API names it. */
function toState(phase: Phase, ending: Ending | undefined): string {
  return ending?.resultState ?? phase;
}

const GOOD: readonly ResultState[] = ['SUCCESS', 'SUCCESS_WITH_FAILURES'];
const NEUTRAL: readonly ResultState[] = ['CANCELED', 'UPSTREAM_CANCELED', 'EXCLUDED', 'DISABLED'];

function toTone(ending: Ending | undefined): Tone {
  if (ending === undefined || NEUTRAL.includes(ending.resultState)) return 'warn';
  return GOOD.includes(ending.resultState) ? 'good' : 'bad';
}

/** @param milliseconds since 1970; 0 for a time that has not come */
function toDate(milliseconds: number): Date | undefined {
  return milliseconds === 0 ? undefined : new Date(milliseconds);
}
