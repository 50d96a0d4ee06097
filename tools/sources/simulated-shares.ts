import { resolve } from 'node:path';
import { readSources } from '../../local/stack/sources';

const rates = readSources(resolve(__dirname, '../..')).flatMap(({ name, simulator }) =>
  simulator === null ? [] : [[name, Number(simulator.eventsPerSecond)] as const],
);

/** Events that all simulators of a deployment create a second. */
export const SIMULATED_EVENTS_PER_SECOND = rates.reduce((sum, [, rate]) => sum + rate, 0);

/** Share of each simulated source in that, by name. */
export const SHARES: Readonly<Record<string, number>> = Object.fromEntries(
  rates.map(([name, rate]) => [name, rate / SIMULATED_EVENTS_PER_SECOND]),
);

/** @throws if the source is not simulated */
export function shareOf(source: string): number {
  const share = SHARES[source];
  if (share === undefined) throw new Error(`${source} has no simulator in schemas/${source}/source.json`);
  return share;
}
