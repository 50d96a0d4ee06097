import { type InvocationContext } from '@azure/functions';
import { type Sluice } from '../compose';
import { parseFaults } from '../source/simulate/faults';
import { Ticker } from '../source/simulate/ticker';
import { SluiceError } from '../shared/errors';
import { type Source } from '../shared/source';

/** Publishes what a source's simulator makes between two ticks of the timer. */
export function createSimulateTimerHandler(sluice: () => Sluice, source: Source) {
  const ticker = new Ticker();
  return async (_timer: unknown, context: InvocationContext): Promise<void> => {
    const { clock, config, publishers, simulator } = sluice();
    const { eventsPerSecond } = config.simulation[source];
    const { from, to } = ticker.next(clock.now());
    if (eventsPerSecond === 0 || from.getTime() === to.getTime()) return;
    const shop = config.simulation.ecommerce.eventsPerSecond;
    const events = simulator.simulate({
      source,
      from,
      to,
      eventsPerSecond,
      ...(shop > 0 && { shopEventsPerSecond: shop }),
      faults: parseFaults(config.simulationFaults ?? 'default'),
    });
    const { published, failures } = await publishers[source].publish(events);
    context.debug(`${source}: published ${published} simulated events`);
    const [first] = failures;
    if (first !== undefined) {
      throw new SluiceError(
        'hub_unavailable',
        `${failures.length} of ${events.length} simulated events were not published`,
        {
          kind: 'transient',
          cause: first.error,
        },
      );
    }
  };
}
