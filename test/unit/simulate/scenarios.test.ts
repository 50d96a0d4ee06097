import {
  type CustomersProfile,
  type EcommerceClickstream,
  type EcommerceOrder,
  type IotTelemetry,
  type LogisticsShipment,
} from '../../../src/lib/contracts/generated/types';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { type SimulatedSource } from '../../../src/lib/contracts/source';
import { NO_FAULTS } from '../../../src/lib/simulate/faults';
import { type SimulatedEvent } from '../../../src/lib/simulate/simulated-event';
import { createSimulator } from '../../../src/lib/simulate/simulator';

const START = Date.UTC(2026, 2, 2, 8, 0, 0);
const HOUR = 3600;
const simulator = createSimulator({ seed: 7 });

function addEvents(
  source: SimulatedSource,
  fromSeconds: number,
  toSeconds: number,
  eventsPerSecond: number,
  shopRate?: number,
) {
  return simulator.simulate({
    source,
    from: new Date(START + fromSeconds * 1000),
    to: new Date(START + toSeconds * 1000),
    eventsPerSecond,
    faults: NO_FAULTS,
    ...(shopRate === undefined ? {} : { shopEventsPerSecond: shopRate }),
  });
}

/** The records of one type. */
function recordsOf<Record>(events: readonly SimulatedEvent[], type: string): Record[] {
  return events
    .filter((event) => event.type === type)
    .map(({ body }) => (JSON.parse(body.toString('utf8')) as { data: Record }).data);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

describe('the shop', () => {
  const events = addEvents('ecommerce', 0, 4 * HOUR, 1);
  const orders = recordsOf<EcommerceOrder>(events, 'ecommerce.order');
  const clicks = recordsOf<EcommerceClickstream>(events, 'ecommerce.clickstream');
  const byOrder = groupBy(orders, ({ orderId }) => orderId);

  it('places each order after a visit of its customer that put its products into the cart', () => {
    const visits = groupBy(clicks, ({ sessionId }) => sessionId);
    let whole = 0;
    for (const order of orders.filter(({ status }) => status === 'placed')) {
      const visit = visits.get(order.sessionId ?? '') ?? [];
      // The visit of an order in the first minutes began before the window.
      if (Date.parse(order.placedAt) < START + 300_000) continue;
      whole += 1;
      const before = visit.filter(({ occurredAt }) => occurredAt < order.placedAt);
      const carted = before
        .filter(({ action }) => action === 'add-to-cart')
        .map(({ productId }) => productId);
      expect(carted).toEqual(order.lines.map(({ productId }) => productId));
      expect(before.map(({ action }) => action)).toEqual(
        expect.arrayContaining(['page-view', 'product-view', 'add-to-cart', 'checkout']),
      );
      expect(before.at(-1)?.customerId).toBe(order.customerId);
      const purchase = visit.find(({ action }) => action === 'purchase');
      if (purchase !== undefined) expect(purchase.orderId).toBe(order.orderId);
    }
    expect(whole).toBeGreaterThan(500);
  });

  it('changes states of orders in sequence, with the whole order in each event', () => {
    const rank = ['placed', 'paid', 'cancelled', 'shipped', 'delivered', 'returned'];
    const seen = new Set<string>();
    for (const states of byOrder.values()) {
      const statuses = states.map(({ status }) => status);
      for (const status of statuses) seen.add(status);
      expect(statuses).toEqual([...statuses].sort((a, b) => rank.indexOf(a) - rank.indexOf(b)));
      expect(new Set(statuses).size).toBe(statuses.length);
      if (statuses.includes('cancelled')) expect(statuses).not.toContain('shipped');
      const same = states.map(({ customerId, placedAt, lines, amounts, shippingAddress }) =>
        JSON.stringify([customerId, placedAt, lines, amounts, shippingAddress]),
      );
      expect(new Set(same).size).toBe(1);
    }
    expect(seen).toEqual(new Set(rank));
  });

  it('adds the amounts', () => {
    const wrong = orders.filter(({ lines, amounts }) => {
      const { subtotalMinor, discountMinor, shippingMinor, taxMinor, totalMinor } = amounts;
      const goods = sum(lines.map(({ quantity, unitPriceMinor }) => quantity * unitPriceMinor));
      const discounts = sum(lines.map((line) => line.discountMinor ?? 0));
      const total = goods - discounts + shippingMinor + taxMinor;
      return subtotalMinor !== goods || discountMinor !== discounts || totalMinor !== total;
    });
    expect(orders.length).toBeGreaterThan(1000);
    expect(wrong).toEqual([]);
  });

  it('keeps visitor, device and address the same during a visit', () => {
    for (const visit of groupBy(clicks, ({ sessionId }) => sessionId).values()) {
      const traits = visit.map(({ deviceClass, browser, ipAddress, country }) =>
        JSON.stringify([deviceClass, browser, ipAddress, country]),
      );
      expect(new Set(traits).size).toBe(1);
      expect(
        new Set(visit.map(({ customerId }) => customerId).filter((id) => id !== null)).size,
      ).toBeLessThan(2);
    }
  });
});

describe('customers', () => {
  const from = new Date(START);
  const current = simulator.currentCustomers({ at: from });

  it('are all returned on demand, each once, in valid events', () => {
    const validate = createEventValidator({ registry: createRegistry(), source: 'customers' });
    expect(current.filter((event) => validate(event).verdict !== 'accepted')).toEqual([]);
    expect(current.length).toBeGreaterThan(9_000);
    expect(new Set(current.map(({ partitionKey }) => partitionKey)).size).toBe(current.length);
  });

  it('have a profile before they click or order, and have not left', () => {
    const changes = [
      ...recordsOf<CustomersProfile>(current, 'customers.profile'),
      ...recordsOf<CustomersProfile>(addEvents('customers', 0, 2 * HOUR, 0.1), 'customers.profile'),
    ];
    const knownFrom = new Map<string, string>();
    const leftAt = new Map<string, string>();
    for (const { customerId, changedAt, operation } of changes) {
      if (operation === 'delete') leftAt.set(customerId, changedAt);
      else if (!knownFrom.has(customerId)) knownFrom.set(customerId, changedAt);
    }
    const events = addEvents('ecommerce', 0, 2 * HOUR, 4);
    const acts = [
      ...recordsOf<EcommerceOrder>(events, 'ecommerce.order'),
      ...recordsOf<EcommerceClickstream>(events, 'ecommerce.clickstream'),
    ];
    const named = acts.flatMap(({ customerId, occurredAt }) =>
      typeof customerId === 'string' ? [{ customerId, occurredAt }] : [],
    );
    // Times in UTC with milliseconds sort as texts.
    expect(
      named.filter(({ customerId, occurredAt }) => !((knownFrom.get(customerId) ?? 'z') < occurredAt)),
    ).toEqual([]);
    expect(
      named.filter(({ customerId, occurredAt }) => (leftAt.get(customerId) ?? 'z') <= occurredAt),
    ).toEqual([]);
    const signedUpSince = named.filter(
      ({ customerId }) => (knownFrom.get(customerId) ?? '') > from.toISOString(),
    );
    expect(signedUpSince.length).toBeGreaterThan(0);
  });

  it('have one first profile each, at any rate', () => {
    for (const eventsPerSecond of [0.004, 0.5, 2]) {
      const changes = recordsOf<CustomersProfile>(
        addEvents('customers', 0, HOUR, eventsPerSecond),
        'customers.profile',
      );
      const signUps = changes.filter(({ profile, changedAt }) =>
        changedAt.startsWith(profile?.registeredOn ?? 'x'),
      );
      // One a minute; the first may belong to the position before the window, the last to the one after it.
      const late = signUps.filter(({ changeId }) => changeId.endsWith('-upsert'));
      expect(Math.abs(late.length - 60)).toBeLessThanOrEqual(5);
      expect(new Set(late.map(({ changeId }) => changeId)).size).toBe(late.length);
    }
  });

  it('leave after they came, and never come back', () => {
    const changes = recordsOf<CustomersProfile>(
      addEvents('customers', 0, 24 * HOUR, 0.02),
      'customers.profile',
    );
    const left = new Set<string>();
    for (const { operation, customerId } of changes) {
      expect(left.has(customerId)).toBe(false);
      if (operation === 'delete') left.add(customerId);
    }
    // 4 in 100 of about 1,440 sign-ups a day.
    expect(left.size).toBeGreaterThan(30);
    expect(left.size).toBeLessThan(90);
  });

  it('have a visible difference after each change', () => {
    const changes = recordsOf<CustomersProfile>(addEvents('customers', 0, 160, 60), 'customers.profile');
    const pairs = [...groupBy(changes, ({ customerId }) => customerId).values()].flatMap((versions) =>
      versions.slice(1).map(({ profile }, index) => [versions[index]?.profile, profile] as const),
    );
    expect(pairs.length).toBeGreaterThan(4_000);
    expect(pairs.filter(([before, after]) => JSON.stringify(before) === JSON.stringify(after))).toEqual([]);
    expect(pairs.filter(([before, after]) => before?.email !== after?.email)).toEqual([]);
  });
});

describe('shipments', () => {
  it.each([
    ['as many as the shop fills', 1, 2],
    ['fewer than orders', 0.2, 4],
    ['more than orders', 2, 0.5],
  ])('contain earlier orders that are not cancelled: %s', (_, rate, shopRate) => {
    const orders = recordsOf<EcommerceOrder>(
      addEvents('ecommerce', -2 * HOUR, HOUR, shopRate),
      'ecommerce.order',
    );
    const placed = new Map(
      orders.filter(({ status }) => status === 'placed').map((order) => [order.orderId, order]),
    );
    const cancelled = new Set(
      orders.filter(({ status }) => status === 'cancelled').map(({ orderId }) => orderId),
    );
    const shipments = recordsOf<LogisticsShipment>(
      addEvents('logistics', 0, HOUR, rate, shopRate),
      'logistics.shipment',
    );
    expect(shipments.length).toBeGreaterThan(700);
    const orderOf = ({ orderId = '' }: LogisticsShipment): EcommerceOrder | undefined => placed.get(orderId);
    expect(shipments.filter((shipment) => orderOf(shipment) === undefined)).toEqual([]);
    expect(
      shipments.filter((shipment) => (orderOf(shipment)?.placedAt ?? 'z') >= shipment.occurredAt),
    ).toEqual([]);
    expect(shipments.filter(({ orderId = '' }) => cancelled.has(orderId))).toEqual([]);
    expect(
      shipments.filter((shipment) => orderOf(shipment)?.shippingAddress.city !== shipment.destination.city),
    ).toEqual([]);
  });

  it('contain each order once if there are enough orders', () => {
    const shipments = recordsOf<LogisticsShipment>(
      addEvents('logistics', 0, HOUR, 0.2, 4),
      'logistics.shipment',
    );
    const carried = groupBy(shipments, ({ orderId }) => orderId ?? '');
    const repeated = [...carried.values()].filter(
      (steps) => new Set(steps.map(({ shipmentId }) => shipmentId)).size > 1,
    );
    // A cancelled order is replaced by an earlier one, which then has two parcels.
    expect(repeated.length).toBeLessThan(carried.size * 0.08);
  });

  it('have their steps in order, with consistent times', () => {
    const shipments = recordsOf<LogisticsShipment>(
      addEvents('logistics', 0, 2 * HOUR, 0.4),
      'logistics.shipment',
    );
    const statuses = new Set<string>();
    for (const steps of groupBy(shipments, ({ shipmentId }) => shipmentId).values()) {
      for (const [index, step] of steps.entries()) {
        statuses.add(step.status);
        const before = steps[index - 1];
        if (before !== undefined) expect(step.occurredAt > before.occurredAt).toBe(true);
        const { scheduledDepartureAt = '', scheduledArrivalAt = '', actualArrivalAt, delayMinutes } = step;
        expect(scheduledDepartureAt < scheduledArrivalAt).toBe(true);
        expect(steps[0]).toMatchObject({
          scheduledDepartureAt,
          scheduledArrivalAt,
          carrierCode: step.carrierCode,
        });
        if (actualArrivalAt !== undefined) {
          expect(Date.parse(actualArrivalAt) - Date.parse(scheduledArrivalAt)).toBe(
            (delayMinutes ?? 0) * 60_000,
          );
        }
      }
      if (steps.length === 6) {
        expect(steps[0]?.status).toBe('created');
        expect(['delivered', 'returned']).toContain(steps[5]?.status);
      }
    }
    expect(statuses).toEqual(
      new Set(['created', 'departed', 'in-transit', 'arrived', 'delivered', 'failed', 'returned']),
    );
  });

  it('have trackers that report telemetry', () => {
    const shipments = recordsOf<LogisticsShipment>(addEvents('logistics', 0, 600, 2), 'logistics.shipment');
    const readings = recordsOf<IotTelemetry>(addEvents('iot', 0, 700, 1), 'iot.telemetry');
    const trackers = new Set(
      readings.filter(({ deviceKind }) => deviceKind === 'tracker').map(({ deviceId }) => deviceId),
    );
    const named = shipments.flatMap(({ trackerDeviceId }) => trackerDeviceId ?? []);
    expect(named.length).toBeGreaterThan(100);
    for (const deviceId of named) expect(trackers.has(deviceId)).toBe(true);
  });
});

describe('devices', () => {
  const readings = recordsOf<IotTelemetry>(addEvents('iot', 0, 24 * HOUR, 0.5), 'iot.telemetry');
  const byDevice = groupBy(readings, ({ deviceId }) => deviceId);

  it('report in turn, each from its own place', () => {
    const counts = [...byDevice.values()].map((own) => own.length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    for (const own of byDevice.values()) {
      if (own[0]?.deviceKind === 'tracker') continue;
      expect(new Set(own.map(({ site }) => site.siteCode)).size).toBe(1);
    }
  });

  it('depend on the time of day: weather stations are warmer in the afternoon than at night', () => {
    const stations = readings.filter(({ deviceKind }) => deviceKind === 'weather-station');
    const mean = (from: number, to: number): number => {
      const found = stations.filter(({ measuredAt }) => {
        const hour = new Date(measuredAt).getUTCHours();
        return hour >= from && hour < to;
      });
      return found.reduce((sum, { metrics }) => sum + (metrics.temperatureCelsius ?? 0), 0) / found.length;
    };
    expect(mean(12, 16)).toBeGreaterThan(mean(0, 4) + 3);
  });

  it('have rare failures: spikes, stuck sensors, low batteries and failed self-tests', () => {
    const sensors = readings.filter(({ deviceKind }) => deviceKind === 'sensor');
    expect(sensors.some(({ metrics }) => (metrics.temperatureCelsius ?? 0) > 65)).toBe(true);
    expect(new Set(readings.map(({ status }) => status))).toEqual(
      new Set(['ok', 'degraded', 'fault', 'maintenance']),
    );
    const stuck = [...byDevice.values()].some((own) =>
      own.some(({ metrics }, index) => {
        const before = own[index - 1]?.metrics;
        return index > 0 && JSON.stringify(metrics) === JSON.stringify(before);
      }),
    );
    expect(stuck).toBe(true);
  });
});

describe('the opening of a simulation', () => {
  const at = new Date(START);
  const open = (source: SimulatedSource, eventsPerSecond = 4, since?: Date) =>
    simulator.opening({ source, at, eventsPerSecond, ...(since !== undefined && { since }) });

  it.each(['customers', 'iot', 'ecommerce'] as const)('of %s is valid and in time', (source) => {
    const validate = createEventValidator({ registry: createRegistry(), source });
    const events = open(source);
    expect(events.length).toBeGreaterThan(50);
    expect(events.filter((event) => validate(event).verdict !== 'accepted')).toEqual([]);
    const ages = events.map(({ body }) => {
      const { time } = JSON.parse(body.toString('utf8')) as { time: string };
      return START - Date.parse(time);
    });
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(0);
    // A day late is a warning of the quality checks.
    expect(Math.max(...ages)).toBeLessThan(24 * HOUR * 1000);
  });

  it('has a reading of each device, so that every tracker of a shipment is known', () => {
    const readings = recordsOf<IotTelemetry>(open('iot'), 'iot.telemetry');
    expect(readings).toHaveLength(640);
    expect(new Set(readings.map(({ deviceId }) => deviceId)).size).toBe(640);
  });

  it('has the visits under way, so that every purchase comes after a product in the cart', () => {
    const faults = { ...NO_FAULTS, late: 0.3 };
    const window = { from: at, to: new Date(START + 900_000), eventsPerSecond: 4 };
    const simulated = simulator.simulate({ source: 'ecommerce', ...window, faults });
    const opening = open('ecommerce');
    const clicks = recordsOf<EcommerceClickstream>([...opening, ...simulated], 'ecommerce.clickstream');
    const purchases = clicks.filter(({ action }) => action === 'purchase');
    const withoutCart = (visible: typeof clicks): number => {
      const carted = new Set(
        visible.filter(({ action }) => action === 'add-to-cart').map(({ sessionId }) => sessionId),
      );
      return purchases.filter(({ sessionId }) => !carted.has(sessionId)).length;
    };
    expect(purchases.length).toBeGreaterThan(100);
    expect(withoutCart(clicks)).toBe(0);
    // Without the opening, the first purchases would have none.
    expect(withoutCart(recordsOf<EcommerceClickstream>(simulated, 'ecommerce.clickstream'))).toBeGreaterThan(
      0,
    );
    expect(opening.length).toBeLessThan(4 * 20 * 24);
    // A simulator that began a minute earlier is covered, too.
    const early = simulator.simulate({
      source: 'ecommerce',
      from: new Date(START - 60_000),
      to: at,
      eventsPerSecond: 4,
      faults,
    });
    const all = recordsOf<EcommerceClickstream>(
      [...opening, ...early, ...simulated],
      'ecommerce.clickstream',
    );
    purchases.push(...all.filter(({ action }) => action === 'purchase'));
    expect(withoutCart(all)).toBe(0);
  });

  it('has the sign-ups and leavings of a pause when a simulation continues', () => {
    const since = new Date(START - 5 * HOUR * 1000);
    const changes = recordsOf<CustomersProfile>(open('customers', 4, since), 'customers.profile');
    const signUps = changes.filter(({ operation }) => operation === 'upsert');
    expect(signUps).toHaveLength(300);
    expect(changes.length).toBeGreaterThan(300);
    expect(changes.every(({ changedAt }) => changedAt > since.toISOString())).toBe(true);
    expect(open('iot', 4, since)).toEqual([]);
  });

  it('makes no sign-up late, because orders rely on its profile', () => {
    const profiles = (late: number): readonly string[] =>
      recordsOf<CustomersProfile>(
        simulator.simulate({
          source: 'customers',
          from: at,
          to: new Date(START + HOUR * 1000),
          eventsPerSecond: 1,
          faults: { ...NO_FAULTS, late },
        }),
        'customers.profile',
      )
        .map(({ changeId }) => changeId)
        .filter((id) => id.endsWith('-upsert'));
    expect(profiles(1)).toEqual(profiles(0));
    expect(profiles(1).length).toBeGreaterThan(50);
  });

  it.each([
    ['a rate of zero', { eventsPerSecond: 0 }, 'eventsPerSecond must be more than 0 and at most 1000000.'],
    ['a pause in the future', { since: new Date(START + 1) }, 'since must not be after at.'],
  ])('refuses %s', (_, change, message) => {
    expect(() => simulator.opening({ source: 'iot', at, eventsPerSecond: 4, ...change })).toThrow(message);
  });
});

describe('contradicting events', () => {
  it.each([
    ['ecommerce', 'cus-nobody'],
    ['logistics', 'dev-nowhere'],
  ] as const)('of %s are valid and refer to %s', (source, unknown) => {
    const validate = createEventValidator({ registry: createRegistry(), source });
    const window = { from: new Date(START), to: new Date(START + 60_000), eventsPerSecond: 4 };
    const events = simulator.simulate({ source, ...window, faults: { ...NO_FAULTS, contradicting: 1 } });
    const contradicting = events.filter(({ fault }) => fault === 'contradicting');
    expect(contradicting.filter((event) => validate(event).verdict !== 'accepted')).toEqual([]);
    expect(contradicting.some(({ body }) => body.includes(unknown))).toBe(true);
    const plain = simulator.simulate({ source, ...window, faults: NO_FAULTS });
    expect(events.filter(({ fault }) => fault === undefined)).toEqual(plain);
  });

  it('do not exist for sources that refer to nothing', () => {
    for (const source of ['iot', 'customers'] as const) {
      const window = { from: new Date(START), to: new Date(START + 60_000), eventsPerSecond: 4 };
      const faults = { ...NO_FAULTS, contradicting: 1 };
      expect(simulator.simulate({ source, ...window, faults })).toEqual(
        simulator.simulate({ source, ...window, faults: NO_FAULTS }),
      );
    }
  });
});
