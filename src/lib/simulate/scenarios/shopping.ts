import { type Grid, idAt, timeAt } from '../grid';
import { type Lanes, type Place } from '../lanes';
import { Draws, stream } from '../random';
import { type World } from '../world/world';
import { click } from './click';
import { orderEvent, type OrderStatus } from './order-event';
import {
  type BlockOfLane,
  type OrderEnd,
  endOf,
  LATER_STATES,
  orderOf,
  PAID_STEP,
  PLACED_STEP,
  PURCHASE_STEP,
  SHOP_BLOCK,
  shopLanes,
} from './orders';
import { type ValidEvent, type Scenario } from './scenario';
import { visitAt } from './visits';

const CLICK = stream('shopping.click');

/**
 * Visitors browse, and some of them order. A block of a lane has a few visits without an order and one with
 * an order. It also has later states of orders of the lane's earlier blocks.
 */
export function shoppingScenario(world: World, grid: Grid): Scenario {
  const lanes = shopLanes(grid);
  return {
    eventsAt(position) {
      const place = lanes.placeOf(position);
      return [laterState(world, lanes, place, position) ?? visitEvent(world, lanes, place, position)];
    },
    // A purchase relies on the products that its visit put into the cart. A late purchase could be of a visit before the
    // simulation began.
    isPunctual(position) {
      const place = lanes.placeOf(position);
      const { order, actions, firstStep } = visitAt(world, lanes, place);
      const action = actions[place.step - firstStep]?.action;
      return order !== undefined && (action === 'add-to-cart' || action === 'purchase');
    },
  };
}

function laterState(world: World, lanes: Lanes, place: Place, position: number): ValidEvent | undefined {
  const later = LATER_STATES.find(({ step }) => step === place.step);
  if (later === undefined) return undefined;
  const of: BlockOfLane = { lane: place.lane, block: place.block - later.blocksAgo };
  const end = endOf(world.seed, lanes.scenarioOf(of));
  const status = statusOf(later.state, end);
  return status === undefined
    ? undefined
    : orderEvent(orderOf(world, lanes, of), status, timeAt(lanes.grid, position));
}

function statusOf(state: (typeof LATER_STATES)[number]['state'], end: OrderEnd): OrderStatus | undefined {
  switch (state) {
    case 'leaving':
      return end === 'cancelled' ? 'cancelled' : 'shipped';
    case 'delivered':
      return end === 'cancelled' ? undefined : 'delivered';
    case 'returned':
      return end === 'returned' ? 'returned' : undefined;
  }
}

function visitEvent(world: World, lanes: Lanes, place: Place, position: number): ValidEvent {
  const time = timeAt(lanes.grid, position);
  const visit = visitAt(world, lanes, place);
  const { order } = visit;
  if (order !== undefined && place.step === PLACED_STEP) return orderEvent(order, 'placed', time);
  if (order !== undefined && place.step === PAID_STEP) return orderEvent(order, 'paid', time);
  return click({
    world,
    visit,
    id: idAt(lanes.grid, 'clk', position),
    time,
    stepOfVisit: place.step - visit.firstStep,
    draws: new Draws(world.seed, CLICK, position),
  });
}

/** A simulator may have begun so long before its opening. */
const BEGUN_SECONDS = 60;

/**
 * The events before `end` of visits that order after a minute before it, from the start of each visit. Without them, the
 * first purchases of a simulation would have no visit.
 *
 * @param end a position; exclusive
 */
export function* visitsUnderWay(world: World, grid: Grid, end: number): Generator<ValidEvent> {
  const lanes = shopLanes(grid);
  const begun = end - Math.ceil(BEGUN_SECONDS * grid.eventsPerSecond);
  for (let position = begun - lanes.count * SHOP_BLOCK; position < end; position += 1) {
    const place = lanes.placeOf(position);
    if (lanes.positionOf({ ...place, step: PURCHASE_STEP }) < begun) continue;
    if (LATER_STATES.some(({ step }) => step === place.step)) continue;
    if (visitAt(world, lanes, place).order !== undefined) yield visitEvent(world, lanes, place, position);
  }
}
