import { type CustomersProfile } from '../../contracts/generated/types';
import { type Grid, idAt, timeAt } from '../grid';
import {
  BASE_CUSTOMERS,
  customerId,
  leavesAt,
  type Milestone,
  milestones,
  NEWCOMER_MINUTES,
  VISIT_LIFE_MINUTES,
  profileOf,
  FIRST_SIGN_UP,
} from '../world/customers';
import { type World } from '../world/world';
import { type ValidEvent, type Scenario } from './scenario';

/** Coprime to the number of base customers, so that their changes come in no visible order. */
const STRIDE = 1_237;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const EXPORT_AGE = 12 * HOUR;
const MAX_PAUSE = 30 * 24 * HOUR;

/**
 * New customers sign up, and some leave, at times that do not depend on the rate. In between, the base
 * customers change their profiles in turn. So a customer's first profile always comes before their first
 * click.
 */
export function profilesScenario(world: World, grid: Grid): Scenario {
  const milestonesAt = (position: number) =>
    milestones(world.seed, timeAt(grid, position - 1), timeAt(grid, position));
  return {
    // Orders rely on the profile of a sign-up.
    isPunctual: (position) => milestonesAt(position).length > 0,
    eventsAt(position) {
      const time = timeAt(grid, position);
      const events = milestonesAt(position).map((milestone) =>
        milestoneEvent(world, milestone, milestone.time),
      );
      if (events.length > 0) return events;
      const customer = ((position % BASE_CUSTOMERS) * STRIDE) % BASE_CUSTOMERS;
      const changes = 1 + Math.floor(position / BASE_CUSTOMERS);
      return [
        profileEvent(world, {
          time,
          customer,
          operation: 'upsert',
          changes,
          changeId: idAt(grid, 'chg', position),
        }),
      ];
    },
  };
}

/**
 * The profiles of all customers who may shop at `at`, or whose orders may not be delivered yet. These are the
 * base customers, and newcomers who have not left. If they are published before a simulation starts, the
 * customer of every later order is known.
 */
export function* currentProfiles(world: World, at: number): Generator<ValidEvent> {
  const minute = Math.floor((at - FIRST_SIGN_UP) / MINUTE);
  for (let customer = 0; customer < BASE_CUSTOMERS; customer += 1) {
    const changeId = `chg-${customerId(customer)}-initial`;
    const time = exportedAt(FIRST_SIGN_UP, at);
    yield profileEvent(world, { time, customer, operation: 'upsert', changes: 0, changeId });
  }
  for (let age = NEWCOMER_MINUTES + VISIT_LIFE_MINUTES; age >= 0; age -= 1) {
    const customer = BASE_CUSTOMERS + minute - age;
    const leaving = leavesAt(world.seed, customer);
    if (customer < BASE_CUSTOMERS || (leaving !== undefined && leaving <= at)) continue;
    const time = FIRST_SIGN_UP + (minute - age) * MINUTE;
    yield milestoneEvent(world, { time, customer, operation: 'upsert' }, exportedAt(time, at));
  }
}

/**
 * The sign-ups and leavings after `since` up to `at`, for a simulation that continues after a pause. Longer ago than
 * {@link MAX_PAUSE}, nothing is made up for.
 */
export function* profilesSince(world: World, since: number, at: number): Generator<ValidEvent> {
  for (const milestone of milestones(world.seed, Math.max(since, at - MAX_PAUSE), at))
    yield milestoneEvent(world, milestone, exportedAt(milestone.time, at));
}

/**
 * The time of a profile that is exported when a simulation starts. An older change gets this time, because an event that
 * is a day late is a warning. It is before the late events of the simulation, so that their customers are known.
 */
function exportedAt(changedAt: number, at: number): number {
  return Math.max(changedAt, at - EXPORT_AGE);
}

function milestoneEvent(world: World, { customer, operation }: Milestone, time: number): ValidEvent {
  const changeId = `chg-${customerId(customer)}-${operation}`;
  return profileEvent(world, { time, customer, operation, changes: 0, changeId });
}

interface Change {
  readonly time: number;
  readonly customer: number;
  readonly operation: 'upsert' | 'delete';
  readonly changes: number;
  readonly changeId: string;
}

function profileEvent(world: World, { time, customer, operation, changes, changeId }: Change): ValidEvent {
  const changedAt = new Date(time).toISOString();
  const head = { changeId, customerId: customerId(customer), changedAt, operation };
  return {
    type: 'customers.profile',
    id: changeId,
    time: changedAt,
    partitionKey: head.customerId,
    record: operation === 'delete' ? head : { ...head, profile: profileRecord(world, customer, changes) },
  };
}

function profileRecord(
  world: World,
  customer: number,
  changes: number,
): NonNullable<CustomersProfile['profile']> {
  const { address, ...profile } = profileOf(world.seed, world.names, customer, changes);
  const { street, postalCode, city } = address;
  return { ...profile, address: { street, city: city.name, postalCode, country: city.country } };
}
