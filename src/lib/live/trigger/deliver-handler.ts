import { type InvocationContext } from '@azure/functions';
import { WORK_MILLISECONDS } from '../../platform/call-limits';
import { type Clock, systemClock } from '../../platform/clock';
import { type DeliverOnChange, logOutcome } from '../deliver/deliver-on-change';
import { type WindowDeliverer } from '../deliver/window-deliverer';
import { type WindowSweeper } from '../deliver/window-sweeper';

/** The part of the delivery that the handler needs. */
export interface Delivering {
  readonly deliverer: Pick<WindowDeliverer, 'deliver'>;
  readonly onChange: Pick<DeliverOnChange, 'report'>;
  readonly sweeper: Pick<WindowSweeper, 'sweepWhenDue'>;
}

/** Delivers changed live windows that deliveries after a change left, and deletes old ones when a sweep is due. */
export function createDeliverHandler(live: () => Delivering, clock: Clock = systemClock) {
  return async (context: InvocationContext): Promise<void> => {
    const until = clock.now().getTime() + WORK_MILLISECONDS;
    const { deliverer, onChange, sweeper } = live();
    onChange.report(context);
    for (const outcome of await deliverer.deliver()) logOutcome(outcome, context);
    await sweeper.sweepWhenDue(until);
  };
}
