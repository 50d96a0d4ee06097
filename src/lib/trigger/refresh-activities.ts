import { type RefreshId } from '../refresh/refresh-id';
import { type RunKey } from '../refresh/refresh-record';
import { type RefreshEnd, type RefreshSteps } from '../refresh/refresh-steps';
import { type RunStep, type RunSteps } from '../refresh/run-steps';
import { ACTIVITIES } from './refresh-names';

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

/** The activities of the refresh by their names. What they are given is what our own orchestrations gave. */
export function createRefreshActivities({
  steps,
  runs,
  refreshSemanticModel,
}: RefreshActivitiesOptions): ReadonlyMap<string, Activity> {
  const idOf = (input: unknown): RefreshId => (input as { id: RefreshId }).id;
  return new Map<string, Activity>([
    [ACTIVITIES.begin, (input) => steps().begin(idOf(input))],
    [ACTIVITIES.plan, (input) => steps().plan(idOf(input))],
    [ACTIVITIES.judge, (input) => steps().judge(idOf(input))],
    [ACTIVITIES.powerBi, (input) => refreshSemanticModel(idOf(input))],
    [
      ACTIVITIES.finish,
      (input) => {
        const { id, end, powerBiFailure } = input as FinishInput;
        return steps().finish(id, end, powerBiFailure);
      },
    ],
    [ACTIVITIES.startRun, (input) => runs().start(input as RunStep)],
    [ACTIVITIES.pollRun, (input) => runs().poll(input as RunKey & { externalId: string })],
    [ACTIVITIES.cancelRun, (input) => runs().cancel(input as RunKey & { externalId: string })],
  ]);
}
