import { type InvocationContext } from '@azure/functions';
import { type Aggregation } from '../create-aggregation';
import { throwSweepFailures } from '../../event-log/sweep-hubs';

/** Aggregates events that the trigger has left in the hubs into live windows, and notes new views. */
export function createSweepLiveHandler(aggregation: () => Pick<Aggregation, 'sweep' | 'noteViewStarts'>) {
  return async (context: InvocationContext): Promise<void> => {
    const { sweep, noteViewStarts } = aggregation();
    await noteViewStarts();
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
