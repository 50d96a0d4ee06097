import { type InvocationContext } from '@azure/functions';
import { type PublishReport } from '../publish';
import { WORK_MILLISECONDS } from '../platform/call-limits';
import { SluiceError } from '../platform/errors';
import { type SimulatedSource } from '../contracts/source';
import { parseFaults } from './faults';
import { type Simulation } from './open-simulation';
import { Ticker, type TickerWindow } from './ticker';

/** Publishes the simulated events of a source between two ticks of the timer, a few seconds at a time. */
export function createSimulateTimerHandler(open: () => Simulation, source: SimulatedSource) {
  const ticker = new Ticker();
  return async (context: InvocationContext): Promise<void> => {
    const { clock } = open();
    const now = clock.now();
    let published = 0;
    // If a slow hub leaves no time for the rest, the next call makes it.
    while (clock.now().getTime() < now.getTime() + WORK_MILLISECONDS) {
      const window = ticker.next(now);
      if (window === undefined) break;
      published += await publish(open(), source, window);
    }
    context.debug(`${source}: published ${published} simulated events`);
  };
}

async function publish(
  { config, publishers, simulator }: Simulation,
  source: SimulatedSource,
  { from, to }: TickerWindow,
): Promise<number> {
  const eventsPerSecond = config.eventsPerSecond[source];
  if (eventsPerSecond === 0) return 0;
  const shop = config.eventsPerSecond.ecommerce;
  const events = simulator.simulate({
    source,
    from,
    to,
    eventsPerSecond,
    ...(shop > 0 && { shopEventsPerSecond: shop }),
    faults: parseFaults(config.faults ?? 'default'),
  });
  const report = await publishers[source].publish(events);
  throwFailures(report, events.length);
  return report.published;
}

function throwFailures({ failures }: PublishReport, events: number): void {
  const [first] = failures;
  if (first === undefined) return;
  throw new SluiceError(
    'hub_unavailable',
    `${failures.length} of ${events} simulated events could not be published`,
    { kind: 'transient', cause: first.error },
  );
}
