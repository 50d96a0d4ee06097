import { Draws, fallOn, hashOf, shareOf, stream } from '../random';
import { type Names } from './names';
import { CITIES, type City, countryOf } from './places';

const PERSON = stream('world.customer');
const CHANGE = stream('world.customer.change');
const LEAVING = stream('world.customer.leaving');

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Customers from before any simulation, who never leave: numbers 0 to 4,999. */
export const BASE_CUSTOMERS = 5_000;
/** From here on one customer signs up each minute; the customer of minute m has the number 5,000 + m. */
export const FIRST_SIGN_UP = Date.UTC(2025, 0, 1);
/** How long a new customer starts visits to the shop, in minutes. */
export const NEWCOMER_MINUTES = 2 * 24 * 60;
/** A new customer's first visit is this many minutes after the sign-up at the earliest, so that its profile has landed. */
const FIRST_VISIT_MINUTES = 10;
/** Minutes after which all events of a visit, up to a returned order, have happened. */
export const VISIT_LIFE_MINUTES = 24 * 60;

/** A new customer may leave this many minutes after signing up, plus a multiple of {@link LEAVING_STEP}. */
const LEAVING_AFTER = 60;
const LEAVING_STEP = 256;
const LEAVING_STEPS = 16;
const LEAVING_SHARE = 0.04;

const SEGMENTS = ['premium', 'small-business', 'enterprise'] as const;

export interface Profile {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly birthDate: string;
  readonly address: { readonly street: string; readonly postalCode: string; readonly city: City };
  readonly segment: 'consumer' | (typeof SEGMENTS)[number];
  readonly consent: { readonly marketing: boolean; readonly profiling: boolean };
  readonly registeredOn: string;
}

/** A sign-up or leaving of a new customer. Its time does not depend on the rate of the simulation. */
export interface Milestone {
  readonly time: number;
  readonly customer: number;
  readonly operation: 'upsert' | 'delete';
}

export function customerId(customer: number): string {
  return `cus-${String(customer).padStart(7, '0')}`;
}

/** When a customer signed up, in milliseconds; `undefined` for the base customers. */
function signedUpAt(customer: number): number | undefined {
  return customer < BASE_CUSTOMERS ? undefined : FIRST_SIGN_UP + (customer - BASE_CUSTOMERS) * MINUTE;
}

/** When a customer leaves and requests deletion; `undefined` for the many who do not. */
export function leavesAt(seed: number, customer: number): number | undefined {
  const start = signedUpAt(customer);
  if (start === undefined || shareOf(seed, LEAVING, customer) >= LEAVING_SHARE) return undefined;
  const step = hashOf(seed, LEAVING, customer, 1) % LEAVING_STEPS;
  // Each step has its own second, so that no two customers leave at the same instant.
  return start + (LEAVING_AFTER + LEAVING_STEP * step) * MINUTE + 30_000 + step * 1000;
}

/** The sign-ups and leavings after `after` up to and including `until`, in their order. */
export function milestones(seed: number, after: number, until: number): Milestone[] {
  const found: Milestone[] = [];
  const last = Math.floor(until / 1000);
  for (
    let second = Math.max(Math.floor(after / 1000) + 1, FIRST_SIGN_UP / 1000);
    second <= last;
    second += 1
  ) {
    const time = second * 1000;
    const minute = Math.floor((time - FIRST_SIGN_UP) / MINUTE);
    const secondOfMinute = second % 60;
    if (secondOfMinute === 0) found.push({ time, customer: BASE_CUSTOMERS + minute, operation: 'upsert' });
    const step = secondOfMinute - 30;
    const leaver = BASE_CUSTOMERS + minute - LEAVING_AFTER - LEAVING_STEP * step;
    if (step >= 0 && step < LEAVING_STEPS && leaver >= BASE_CUSTOMERS && leavesAt(seed, leaver) === time) {
      found.push({ time, customer: leaver, operation: 'delete' });
    }
  }
  return found;
}

/**
 * Picks a customer at `time` who stays until all events of the visit have happened. A few customers are far
 * more frequent.
 */
export function pickCustomer(seed: number, time: number, draws: Draws): number {
  const favourite = Math.floor(BASE_CUSTOMERS * draws.share() ** 2);
  const wantsNewcomer = draws.chance(0.15);
  const age = FIRST_VISIT_MINUTES + draws.below(NEWCOMER_MINUTES - FIRST_VISIT_MINUTES);
  if (!wantsNewcomer) return favourite;
  const newcomer = BASE_CUSTOMERS + Math.floor((time - FIRST_SIGN_UP) / MINUTE) - age;
  if (newcomer < BASE_CUSTOMERS) return favourite;
  const leaving = leavesAt(seed, newcomer);
  return leaving !== undefined && leaving < time + VISIT_LIFE_MINUTES * MINUTE ? favourite : newcomer;
}

/**
 * The profile of a customer after a number of changes. Changes affect address, segment, consent and telephone
 * in turn, so that every change is visible.
 */
export function profileOf(seed: number, names: Names, customer: number, changes: number): Profile {
  const person = new Draws(seed, PERSON, customer);
  const first = person.pick(names.firstNames);
  const last = person.pick(names.lastNames);
  const birth = Date.UTC(1945, 0, 1) + person.below(60 * 365) * DAY;
  const registered = signedUpAt(customer) ?? Date.UTC(2019, 0, 1) + person.below(5 * 365) * DAY;
  const turn = person.below(4);
  const drawsFor = (field: number): Draws => {
    const version = Math.floor((changes + turn + 3 - field) / 4);
    return new Draws(seed, CHANGE, version * 4 + field, customer + 1);
  };

  const moved = drawsFor(0);
  const city = moved.pick(CITIES);
  const ranked = hashOf(seed, CHANGE, customer, 1) + Math.floor((changes + turn + 2) / 4);
  const agreed = hashOf(seed, CHANGE, customer, 2) + Math.floor((changes + turn + 1) / 4);
  return {
    firstName: first,
    lastName: last,
    email: `${first}.${last}`.toLowerCase().replace(/[^a-z.]/g, '') + `${customer}@example.com`,
    phone: `+${countryOf(city.country).callingCode}5${String(drawsFor(3).below(1e7)).padStart(7, '0')}`,
    birthDate: toDate(birth),
    address: {
      street: `${moved.pick(names.streets)} ${1 + moved.below(180)}`,
      postalCode: String(10_000 + moved.below(89_000)),
      city,
    },
    segment: ranked % 2 === 0 ? 'consumer' : fallOn(SEGMENTS, (ranked - 1) / 2),
    consent: { marketing: agreed % 2 === 0, profiling: agreed % 4 < 2 },
    registeredOn: toDate(registered),
  };
}

function toDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
