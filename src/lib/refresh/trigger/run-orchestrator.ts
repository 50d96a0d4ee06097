import { type DurableOrchestrationContext, type OrchestrationContext, type Task } from 'durable-functions';
import { type RefreshLimits } from '../ports';
import { type RefreshEnd } from '../refresh-record';
import { type CancelOutcome, type PollOutcome, type RunStep, type StartOutcome } from '../run-steps';
import { activityRetry } from './activity-retry';
import { ACTIVITIES } from './refresh-names';

/** Input of `runPipeline` and `runJob`; also what one part of a long run hands to the next. */
export interface RunInput extends RunStep {
  readonly limits: RefreshLimits;
  /** RFC 3339. Then the run is cancelled. */
  readonly deadline: string;
  /** Of the run under way; absent before it is started. */
  readonly externalId?: string;
  /** Waits since something last changed; the next one is longer. */
  readonly waits?: number;
  /** A start was tried and its outcome is not known: there may be a run. */
  readonly tried?: boolean;
  /** The run was asked to end. */
  readonly cancelling?: { readonly because: 'requested' | 'timeout'; readonly until: string };
}

export type RunEnd = RefreshEnd & {
  readonly state: 'succeeded' | 'failed' | 'cancelled' | 'cancelled-downstream';
};

/** A run that failed by no fault of its own is started anew so many times in all. */
const MAX_GENERATIONS = 3;

/** Each turn adds some eight events to the history, and every event is read again at each turn. */
const TURNS_BEFORE_NEW_HISTORY = 20;

/** How long a run may take to end after it was asked to. */
const CANCEL_MINUTES = 10;

/**
 * One run downstream, from its start to its end, as a durable orchestration: start, then look at growing intervals. All
 * it knows comes from activities and timers; it never waits in an activity.
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

/** Either the end, or the run as it is now and the least time to wait. */
type Turn = RunEnd | { readonly run: RunInput; readonly seconds?: number };

function* start(df: DurableOrchestrationContext, run: RunInput): Generator<Task, Turn> {
  const what = describe(run);
  // A run that may be there is named first, so that it can be ended; not for ever, though.
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
        reason: `${what} was cancelled by somebody else: ${polled.reason}`,
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
      // Asked again at the next turn; without an answer it cannot go on for ever.
      if (isPast(df, addMinutes(run.deadline, CANCEL_MINUTES)))
        return timedOut(run, `${what} could not be cancelled: ${cancelled.reason}`);
      return { run, ...(cancelled.seconds !== undefined && { seconds: cancelled.seconds }) };
  }
}

/** Half as long again each time, at least as long as the service asks for, and never past the next deadline. */
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
