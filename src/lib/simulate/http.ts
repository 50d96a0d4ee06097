import { type HttpHandler, type HttpResponseInit } from '@azure/functions';
import { POPULATION_RULE, type Simulated, simulateQuery, SINCE_RULE } from './api';
import { isSluiceError, SluiceError } from '../platform/errors';
import { isSimulatedSource, isSource, SIMULATED_SOURCES, SOURCES } from '../contracts/source';
import { parseFaults } from './faults';
import { type Simulation } from './open-simulation';
import { createSimulator } from './simulator';
import { badRequest, notFound, toJsonResponse } from '../platform/http/responses';
import { readQuery } from '../platform/http/read-query';

/** Events a second of an opening whose simulator does not run. */
const USUAL_RATE = 10;

/**
 * Makes and publishes simulated events: `count` of them (default 100), or with `population=all` what a simulation
 * begins with. `seed` and `faults` default to the settings.
 */
export function createSimulateHandler(open: () => Simulation): HttpHandler {
  return async (request) => {
    const { config, clock, publishers, simulator } = open();
    const source = request.params['source'] ?? '';
    if (!isSimulatedSource(source)) {
      if (isSource(source)) return noSimulator(source);
      return notFound('source_unknown', `There is no source '${source}'; sources are ${SOURCES.join(', ')}.`);
    }
    const read = readQuery(simulateQuery, request.query);
    if (read.outcome === 'invalid') return badRequest('query_invalid', read.detail);
    const { count, population, since, seed = config.seed } = read.query;
    try {
      const faults = parseFaults(read.query.faults ?? config.faults ?? 'default');
      const at = clock.now();
      if (population !== undefined && source === 'logistics') {
        return badRequest('query_invalid', `The query parameter 'population' ${POPULATION_RULE}.`);
      }
      if (since !== undefined && (population === undefined || Date.parse(since) > at.getTime())) {
        return badRequest('query_invalid', `The query parameter 'since' must be ${SINCE_RULE}.`);
      }
      const chosen = seed === config.seed ? simulator : createSimulator({ seed });
      // Shipments belong to orders, so their simulation needs the rate of the shop.
      const shop = config.eventsPerSecond.ecommerce;
      const events =
        population === undefined
          ? chosen.simulateCount({
              source,
              at,
              count,
              faults,
              ...(shop > 0 && { shopEventsPerSecond: shop }),
            })
          : chosen.opening({
              source,
              at,
              // Without a running simulator, the events have the usual distance.
              eventsPerSecond: config.eventsPerSecond[source] || USUAL_RATE,
              ...(since !== undefined && { since: new Date(since) }),
            });
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
      const answer: Simulated = { source, published, faults: made };
      return toJsonResponse(answer, 202);
    } catch (error) {
      if (isSluiceError(error) && error.kind === 'misuse') return badRequest('query_invalid', error.message);
      throw error;
    }
  };
}

function noSimulator(source: string): HttpResponseInit {
  const message = `The source '${source}' has no simulator; sources with one are ${SIMULATED_SOURCES.join(', ')}.`;
  return notFound('simulator_unknown', message);
}
