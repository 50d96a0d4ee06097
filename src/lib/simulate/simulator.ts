import { SluiceError } from '../platform/errors';
import { type SimulatedSource } from '../contracts/source';
import { Arrivals } from './arrivals';
import { validBody } from './bodies';
import { DEFAULT_FAULTS, type Faults } from './faults';
import { type Grid, gridOf, positionAt } from './grid';
import { shareOf, stream } from './random';
import { type SimulatedEvent } from './simulated-event';
import { currentProfiles, profilesScenario, profilesSince } from './scenarios/profiles';
import { shipmentsScenario } from './scenarios/shipments';
import { shoppingScenario, visitsUnderWay } from './scenarios/shopping';
import { type Scenario, type ValidEvent } from './scenarios/scenario';
import { readingOfEachDevice, telemetryScenario } from './scenarios/telemetry';
import { World } from './world/world';

/** {@link Simulator.simulateCount} makes events of the last so many seconds before its instant. */
const COUNT_SPREAD_SECONDS = 300;
const SPREAD = stream('simulator.spread');

export interface SimulateOptions {
  readonly source: SimulatedSource;
  /** Start of the window, inclusive. `to` is exclusive. */
  readonly from: Date;
  readonly to: Date;
  /** Valid events a second, also fractions. Faulty events come in addition. */
  readonly eventsPerSecond: number;
  /** @default DEFAULT_FAULTS */
  readonly faults?: Faults;
  /**
   * For logistics: the rate of the shop that is simulated with it. Its orders are shipped.
   *
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
   * For logistics: the rate of the shop that is simulated with it. Its orders are shipped.
   *
   * @default the rate of a shop with the same `count` and `at`
   */
  readonly shopEventsPerSecond?: number;
}

export interface OpeningOptions {
  readonly source: SimulatedSource;
  /** Start of the simulation. */
  readonly at: Date;
  /** Rate of the simulation that begins. */
  readonly eventsPerSecond: number;
  /** The simulation continues after a pause since then: only what has happened in it is made. */
  readonly since?: Date;
}

/** Makes events of one seed. It keeps the world between calls, so a timer should keep the simulator. */
export interface Simulator {
  /**
   * Makes the events of a window. The same arguments give the same bytes, and windows can be joined. [a, b)
   * and then [b, c) give the events of [a, c), so a timer can call it tick by tick.
   */
  simulate(options: SimulateOptions): SimulatedEvent[];
  /**
   * Makes exactly `count` events of the five minutes before `at`. Another `at` gives other events, even if
   * the five minutes overlap, so that repeated calls do not give duplicates.
   */
  simulateCount(options: SimulateCountOptions): SimulatedEvent[];
  /**
   * Makes the profiles of all customers who may shop at `at`, about 9,000 events. If they are published
   * before a simulation, the customers of all later orders are known.
   */
  currentCustomers(options: { readonly at: Date }): SimulatedEvent[];
  /**
   * Makes the events with which a simulation begins, so that its first events refer to known things. They are the
   * profiles of all customers, one reading of each device, or the visits under way in the shop. All are valid and in
   * time. `logistics` has none.
   */
  opening(options: OpeningOptions): SimulatedEvent[];
}

/**
 * @param seed a whole number; another seed gives another company with other customers
 * @throws SluiceError `request_invalid` from the simulator's functions, with the invalid option
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
      requireThat(from.getTime() <= to.getTime(), 'to', 'must be a time at or after from');
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
      requireThat(Number.isSafeInteger(count) && count >= 1, 'count', 'must be a whole number of at least 1');
      requireThat(!Number.isNaN(at.getTime()), 'at', 'must be a time');
      // A slightly different rate for each instant puts every event at another position, so other scenarios
      // are simulated.
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
      return toPunctual('customers', currentProfiles(world, at.getTime()));
    },
    opening({ source, at, eventsPerSecond, since }) {
      requireThat(eventsPerSecond > 0 && eventsPerSecond <= MAX_RATE, 'eventsPerSecond', POSITIVE_RATE);
      requireThat(since === undefined || since.getTime() <= at.getTime(), 'since', 'must not be after at');
      const grid = gridOf(seed, eventsPerSecond);
      return toPunctual(source, openingEvents({ world, source, grid, at, since }));
    },
  };
}

function openingEvents({
  world,
  source,
  grid,
  at,
  since,
}: {
  readonly world: World;
  readonly source: SimulatedSource;
  readonly grid: Grid;
  readonly at: Date;
  readonly since: Date | undefined;
}): Iterable<ValidEvent> {
  const end = positionAt(grid, at.getTime());
  switch (source) {
    case 'iot':
      return since === undefined ? readingOfEachDevice(world, grid, end) : [];
    case 'ecommerce':
      return visitsUnderWay(world, grid, end);
    case 'customers':
      return since === undefined
        ? currentProfiles(world, at.getTime())
        : profilesSince(world, since.getTime(), at.getTime());
    case 'logistics':
      return [];
  }
}

function toPunctual(source: SimulatedSource, events: Iterable<ValidEvent>): SimulatedEvent[] {
  return Array.from(events, (event) => ({
    type: event.type,
    partitionKey: event.partitionKey,
    body: validBody(source, event),
  }));
}

/** {@link Simulator.simulate} for a single call, with a new world. */
export function simulate({
  seed,
  ...options
}: SimulateOptions & { readonly seed: number }): SimulatedEvent[] {
  return createSimulator({ seed }).simulate(options);
}

/** {@link Simulator.simulateCount} for a single call, with a new world. */
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

/** Positions are counted from 1970 and must stay below 2^53. */
const MAX_RATE = 1_000_000;
const POSITIVE_RATE = `must be more than 0 and at most ${MAX_RATE}`;

function requireThat(holds: boolean, option: string, rule: string): void {
  if (holds) return;
  throw new SluiceError('request_invalid', `${option} ${rule}.`, { kind: 'misuse', data: { field: option } });
}
