import { type InvocationContext } from '@azure/functions';
import { type SweepOutcome, throwSweepFailures } from '../../event-log/sweep-hubs';

/** Aggregates events that the trigger has left in the hubs into live windows. */
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
    throwSweepFailures(outcomes);
  };
}
