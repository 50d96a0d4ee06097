import { type Grid, idAt } from '../grid';
import { Lanes } from '../lanes';
import { Draws, listOf, type NonEmpty, stream } from '../random';
import { pickCustomer, profileOf } from '../world/customers';
import { type City, countryOf } from '../world/places';
import { type Product } from '../world/products';
import { type World } from '../world/world';

const BASKET = stream('orders.basket');
const SIZE = stream('orders.size');
const END = stream('orders.fate');

/** Positions of the shop's grid in one block: one order, later states of earlier orders, and visits. */
export const SHOP_BLOCK = 24;
/** Seconds between two steps of a lane: how long a visitor stays on a page. */
const STEP_SECONDS = 20;

/** The step at which the order of a block is placed, and the steps after it. */
export const PLACED_STEP = 21;
export const PURCHASE_STEP = 22;
export const PAID_STEP = 23;
/** At these first steps of a block, orders of the lane's earlier blocks change their state. */
export const LATER_STATES = [
  { step: 0, blocksAgo: 3, state: 'leaving' },
  { step: 1, blocksAgo: 8, state: 'delivered' },
  { step: 2, blocksAgo: 20, state: 'returned' },
] as const;

export type OrderEnd = 'cancelled' | 'delivered' | 'returned';

export interface OrderLine {
  readonly product: Product;
  readonly sku: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly discountMinor: number;
}

export interface Order {
  readonly orderId: string;
  readonly sessionId: string;
  readonly customer: number;
  /** Milliseconds since 1970. */
  readonly placedAt: number;
  readonly city: City;
  readonly postalCode: string;
  readonly lines: NonEmpty<OrderLine>;
  readonly channel: 'web' | 'mobile-app';
  readonly paymentMethod: 'card' | 'bank-transfer' | 'wallet' | 'invoice';
  readonly end: OrderEnd;
}

export function shopLanes(grid: Grid): Lanes {
  return new Lanes(grid, SHOP_BLOCK, STEP_SECONDS);
}

export interface BlockOfLane {
  readonly lane: number;
  readonly block: number;
}

/** The order of a block of a lane. It depends on the arguments alone. */
export function orderOf(world: World, lanes: Lanes, { lane, block }: BlockOfLane): Order {
  const { seed } = world;
  const scenario = lanes.scenarioOf({ lane, block });
  const draws = new Draws(seed, BASKET, scenario);
  const startedAt = lanes.timeOf({ lane, block, step: 0 });
  const customer = pickCustomer(seed, startedAt, draws);
  const { address } = profileOf(seed, world.names, customer, 0);
  const { perEuro } = countryOf(address.city.country);
  return {
    orderId: idAt(lanes.grid, 'ord', scenario),
    sessionId: idAt(lanes.grid, 'ses', scenario * SHOP_BLOCK + PLACED_STEP),
    customer,
    placedAt: lanes.timeOf({ lane, block, step: PLACED_STEP }),
    city: address.city,
    postalCode: address.postalCode,
    lines: listOf(basketSize(seed, scenario), () => drawLine(world.products, perEuro, draws)),
    channel: draws.chance(0.35) ? 'mobile-app' : 'web',
    paymentMethod: draws.pick(['card', 'card', 'card', 'wallet', 'bank-transfer', 'invoice']),
    end: endOf(seed, scenario),
  };
}

/** Number of lines of the order. The visit before it has two steps for each. */
export function basketSize(seed: number, scenario: number): number {
  return new Draws(seed, SIZE, scenario).pick([1, 1, 1, 2, 2, 3]);
}

/** The outcome, without making the order: 4 % are cancelled before they are shipped, 6 % are returned. */
export function endOf(seed: number, scenario: number): OrderEnd {
  const draws = new Draws(seed, END, scenario);
  if (draws.chance(0.04)) return 'cancelled';
  return draws.chance(0.06) ? 'returned' : 'delivered';
}

function drawLine(products: NonEmpty<Product>, perEuro: number, draws: Draws): OrderLine {
  // A few products sell far more often than the others.
  const product = draws.pickPopular(products);
  const quantity = draws.pick([1, 1, 1, 1, 2, 3]);
  const unitPriceMinor = Math.round(product.priceEuroCents * perEuro);
  return {
    product,
    sku: draws.pick(product.skus),
    quantity,
    unitPriceMinor,
    discountMinor: draws.chance(0.2)
      ? Math.round(quantity * unitPriceMinor * draws.pick([0.05, 0.1, 0.2]))
      : 0,
  };
}

/**
 * The number of orders that were certainly placed before `time`, which numbers orders (`lanes.scenarioOf`)
 * approximately by time. It grows evenly with time; the newest of them was placed a minute to a quarter of an
 * hour before.
 */
export function ordersBefore(lanes: Lanes, time: number): number {
  return Math.floor((time * lanes.grid.eventsPerSecond) / 1000 / SHOP_BLOCK) - lanes.count;
}
