import { type Sluice } from '../compose';
import { type RefreshId } from '../refresh/refresh-id';
import { type RunKey } from '../refresh/refresh-record';
import { type RefreshEnd } from '../refresh/refresh-steps';
import { type RunStep } from '../refresh/run-steps';
import { ACTIVITIES } from './refresh-names';

type Activity = (input: unknown) => Promise<unknown>;

/** The activities of the refresh by their names. What they are given is what our orchestrations gave. */
export function createRefreshActivities(
  sluice: () => Pick<Sluice, 'refresh'>,
): ReadonlyMap<string, Activity> {
  const idOf = (input: unknown): RefreshId => (input as { id: RefreshId }).id;
  return new Map<string, Activity>([
    [ACTIVITIES.begin, (input) => sluice().refresh().steps.begin(idOf(input))],
    [ACTIVITIES.plan, (input) => sluice().refresh().steps.plan(idOf(input))],
    [ACTIVITIES.judge, (input) => sluice().refresh().steps.judge(idOf(input))],
    [
      ACTIVITIES.finish,
      (input) =>
        sluice()
          .refresh()
          .steps.finish(idOf(input), (input as { end: RefreshEnd }).end),
    ],
    [
      ACTIVITIES.startRun,
      (input) =>
        sluice()
          .refresh()
          .runs.start(input as RunStep),
    ],
    [
      ACTIVITIES.pollRun,
      (input) =>
        sluice()
          .refresh()
          .runs.poll(input as RunStep & { externalId: string }),
    ],
    [
      ACTIVITIES.cancelRun,
      (input) =>
        sluice()
          .refresh()
          .runs.cancel(input as RunKey & { externalId: string }),
    ],
  ]);
}
