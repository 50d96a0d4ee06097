import { SluiceError } from '../platform/errors';
import { type SimulatedSource } from '../contracts/source';
import { Arrivals } from './arrivals';
import { honestBody } from './bodies';
import { DEFAULT_FAULTS, type Faults } from './faults';
import { type Grid, gridOf, positionAt } from './grid';
import { shareOf, stream } from './random';
import { type SimulatedEvent } from './simulated-event';
import { currentProfiles, profilesScenario } from './scenarios/profiles';
import { shipmentsScenario } from './scenarios/shipments';
import { shoppingScenario } from './scenarios/shopping';
import { type Scenario } from './scenarios/scenario';
import { telemetryScenario } from './scenarios/telemetry';
import { World } from './world/world';

/** {@link Simulator.simulateCount} tells about the last so many seconds before its instant. */
const COUNT_SPREAD_SECONDS = 300;
const SPREAD = stream('simulator.spread');

export interface SimulateOptions {
  readonly source: SimulatedSource;
  /** The window: from inclusive, to exclusive. */
  readonly from: Date;
  readonly to: Date;
  /** Honest events a second, a fraction too; what goes wrong comes on top. */
  readonly eventsPerSecond: number;
  /** @default DEFAULT_FAULTS */
  readonly faults?: Faults;
  /**
   * For logistics: the rate of the shop that is simulated beside it, which decides what orders there are to ship.
   * @default eventsPerSecond
   */
  readonly shopEventsPerSecond?: number;
}

export interface SimulateCountOptions {
  readonly source: SimulatedSource;
  readonly at: Date;
  readonly count: number;
  /** @default DEFAULT_FAULTS */
  readonly faults?: Faults;
  /**
   * For logistics: the rate of the shop that is simulated beside it, which decides what orders there are to ship.
   * @default the rate that makes a shop of the same `count` and `at`
   */
  readonly shopEventsPerSecond?: number;
}

/** Makes events for one seed. Keeps the world between calls, so a timer should keep the simulator. */
export interface Simulator {
  /**
   * The events of a window. The same arguments give the same bytes, and windows add up: [a, b) and then [b, c) give
   * what [a, c) gives, so a timer can call it tick by tick.
   */
  simulate(options: SimulateOptions): SimulatedEvent[];
  /**
   * Exactly `count` events, as they would have arrived during the five minutes before `at`. Another `at` gives other
   * events, even where the five minutes overlap, so that asking twice does not give everything twice.
   */
  simulateCount(options: SimulateCountOptions): SimulatedEvent[];
  /**
   * The profile of everyone who may shop at `at`, about 9,000 events. Published once before a simulation, it makes the
   * customers of all later orders known.
   */
  currentCustomers(options: { readonly at: Date }): SimulatedEvent[];
}

/**
 * @param seed A whole number; another seed is another company with other customers.
 * @throws SluiceError `request_invalid` from the simulator's functions, naming the option that makes no sense.
 */
export function createSimulator({ seed }: { readonly seed: number }): Simulator {
  const world = new World(seed);

  function arrivals(
    options: Pick<SimulateOptions, 'source' | 'faults' | 'shopEventsPerSecond'>,
    grid: Grid,
  ): Arrivals {
    const { source, faults = DEFAULT_FAULTS, shopEventsPerSecond = grid.eventsPerSecond } = options;
    requireThat(
      shopEventsPerSecond > 0 && shopEventsPerSecond <= MAX_RATE,
      'shopEventsPerSecond',
      POSITIVE_RATE,
    );
    const shopGrid = gridOf(seed, shopEventsPerSecond);
    return new Arrivals({ source, scenario: scenarioOf(source, world, grid, shopGrid), grid, faults });
  }

  return {
    simulate({ from, to, eventsPerSecond, ...options }) {
      requireThat(eventsPerSecond > 0 && eventsPerSecond <= MAX_RATE, 'eventsPerSecond', POSITIVE_RATE);
      requireThat(from.getTime() <= to.getTime(), 'to', 'must be a time that is not before from');
      const grid = gridOf(seed, eventsPerSecond);
      const source = arrivals(options, grid);
      const events: SimulatedEvent[] = [];
      const end = positionAt(grid, to.getTime());
      for (let position = positionAt(grid, from.getTime()); position < end; position += 1) {
        events.push(...source.at(position));
      }
      return events;
    },
    simulateCount({ at, count, ...options }) {
      requireThat(Number.isSafeInteger(count) && count >= 1, 'count', 'must be a whole number from 1 on');
      requireThat(!Number.isNaN(at.getTime()), 'at', 'must be a time');
      // A slightly other rate for each instant puts every event on another position, and so into another story.
      const spread = COUNT_SPREAD_SECONDS + shareOf(seed, SPREAD, at.getTime());
      const grid = gridOf(seed, count / spread);
      const source = arrivals(options, grid);
      const events: SimulatedEvent[] = [];
      for (let position = positionAt(grid, at.getTime()) - count; events.length < count; position += 1) {
        events.push(...source.at(position));
      }
      return events.slice(0, count);
    },
    currentCustomers({ at }) {
      return Array.from(currentProfiles(world, at.getTime()), (event) => ({
        type: event.type,
        partitionKey: event.partitionKey,
        body: honestBody('customers', event),
      }));
    },
  };
}

/** {@link Simulator.simulate} for a single call; the world is made anew. */
export function simulate({
  seed,
  ...options
}: SimulateOptions & { readonly seed: number }): SimulatedEvent[] {
  return createSimulator({ seed }).simulate(options);
}

/** {@link Simulator.simulateCount} for a single call; the world is made anew. */
export function simulateCount({
  seed,
  ...options
}: SimulateCountOptions & { readonly seed: number }): SimulatedEvent[] {
  return createSimulator({ seed }).simulateCount(options);
}

function scenarioOf(source: SimulatedSource, world: World, grid: Grid, shopGrid: Grid): Scenario {
  switch (source) {
    case 'iot':
      return telemetryScenario(world, grid);
    case 'ecommerce':
      return shoppingScenario(world, grid);
    case 'customers':
      return profilesScenario(world, grid);
    case 'logistics':
      return shipmentsScenario(world, grid, shopGrid);
  }
}

/** Positions are counted from 1970, and must stay below 2^53. */
const MAX_RATE = 1_000_000;
const POSITIVE_RATE = `must be more than 0 and at most ${MAX_RATE}`;

function requireThat(holds: boolean, option: string, rule: string): void {
  if (holds) return;
  throw new SluiceError('request_invalid', `${option} ${rule}.`, { kind: 'misuse', data: { field: option } });
}
