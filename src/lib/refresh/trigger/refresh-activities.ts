import { type RefreshId } from '../refresh-id';
import { type RefreshEnd, type RunKey } from '../refresh-record';
import { type RefreshSteps } from '../refresh-steps';
import { type RunStep, type RunSteps } from '../run-steps';
import { createRefreshTrace } from '../refresh-trace';
import { ACTIVITIES } from './refresh-names';

type StartedRun = RunKey & { readonly externalId: string };

type Activity = (input: unknown) => Promise<unknown>;

interface FinishInput {
  readonly id: RefreshId;
  readonly end: RefreshEnd;
  readonly powerBiFailure?: string;
}

export interface RefreshActivitiesOptions {
  readonly steps: () => RefreshSteps;
  readonly runs: () => RunSteps;
  readonly refreshSemanticModel: (id: RefreshId) => Promise<void>;
}

/** The activities of the refresh by name. Their inputs come from our own orchestrations, so they are not validated. */
export function createRefreshActivities({
  steps,
  runs,
  refreshSemanticModel,
}: RefreshActivitiesOptions): ReadonlyMap<string, Activity> {
  const trace = createRefreshTrace({ steps, runs });
  const step = (name: string, work: (id: RefreshId, input: unknown) => Promise<unknown>): Activity => {
    return (input) => {
      const { id } = input as { id: RefreshId };
      return trace.step(name, id, () => work(id, input));
    };
  };
  const run = (name: string, work: (input: unknown) => Promise<{ readonly outcome: string }>): Activity => {
    return (input) => trace.run(name, input as RunKey, () => work(input));
  };
  return new Map<string, Activity>([
    [ACTIVITIES.begin, step('begin', (id) => steps().begin(id))],
    [ACTIVITIES.plan, step('plan', (id) => steps().plan(id))],
    [ACTIVITIES.checkQuality, step('checkQuality', (id) => steps().checkQuality(id))],
    [ACTIVITIES.powerBi, step('semantic model', (id) => refreshSemanticModel(id))],
    [
      ACTIVITIES.finish,
      step('finish', async (id, input) => {
        const { end, powerBiFailure } = input as FinishInput;
        const finished = await steps().finish(id, end, powerBiFailure);
        if (finished.outcome === 'finished') await trace.finished(id);
        return finished;
      }),
    ],
    [ACTIVITIES.startRun, run('start', (input) => runs().start(input as RunStep))],
    [ACTIVITIES.pollRun, run('poll', (input) => runs().poll(input as StartedRun))],
    [ACTIVITIES.cancelRun, run('cancel', (input) => runs().cancel(input as StartedRun))],
  ]);
}
