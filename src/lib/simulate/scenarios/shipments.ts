import { type LogisticsShipment } from '../../contracts/generated/types';
import { type Grid, idAt, timeAt } from '../grid';
import { Lanes, type Place } from '../lanes';
import { Draws, stream } from '../random';
import { DEPOTS, distanceKilometres, nearestWarehouse, type Site } from '../world/places';
import { type World } from '../world/world';
import { endOf, type Order, orderOf, ordersBefore, shopLanes } from './orders';
import { type ValidEvent, type Scenario } from './scenario';

const SHIPMENT = stream('shipments.shipment');

/** Number of events of a shipment. */
const SHIPMENT_BLOCK = 6;
/** Time is compressed: an order leaves after about twenty minutes and arrives within the hour. */
const STEP_SECONDS = 540;
const MINUTE = 60_000;

const WAYS = {
  delivered: ['created', 'departed', 'in-transit', 'in-transit', 'arrived', 'delivered'],
  secondTry: ['created', 'departed', 'in-transit', 'arrived', 'failed', 'delivered'],
  returned: ['created', 'departed', 'in-transit', 'arrived', 'failed', 'returned'],
} as const;

const CARRIERS = ['NORDPOST', 'BALTEX', 'HANSA-CARGO', 'QUICKLEG', 'ALPINE-LOG'] as const;

/**
 * Shipments. Each contains an order that was placed before it. If there are more shipments than orders, an
 * order comes in several parcels. If there are fewer, some orders wait.
 */
export function shipmentsScenario(world: World, grid: Grid, shopGrid: Grid): Scenario {
  const lanes = new Lanes(grid, SHIPMENT_BLOCK, STEP_SECONDS);
  const shop = shopLanes(shopGrid);
  return {
    eventsAt(position) {
      const place = lanes.placeOf(position);
      return [shipmentEvent({ world, lanes, shop, place, position })];
    },
  };
}

interface StepOfShipment {
  readonly world: World;
  readonly lanes: Lanes;
  readonly shop: Lanes;
  readonly place: Place;
  readonly position: number;
}

function shipmentEvent({ world, lanes, shop, place, position }: StepOfShipment): ValidEvent {
  const scenario = lanes.scenarioOf(place);
  const draws = new Draws(world.seed, SHIPMENT, scenario);
  const order = shippedOrder(world, shop, lanes.timeOf({ ...place, step: 0 }));
  const way = WAYS[wayOf(order, draws)];
  const status = way[place.step] ?? 'created';
  const shipmentId = idAt(lanes.grid, 'shp', scenario);
  const id = `${shipmentId}:${place.step + 1}`;
  const occurredAt = new Date(timeAt(lanes.grid, position)).toISOString();
  const depot = DEPOTS.find(({ city }) => city === order.city) ?? nearestWarehouse(order.city);
  const warehouse = nearestWarehouse(order.city);
  const tracker = draws.chance(0.25) ? world.trackers[draws.below(world.trackers.length)] : undefined;
  const carrierCode = draws.pick(CARRIERS);
  const distance = distanceKilometres(warehouse.city, depot.city);
  return {
    type: 'logistics.shipment',
    id,
    time: occurredAt,
    partitionKey: shipmentId,
    record: {
      shipmentEventId: id,
      shipmentId,
      orderId: order.orderId,
      ...(tracker === undefined ? {} : { trackerDeviceId: tracker.deviceId }),
      carrierCode,
      mode: distance > 1400 ? 'air' : draws.pick(['road', 'road', 'road', 'rail']),
      origin: stopAt(warehouse),
      destination: stopAt(depot),
      status,
      occurredAt,
      ...timesOf(lanes, place, way, draws),
      distanceKilometres: Math.round(distance * 12.5) / 10, // Routes are about a quarter longer than the direct distance.
      weightKilograms: weightOf(order),
      parcels: 1,
    },
  };
}

/**
 * The order of a shipment created at `time`. Cancelled orders are not shipped; an earlier one of the lane is
 * shipped instead.
 */
function shippedOrder(world: World, shop: Lanes, time: number): Order {
  const number = ordersBefore(shop, time);
  const lane = ((number % shop.count) + shop.count) % shop.count;
  let block = Math.floor(number / shop.count);
  while (endOf(world.seed, shop.scenarioOf({ lane, block })) === 'cancelled') block -= 1;
  return orderOf(world, shop, { lane, block });
}

function wayOf(order: Order, draws: Draws): keyof typeof WAYS {
  const isHard = draws.chance(0.06);
  if (!isHard) return 'delivered';
  return order.end === 'returned' ? 'returned' : 'secondTry';
}

type Times = Pick<
  LogisticsShipment,
  'scheduledDepartureAt' | 'actualDepartureAt' | 'scheduledArrivalAt' | 'actualArrivalAt' | 'delayMinutes'
>;

/** Planned and actual times, if they are known at this step. */
function timesOf(lanes: Lanes, place: Place, way: readonly string[], draws: Draws): Times {
  const at = (step: number): number => lanes.timeOf({ ...place, step });
  const isLate = draws.chance(0.18);
  const departureDelay = Math.round(Math.abs(draws.normal()) * 2);
  const arrivalDelay = Math.round(departureDelay + (isLate ? draws.between(6, 14) : draws.between(-9, 3)));
  const departedAt = at(way.indexOf('departed'));
  const arrivedAt = at(way.indexOf('arrived'));
  const hasDeparted = place.step >= way.indexOf('departed');
  const hasArrived = place.step >= way.indexOf('arrived');
  return {
    scheduledDepartureAt: new Date(departedAt - departureDelay * MINUTE).toISOString(),
    ...(hasDeparted ? { actualDepartureAt: new Date(departedAt).toISOString() } : {}),
    scheduledArrivalAt: new Date(arrivedAt - arrivalDelay * MINUTE).toISOString(),
    ...(hasArrived ? { actualArrivalAt: new Date(arrivedAt).toISOString() } : {}),
    ...(hasDeparted ? { delayMinutes: hasArrived ? arrivalDelay : departureDelay } : {}),
  };
}

function stopAt({ siteCode, city }: Site): LogisticsShipment['origin'] {
  return { siteCode, city: city.name, country: city.country };
}

function weightOf({ lines }: Order): number {
  const weight = lines.reduce(
    (total, { product, quantity }) => total + product.weightKilograms * quantity,
    0,
  );
  return Math.round(weight * 10) / 10;
}
