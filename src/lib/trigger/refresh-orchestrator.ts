import { type DurableOrchestrationContext, type OrchestrationContext, type Task } from 'durable-functions';
import { type RefreshInput } from '../refresh/ports';
import {
  type BeginOutcome,
  type FailedStep,
  type JudgeOutcome,
  type PlanOutcome,
  type RefreshEnd,
} from '../refresh/refresh-steps';
import { type RunKind } from '../refresh/refresh-record';
import { activityRetry } from './activity-retry';
import { ACTIVITIES, ORCHESTRATIONS, toRunInstanceId } from './refresh-names';
import { type RunEnd, type RunInput } from './run-orchestrator';

/**
 * One refresh as a durable orchestration: pipelines, plan, job, quality gate, Power BI, record. Whatever happens in between,
 * the last activity records the end and gives the claim back. Power BI is asked only after models and gate are well, and
 * what it answers changes nothing about the end.
 */
export function* refreshMedallion2(context: OrchestrationContext): Generator<Task, RefreshEnd> {
  const { df } = context;
  const input = df.getInput<RefreshInput>();
  const id = input.refreshId;
  const end = yield* refreshToEnd(df, input);
  let powerBiFailure: string | undefined;
  if (end.state === 'succeeded' && input.semanticModel === true) {
    try {
      yield call(df, ACTIVITIES.powerBi, { id });
    } catch (error) {
      powerBiFailure = messageOf(error);
    }
  }
  yield call(df, ACTIVITIES.finish, { id, end, ...(powerBiFailure !== undefined && { powerBiFailure }) });
  return end;
}

/** As it was before Power BI: instances that began as this end as this. */
export function* refreshMedallion(context: OrchestrationContext): Generator<Task, RefreshEnd> {
  const { df } = context;
  const input = df.getInput<RefreshInput>();
  const end = yield* refreshToEnd(df, input);
  yield call(df, ACTIVITIES.finish, { id: input.refreshId, end });
  return end;
}

function* refreshToEnd(df: DurableOrchestrationContext, input: RefreshInput): Generator<Task, RefreshEnd> {
  try {
    return yield* refresh(df, input);
  } catch (error) {
    return { state: 'failed', reason: messageOf(error) };
  }
}

function* refresh(df: DurableOrchestrationContext, input: RefreshInput): Generator<Task, RefreshEnd> {
  const id = input.refreshId;
  const deadline = new Date(
    df.currentUtcDateTime.getTime() + input.limits.timeoutMinutes * 60_000,
  ).toISOString();
  const runOf = (kind: RunKind, name: string): Task => {
    const run: RunInput = {
      ...{ refreshId: id, number: input.number, kind, name, generation: 1, limits: input.limits, deadline },
    };
    return df.callSubOrchestrator(ORCHESTRATIONS.run[kind], run, toRunInstanceId(id, kind, name));
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
  // Models that ran are judged even where the job failed: they say why, and some tables are ahead.
  const judged = (yield call(df, ACTIVITIES.judge, { id })) as JudgeOutcome | FailedStep;
  const reasons = judged.outcome === 'failed' ? [judged.reason] : judged.reasons;
  if (job.state === 'succeeded') {
    const passed = judged.outcome === 'judged' && judged.passed;
    return passed ? { state: 'succeeded' } : { state: 'failed', reason: reasons.join('\n') };
  }
  const ran = judged.outcome === 'judged' && judged.models > 0;
  return {
    state: job.state,
    reason: [job.reason, ...(ran && job.state === 'failed' ? reasons : [])].join('\n'),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function toFailure({ reason }: FailedStep): RefreshEnd {
  return { state: 'failed', reason };
}

function call(df: DurableOrchestrationContext, activity: string, input: object): Task {
  return df.callActivityWithRetry(activity, activityRetry(), input);
}
