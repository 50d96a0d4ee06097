import { type InvocationContext } from '@azure/functions';
import { type Live } from '../compose-live';

/** Delivers live windows that have changed, and now and then deletes those that are too old. */
export function createDeliverHandler(live: () => Pick<Live, 'deliverer' | 'sweeper'>) {
  return async (context: InvocationContext): Promise<void> => {
    const { deliverer, sweeper } = live();
    for (const outcome of await deliverer.deliver()) {
      if (outcome.outcome === 'failed') context.error(`sink ${outcome.sink}:`, outcome.error);
      else if (outcome.rows > 0) context.debug(`sink ${outcome.sink}: ${outcome.rows} windows taken`);
    }
    await sweeper.sweepWhenDue();
  };
}
