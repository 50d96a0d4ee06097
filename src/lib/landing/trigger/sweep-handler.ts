import { type InvocationContext } from '@azure/functions';
import { type SweepResult } from '../lander';
import { type SweepOutcome } from '../../event-log/sweep-hubs';
import { reportGaps, reportSlots } from './land-handler';

/** Lands what the trigger has left behind in the hubs; see docs/landing-protocol.md. */
export function createSweepLandingHandler(sweep: () => Promise<readonly SweepOutcome<SweepResult>[]>) {
  /** Newest gaps that were reported and that no slot records yet, so that they are told once. */
  const reported = new Map<string, number>();
  return async (context: InvocationContext): Promise<void> => {
    const outcomes = await sweep();
    for (const outcome of outcomes) {
      if (outcome.outcome === 'failed') continue;
      const { source, partition, result } = outcome;
      reportSlots(partition, result.slots, context);
      for (const warning of result.warnings) context.warn(warning);
      if (result.slots.length > 0) continue;
      const key = `${source}|${partition}`;
      const fresh = result.gaps.filter(({ to }) => to > (reported.get(key) ?? -1));
      reportGaps(partition, fresh, context);
      const last = fresh.at(-1);
      if (last !== undefined) reported.set(key, last.to);
    }
    throwFailures(outcomes);
  };
}

/** Folds what the trigger has left behind in the hubs into live windows. */
export function createSweepLiveHandler(sweep: () => Promise<readonly SweepOutcome<number>[]>) {
  return async (context: InvocationContext): Promise<void> => {
    const outcomes = await sweep();
    for (const outcome of outcomes) {
      if (outcome.outcome === 'failed' || outcome.result === 0) continue;
      const { source, partition, result } = outcome;
      context.warn(
        `${source}, partition ${partition}: ${result} events that the trigger skipped were read from the hub`,
      );
    }
    throwFailures(outcomes);
  };
}

/** The call fails when everything is done that can be done, so that the fault is seen and counted. */
function throwFailures(outcomes: readonly SweepOutcome<unknown>[]): void {
  const failures = outcomes.flatMap((outcome) => (outcome.outcome === 'failed' ? [outcome] : []));
  if (failures.length === 0) return;
  const places = failures.map(
    ({ source, partition }) => `${source}${partition === undefined ? '' : ` ${partition}`}`,
  );
  throw new AggregateError(
    failures.map(({ error }) => error),
    `${failures.length} of ${outcomes.length} partitions could not be swept (${places.join(', ')}): ${String(failures[0]?.error)}`,
  );
}
