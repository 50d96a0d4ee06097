import { type DurableOrchestrationContext, type OrchestrationContext, type Task } from 'durable-functions';
import { type FinishOutcome } from '../finish-refresh';
import { type RefreshInput } from '../ports';
import { type RefreshEnd, type RunKind } from '../refresh-record';
import { type BeginOutcome, type FailedStep, type QualityOutcome, type PlanOutcome } from '../refresh-steps';
import { activityRetry } from './activity-retry';
import { toFailureMessage } from './failure-message';
import { ACTIVITIES, ORCHESTRATIONS, toRunInstanceId } from './refresh-names';
import { type RunEnd, type RunInput } from './run-orchestrator';

/** Each wait adds about eight events to the history. */
const WAITS_BEFORE_NEW_HISTORY = 20;

/**
 * One refresh as a durable orchestration: pipelines, plan, job, quality check, Power BI, record. In every
 * case, the last activity records the end and releases the claim once no run may still be running. The
 * request to Power BI follows only after a successful quality check, and its outcome does not change the end.
 *
 * A failed sub-orchestration is retried: the extension fails it if the worker dies within one of its turns.
 * The next attempt finds the existing run by its token.
 */
export function* refreshMedallion(context: OrchestrationContext): Generator<Task, RefreshEnd | undefined> {
  const { df } = context;
  const input = df.getInput<RefreshInput>();
  const ending = input.ending ?? (yield* refreshAndAskPowerBi(df, input));
  for (let waits = 1; waits <= WAITS_BEFORE_NEW_HISTORY; waits++) {
    const finished = (yield call(df, ACTIVITIES.finish, { id: input.refreshId, ...ending })) as FinishOutcome;
    if (finished.outcome === 'finished') return ending.end;
    const { pollSeconds, pollMaxSeconds } = input.limits;
    const seconds = Math.min(pollMaxSeconds, pollSeconds * 1.5 ** (waits - 1));
    yield df.createTimer(new Date(df.currentUtcDateTime.getTime() + seconds * 1000));
  }
  df.continueAsNew({ ...input, ending });
  return undefined;
}

function* refreshAndAskPowerBi(
  df: DurableOrchestrationContext,
  input: RefreshInput,
): Generator<Task, NonNullable<RefreshInput['ending']>> {
  const end = yield* refreshToEnd(df, input);
  if (end.state !== 'succeeded' || input.semanticModel !== true) return { end };
  try {
    yield call(df, ACTIVITIES.powerBi, { id: input.refreshId });
    return { end };
  } catch (error) {
    return { end, powerBiFailure: toFailureMessage(error) };
  }
}

function* refreshToEnd(df: DurableOrchestrationContext, input: RefreshInput): Generator<Task, RefreshEnd> {
  try {
    return yield* refresh(df, input);
  } catch (error) {
    return { state: 'failed', reason: toFailureMessage(error) };
  }
}

function* refresh(df: DurableOrchestrationContext, input: RefreshInput): Generator<Task, RefreshEnd> {
  const id = input.refreshId;
  const deadline = new Date(
    df.currentUtcDateTime.getTime() + input.limits.timeoutMinutes * 60_000,
  ).toISOString();
  const runOf = (kind: RunKind, name: string): Task => {
    const run: RunInput = {
      refreshId: id,
      number: input.number,
      kind,
      name,
      generation: 1,
      limits: input.limits,
      deadline,
    };
    const instanceId = toRunInstanceId(id, kind, name);
    return df.callSubOrchestratorWithRetry(ORCHESTRATIONS.run[kind], activityRetry(), run, instanceId);
  };

  const begun = (yield call(df, ACTIVITIES.begin, { id })) as BeginOutcome | FailedStep;
  if (begun.outcome === 'failed') return toFailure(begun);
  if (begun.outcome === 'ended') return { state: begun.state };
  if (begun.pipelines.length > 0) {
    const ends = (yield df.Task.all(begun.pipelines.map((name) => runOf('pipeline', name)))) as RunEnd[];
    const bad = ends.find(({ state }) => state !== 'succeeded');
    if (bad !== undefined) return bad;
  }

  const planned = (yield call(df, ACTIVITIES.plan, { id })) as PlanOutcome | FailedStep;
  if (planned.outcome === 'failed') return toFailure(planned);
  if (planned.outcome === 'nothing-new') return { state: 'nothing-new' };
  if (planned.outcome === 'cancel-requested') return { state: 'cancelled', reason: 'cancelled on request' };

  const job = (yield runOf('job', 'job')) as RunEnd;
  // The quality check also runs after a failed job: its reasons help, and some tables may be at this refresh.
  const checked = (yield call(df, ACTIVITIES.checkQuality, { id })) as QualityOutcome | FailedStep;
  const reasons = checked.outcome === 'failed' ? [checked.reason] : checked.reasons;
  if (job.state === 'succeeded') {
    const passed = checked.outcome === 'checked' && checked.passed;
    return passed ? { state: 'succeeded' } : { state: 'failed', reason: reasons.join('\n') };
  }
  const ran = checked.outcome === 'checked' && checked.models > 0;
  return {
    state: job.state,
    reason: [job.reason, ...(ran && job.state === 'failed' ? reasons : [])].join('\n'),
  };
}

function toFailure({ reason }: FailedStep): RefreshEnd {
  return { state: 'failed', reason };
}

function call(df: DurableOrchestrationContext, activity: string, input: object): Task {
  return df.callActivityWithRetry(activity, activityRetry(), input);
}
