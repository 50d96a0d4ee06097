import { type InvocationContext } from '@azure/functions';
import { throwSweepFailures } from '../../event-log/sweep-hubs';
import { type Aggregation } from '../create-aggregation';

/** Aggregates events of Bronze into live windows that no hand-over has brought, and notes new views. */
export function createSweepLiveHandler(aggregation: () => Pick<Aggregation, 'sweep' | 'noteViewStarts'>) {
  return async (context: InvocationContext): Promise<void> => {
    const { sweep, noteViewStarts } = aggregation();
    await noteViewStarts();
    const outcomes = await sweep();
    for (const outcome of outcomes) {
      if (outcome.outcome === 'failed') continue;
      const { source, partition, result } = outcome;
      if (result.aggregated > 0)
        context.info(
          `${source}, partition ${partition}: ${result.aggregated} events of Bronze were aggregated into live windows`,
        );
      for (const { from, to } of result.lost) {
        context.error(
          `events lost before the live windows: ${source}, partition ${partition}, sequence numbers ${from} to ${to}; live windows are complete again from the next minute on`,
        );
      }
    }
    throwSweepFailures(outcomes);
  };
}
