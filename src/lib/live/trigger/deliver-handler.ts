import { type InvocationContext } from '@azure/functions';
import { WORK_MILLISECONDS } from '../../platform/call-limits';
import { type Clock, systemClock } from '../../platform/clock';
import { type WindowDeliverer } from '../deliver/window-deliverer';
import { type WindowSweeper } from '../deliver/window-sweeper';

/** The part of the delivery that the handler needs. */
export interface Delivering {
  readonly deliverer: Pick<WindowDeliverer, 'deliver'>;
  readonly sweeper: Pick<WindowSweeper, 'sweepWhenDue'>;
}

/** Delivers changed live windows, and deletes old ones when a sweep is due. */
export function createDeliverHandler(live: () => Delivering, clock: Clock = systemClock) {
  return async (context: InvocationContext): Promise<void> => {
    const until = clock.now().getTime() + WORK_MILLISECONDS;
    const { deliverer, sweeper } = live();
    for (const outcome of await deliverer.deliver()) {
      if (outcome.outcome === 'failed') context.error(`sink ${outcome.sink}:`, outcome.error);
      else if (outcome.rows > 0) context.debug(`sink ${outcome.sink}: ${outcome.rows} windows delivered`);
    }
    await sweeper.sweepWhenDue(until);
  };
}
