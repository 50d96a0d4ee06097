import { z } from 'zod';
import { SIMULATED_SOURCES, type SimulatedSource } from '../contracts/source';
import { defineSettings } from '../platform/settings';
import { wholeNumber } from '../platform/setting-types';

/** Settings of the simulation. */
export interface SimulationConfig {
  /** Seed of the simulated world. The same seed gives the same customers, products and devices. */
  readonly seed: number;
  /** Shares of faulty events, as `duplicate=0.01,late=0.02` or `none`. */
  readonly faults: string | undefined;
  /** Events a second of each source's timer, for sources with a simulator. */
  readonly eventsPerSecond: Readonly<Record<SimulatedSource, number>>;
}

const rateOf = (source: SimulatedSource): string => `SIMULATE_${source.toUpperCase()}_EVENTS_PER_SECOND`;

const schedules = SIMULATED_SOURCES.map((source) => [
  `SIMULATE_${source.toUpperCase()}_SCHEDULE`,
  z
    .string()
    .optional()
    .describe('Six-field NCRONTAB schedule of the simulator, in UTC. The Functions host reads it.'),
]);

const rates = SIMULATED_SOURCES.map((source) => [
  rateOf(source),
  z.coerce.number().min(0).max(100_000).default(10).describe('Number of simulated events a second.'),
]);

const sourceShape = Object.fromEntries(
  SIMULATED_SOURCES.flatMap((_, index) => [schedules[index] ?? [], rates[index] ?? []]),
) as Record<string, z.ZodType<string | number | undefined>>;

export const SIMULATION = defineSettings(
  {
    SIMULATION_SEED: wholeNumber(0, 2 ** 31 - 1)
      .default(1)
      .describe('Seed of the simulated world.'),
    SIMULATION_FAULTS: z
      .string()
      .optional()
      .describe(
        'Shares of faulty simulated events, as `duplicate=0.01,late=0.02`, or `none`. Each fault has a default.',
      ),
    ...sourceShape,
  },
  (settings): SimulationConfig => {
    const values: Readonly<Record<string, unknown>> = settings;
    return {
      seed: settings.SIMULATION_SEED,
      faults: settings.SIMULATION_FAULTS,
      eventsPerSecond: Object.fromEntries(
        SIMULATED_SOURCES.map((source) => [source, Number(values[rateOf(source)])]),
      ) as Record<SimulatedSource, number>,
    };
  },
);
