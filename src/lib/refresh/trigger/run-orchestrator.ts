import { type DurableOrchestrationContext, type OrchestrationContext, type Task } from 'durable-functions';
import { type RefreshLimits } from '../ports';
import { type RefreshEnd } from '../refresh-record';
import { type CancelOutcome, type PollOutcome, type RunStep, type StartOutcome } from '../run-steps';
import { activityRetry } from './activity-retry';
import { ACTIVITIES } from './refresh-names';

/** Input of `runPipeline` and `runJob`, and of each further history of a long run. */
export interface RunInput extends RunStep {
  readonly limits: RefreshLimits;
  /** RFC 3339. At this time the run is cancelled. */
  readonly deadline: string;
  /** Id of the run; absent before it is started. */
  readonly externalId?: string;
  /** Waits since the last change; each wait is longer than the one before. */
  readonly waits?: number;
  /** A start was attempted and its outcome is unknown, so there may be a run. */
  readonly tried?: boolean;
  /** A cancel of the run was requested. */
  readonly cancelling?: { readonly because: 'requested' | 'timeout'; readonly until: string };
}

export type RunEnd = RefreshEnd & {
  readonly state: 'succeeded' | 'failed' | 'cancelled' | 'cancelled-downstream';
};

/** Maximum number of starts of a run that fails for temporary reasons. */
const MAX_GENERATIONS = 3;

/** Each turn adds about eight events to the history, and every turn reads all events again. */
const TURNS_BEFORE_NEW_HISTORY = 20;

/** Maximum minutes that a run may take to end after a cancel. */
const CANCEL_MINUTES = 10;

/**
 * One downstream run as a durable orchestration: start it, then poll at increasing intervals. Its input comes
 * from activities and timers only; no activity waits.
 */
export function* runDownstream(context: OrchestrationContext): Generator<Task, RunEnd | undefined> {
  const { df } = context;
  let run = df.getInput<RunInput>();
  for (let turn = 0; turn < TURNS_BEFORE_NEW_HISTORY; turn++) {
    const next = run.externalId === undefined ? yield* start(df, run) : yield* look(df, run, run.externalId);
    if ('state' in next) return next;
    run = { ...next.run, waits: (next.run.waits ?? 0) + 1 };
    yield df.createTimer(nextLook(df, run, next.seconds));
  }
  df.continueAsNew(run);
  return undefined;
}

/** Either the end, or the current run and the minimum seconds to wait. */
type Turn = RunEnd | { readonly run: RunInput; readonly seconds?: number };

function* start(df: DurableOrchestrationContext, run: RunInput): Generator<Task, Turn> {
  const what = describe(run);
  // A run that may exist must first be found by its token so that it can be cancelled, but only until this
  // time.
  const until = run.tried === true ? addMinutes(run.deadline, CANCEL_MINUTES) : run.deadline;
  if (isPast(df, until)) return timedOut(run, `${what} could not be started in time`);
  const started = (yield call(df, ACTIVITIES.startRun, toStep(run))) as StartOutcome;
  switch (started.outcome) {
    case 'started':
      return { run: { ...run, externalId: started.externalId, waits: 0 } };
    case 'cancel-requested':
      return { state: 'cancelled', reason: `cancelled before ${what} was started` };
    case 'refused':
      return { state: 'failed', reason: `${what} was refused: ${started.reason}` };
    case 'later':
      return {
        run: { ...run, tried: true },
        ...(started.seconds !== undefined && { seconds: started.seconds }),
      };
  }
}

function* look(df: DurableOrchestrationContext, run: RunInput, externalId: string): Generator<Task, Turn> {
  const what = `${describe(run)}, run ${externalId},`;
  const polled = (yield call(df, ACTIVITIES.pollRun, { ...toStep(run), externalId })) as PollOutcome;
  switch (polled.outcome) {
    case 'succeeded':
      return { state: 'succeeded' };
    case 'refused':
      return { state: 'failed', reason: `${what} cannot be read: ${polled.reason}` };
    case 'cancelled':
      if (run.cancelling?.because === 'timeout') return timedOut(run, `${what} was cancelled`);
      if (run.cancelling !== undefined || polled.cancelRequested)
        return { state: 'cancelled', reason: `${what} was cancelled on request` };
      return {
        state: 'cancelled-downstream',
        reason: `${what} was cancelled outside of Sluice: ${polled.reason}`,
      };
    case 'failed': {
      if (run.cancelling?.because === 'timeout') return timedOut(run, `${what} failed: ${polled.reason}`);
      const again = polled.retryable && run.cancelling === undefined && !polled.cancelRequested;
      if (!again || run.generation >= MAX_GENERATIONS)
        return { state: 'failed', reason: `${what} failed: ${polled.reason}` };
      return { run: { ...toStep(run), ...limitsOf(run), generation: run.generation + 1, waits: 0 } };
    }
    case 'running':
    case 'later':
      return yield* keepOrCancel(df, run, externalId, polled);
  }
}

function* keepOrCancel(
  df: DurableOrchestrationContext,
  run: RunInput,
  externalId: string,
  polled: { readonly reason: string; readonly cancelRequested: boolean; readonly seconds?: number },
): Generator<Task, Turn> {
  const what = `${describe(run)}, run ${externalId},`;
  const wait = { ...(polled.seconds !== undefined && { seconds: polled.seconds }) };
  if (run.cancelling !== undefined) {
    if (!isPast(df, run.cancelling.until)) return { run, ...wait };
    const reason = `${what} did not end within ${CANCEL_MINUTES} minutes after it was cancelled: ${polled.reason}`;
    return run.cancelling.because === 'timeout' ? timedOut(run, reason) : { state: 'cancelled', reason };
  }
  const because = polled.cancelRequested ? 'requested' : isPast(df, run.deadline) ? 'timeout' : undefined;
  if (because === undefined) return { run, ...wait };
  const cancelled = (yield call(df, ACTIVITIES.cancelRun, { ...toStep(run), externalId })) as CancelOutcome;
  const until = new Date(df.currentUtcDateTime.getTime() + CANCEL_MINUTES * 60_000).toISOString();
  switch (cancelled.outcome) {
    case 'requested':
      return { run: { ...run, cancelling: { because, until }, waits: 0 } };
    case 'refused':
      return { state: 'failed', reason: `${what} could not be cancelled: ${cancelled.reason}` };
    case 'later':
      // The next turn requests again, until this time.
      if (isPast(df, addMinutes(run.deadline, CANCEL_MINUTES)))
        return timedOut(run, `${what} could not be cancelled: ${cancelled.reason}`);
      return { run, ...(cancelled.seconds !== undefined && { seconds: cancelled.seconds }) };
  }
}

/** Waits half as long again each time, at least as long as the service requests, and never past the next deadline. */
function nextLook(df: DurableOrchestrationContext, run: RunInput, seconds = 0): Date {
  const { pollSeconds, pollMaxSeconds } = run.limits;
  const now = df.currentUtcDateTime.getTime();
  const backoff = Math.min(pollMaxSeconds, pollSeconds * 1.5 ** ((run.waits ?? 1) - 1));
  const wait = Math.max(seconds, backoff) * 1000;
  const ends = [run.cancelling?.until ?? run.deadline, addMinutes(run.deadline, CANCEL_MINUTES)];
  const next = ends.map((end) => Date.parse(end)).find((end) => end > now) ?? Infinity;
  return new Date(Math.min(now + wait, next));
}

function call(df: DurableOrchestrationContext, activity: string, input: object): Task {
  return df.callActivityWithRetry(activity, activityRetry(), input);
}

function toStep({ refreshId, number, kind, name, generation }: RunInput): RunStep {
  return { refreshId, number, kind, name, generation };
}

function limitsOf({ limits, deadline }: RunInput): Pick<RunInput, 'limits' | 'deadline'> {
  return { limits, deadline };
}

function describe({ kind, name }: RunInput): string {
  return kind === 'job' ? 'the Databricks job' : `pipeline ${name}`;
}

function timedOut({ limits }: RunInput, reason: string): RunEnd {
  return {
    state: 'failed',
    reason: `the refresh took longer than ${limits.timeoutMinutes} minutes; ${reason}`,
  };
}

function isPast(df: DurableOrchestrationContext, time: string): boolean {
  return df.currentUtcDateTime.getTime() >= Date.parse(time);
}

function addMinutes(time: string, minutes: number): string {
  return new Date(Date.parse(time) + minutes * 60_000).toISOString();
}
