import { idAt } from '../grid';
import { type Lanes, type Place } from '../lanes';
import { Draws, stream } from '../random';
import { customerId, pickCustomer } from '../world/customers';
import { type Product } from '../world/products';
import { type World } from '../world/world';
import { basketSize, LATER_STATES, type Order, orderOf, PURCHASE_STEP, SHOP_BLOCK } from './orders';

const LAYOUT = stream('visits.layout');
const VISIT = stream('visits.visit');

/** The first step of a block that belongs to a visit: `LATER_STATES` come before. */
const FIRST_VISIT_STEP = LATER_STATES.length;

type ActionName =
  'page-view' | 'product-view' | 'search' | 'add-to-cart' | 'remove-from-cart' | 'checkout' | 'purchase';

/** One action of a visitor, and its product. */
export interface VisitorAction {
  readonly action: ActionName;
  readonly product?: Product;
}

/** A click session: consecutive steps of a block by one visitor. */
export interface Visit {
  readonly sessionId: string;
  readonly firstStep: number;
  /** The customer; `undefined` for a visitor who never signs in. */
  readonly customerId: string | undefined;
  /** The visitor is anonymous before this step of the visit. */
  readonly signsInAtStep: number;
  readonly actions: readonly VisitorAction[];
  /** The order at the end of the visit. */
  readonly order: Order | undefined;
  /** Draws of values that stay the same during the visit: device, browser, campaign. */
  readonly traits: Draws;
}

/** The visit of a step of a block. */
export function visitAt(world: World, lanes: Lanes, place: Place): Visit {
  const scenario = lanes.scenarioOf(place);
  const layout = new Draws(world.seed, LAYOUT, scenario);
  const extras = layout.below(3);
  const size = basketSize(world.seed, scenario);
  // The last three steps are the order, the purchase click and the payment.
  const buyingFrom = SHOP_BLOCK - 3 - lengthBeforeOrder(size, extras);
  if (place.step >= buyingFrom) return buyingVisit(world, lanes, place, buyingFrom, extras);
  if (place.step < FIRST_VISIT_STEP) return idleVisit(world, lanes, place, place.step, 1);

  let firstStep: number = FIRST_VISIT_STEP;
  for (;;) {
    const length = Math.min(2 + layout.below(5), buyingFrom - firstStep);
    if (place.step < firstStep + length) return idleVisit(world, lanes, place, firstStep, length);
    firstStep += length;
  }
}

/** A landing page, extra steps, two steps for each product, and the checkout. */
function lengthBeforeOrder(size: number, extras: number): number {
  return 1 + extras + 2 * size + 1;
}

function buyingVisit(world: World, lanes: Lanes, place: Place, firstStep: number, extras: number): Visit {
  const order = orderOf(world, lanes, place);
  const detours: VisitorAction[] = [{ action: 'search' }, { action: 'page-view' }];
  return {
    sessionId: order.sessionId,
    firstStep,
    customerId: customerId(order.customer),
    signsInAtStep: 2,
    actions: [
      { action: 'page-view' },
      ...detours.slice(0, extras),
      ...order.lines.flatMap(({ product }): VisitorAction[] => [
        { action: 'product-view', product },
        { action: 'add-to-cart', product },
      ]),
      { action: 'checkout' },
      // The order event comes between checkout and purchase.
      { action: 'checkout' },
      { action: 'purchase' },
    ],
    order,
    traits: traitsOf(world, lanes, place, PURCHASE_STEP),
  };
}

/** A visit without an order: some visitors only look, some fill a cart and leave it. */
function idleVisit(world: World, lanes: Lanes, place: Place, firstStep: number, length: number): Visit {
  const position = lanes.scenarioOf(place) * SHOP_BLOCK + firstStep;
  const draws = new Draws(world.seed, VISIT, position);
  const startedAt = lanes.timeOf({ ...place, step: firstStep });
  const customer = draws.chance(0.4) ? customerId(pickCustomer(world.seed, startedAt, draws)) : undefined;
  const product = draws.pickPopular(world.products);
  const actions: VisitorAction[] = [
    { action: 'page-view' },
    draws.chance(0.5) ? { action: 'search' } : { action: 'page-view' },
    { action: 'product-view', product },
    { action: 'add-to-cart', product },
    draws.chance(0.5) ? { action: 'remove-from-cart', product } : { action: 'checkout' },
    { action: 'page-view' },
  ];
  return {
    sessionId: idAt(lanes.grid, 'ses', position),
    firstStep,
    customerId: customer,
    signsInAtStep: 1,
    actions: actions.slice(0, length),
    order: undefined,
    traits: traitsOf(world, lanes, place, firstStep),
  };
}

function traitsOf(world: World, lanes: Lanes, place: Place, step: number): Draws {
  return new Draws(world.seed, VISIT, lanes.scenarioOf(place) * SHOP_BLOCK + step, 1);
}
