import { type Source } from '../contracts/source';
import { type Clock } from '../platform/clock';
import { type Platform } from '../platform/platform';
import { openPublishers, type Publisher } from '../publish';
import { SIMULATION, type SimulationConfig } from './settings';
import { createSimulator, type Simulator } from './simulator';

/** The simulators of all sources with what they need. */
export interface Simulation {
  readonly config: SimulationConfig;
  readonly clock: Clock;
  /** The simulator of the configured seed. It keeps its world in memory. */
  readonly simulator: Simulator;
  readonly publishers: Readonly<Record<Source, Pick<Publisher, 'publish'>>>;
}

/** @throws SluiceError `config_invalid` */
export function openSimulation(platform: Platform): Simulation {
  const config = platform.settings({ simulation: SIMULATION }).simulation;
  return {
    config,
    clock: platform.clock,
    simulator: createSimulator({ seed: config.seed }),
    publishers: platform.use(openPublishers),
  };
}
