import { type HttpHandler, type HttpResponseInit } from '@azure/functions';
import { isSluiceError, SluiceError } from '../platform/errors';
import { isSimulatedSource, isSource, SIMULATED_SOURCES, SOURCES } from '../contracts/source';
import { parseFaults } from './faults';
import { type Simulation } from './open-simulation';
import { createSimulator } from './simulator';
import { toJsonResponse } from '../platform/http/json-response';
import { badRequest, notFound } from '../platform/http/problem';

/** Most events that one request makes. */
const MAX_COUNT = 100_000;

/**
 * Makes and publishes simulated events now: `count` of them (default 100), or with `population=all` the profile of every
 * customer there is. `seed` and `faults` default to the settings.
 */
export function createSimulateHandler(open: () => Simulation): HttpHandler {
  return async (request) => {
    const { config, clock, publishers, simulator } = open();
    const source = request.params['source'] ?? '';
    if (!isSimulatedSource(source)) {
      if (isSource(source)) return noSimulator(source);
      return notFound('source_unknown', `There is no source '${source}'; there are ${SOURCES.join(', ')}.`);
    }
    const wholeNumber = (name: string, initial: number, minimum: number, maximum: number): number => {
      const text = request.query.get(name);
      const value = text === null ? initial : Number(text);
      if (text === '' || !Number.isInteger(value) || value < minimum || value > maximum) {
        throw invalid(`The query parameter '${name}' is a whole number from ${minimum} to ${maximum}.`);
      }
      return value;
    };
    try {
      const count = wholeNumber('count', 100, 1, MAX_COUNT);
      const seed = wholeNumber('seed', config.seed, 0, 2 ** 31 - 1);
      const faults = parseFaults(request.query.get('faults') ?? config.faults ?? 'default');
      const population = request.query.get('population');
      if (population !== null && (population !== 'all' || source !== 'customers')) {
        throw invalid("The query parameter 'population' is 'all', and for the source customers only.");
      }
      const chosen = seed === config.seed ? simulator : createSimulator({ seed });
      const at = clock.now();
      // Shipments belong to orders, so it counts at which rate the shop is simulated beside them.
      const shop = config.eventsPerSecond.ecommerce;
      const events =
        population === null
          ? chosen.simulateCount({
              source,
              at,
              count,
              faults,
              ...(shop > 0 && { shopEventsPerSecond: shop }),
            })
          : chosen.currentCustomers({ at });
      const { published, failures } = await publishers[source].publish(events);
      const [first] = failures;
      if (first !== undefined) {
        throw new SluiceError(
          'hub_unavailable',
          `${published} events were published, ${failures.length} were not.`,
          {
            kind: 'transient',
            cause: first.error,
          },
        );
      }
      const made: Record<string, number> = {};
      for (const { fault } of events) if (fault !== undefined) made[fault] = (made[fault] ?? 0) + 1;
      return toJsonResponse({ source, published, faults: made }, 202);
    } catch (error) {
      if (isSluiceError(error) && error.kind === 'misuse') return badRequest('query_invalid', error.message);
      throw error;
    }
  };
}

function noSimulator(source: string): HttpResponseInit {
  const message = `The source '${source}' has no simulator; those that have one are ${SIMULATED_SOURCES.join(', ')}.`;
  return notFound('simulator_unknown', message);
}

function invalid(message: string): SluiceError {
  return new SluiceError('request_invalid', message, { kind: 'misuse' });
}
