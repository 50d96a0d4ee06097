import { type InvocationContext } from '@azure/functions';
import { type SweepResult } from '../bronze-writer';
import { type SweepOutcome, throwSweepFailures } from '../../event-log/sweep-hubs';
import { reportGaps, reportSlots } from './land-handler';

/** Creates a handler that lands the events that the trigger left in the hubs; see docs/landing-protocol.md. */
export function createSweepLandingHandler(sweep: () => Promise<readonly SweepOutcome<SweepResult>[]>) {
  /** The newest gaps that were logged and that no slot records yet, so each is logged once. */
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
    throwSweepFailures(outcomes);
  };
}
