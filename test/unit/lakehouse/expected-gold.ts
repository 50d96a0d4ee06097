import {
  type CustomersProfile,
  type EcommerceClickstream,
  type EcommerceOrder,
  type IotTelemetry,
  type LogisticsShipment,
} from '../../../src/lib/contracts/generated/types';
import { type Envelope } from './lakehouse-scene';

/** Expected figures from events, each counted once, computed without SQL for the comparison with Gold. */
export class ExpectedGold {
  readonly orders: readonly EcommerceOrder[];
  readonly clicks: readonly EcommerceClickstream[];
  readonly readings: readonly IotTelemetry[];
  readonly steps: readonly LogisticsShipment[];
  readonly profiles: readonly CustomersProfile[];

  constructor(envelopes: readonly Envelope[]) {
    // Records of accepted events fit their contract, whose type they get here.
    const once = (type: string, id: string): readonly unknown[] => [
      ...new Map(
        envelopes
          .filter((envelope) => envelope.type === type)
          .map((envelope): [unknown, unknown] => [envelope.data[id], envelope.data]),
      ).values(),
    ];
    this.orders = once('ecommerce.order', 'orderEventId') as readonly EcommerceOrder[];
    this.clicks = once('ecommerce.clickstream', 'eventId') as readonly EcommerceClickstream[];
    this.readings = once('iot.telemetry', 'readingId') as readonly IotTelemetry[];
    this.steps = once('logistics.shipment', 'shipmentEventId') as readonly LogisticsShipment[];
    this.profiles = once('customers.profile', 'changeId') as readonly CustomersProfile[];
  }

  /** The newest state of each order; the simulated shop never changes one twice at the same instant. */
  get newestOrders(): readonly EcommerceOrder[] {
    return newest(this.orders, ({ orderId }) => orderId);
  }

  get newestSteps(): readonly LogisticsShipment[] {
    return newest(this.steps, ({ shipmentId }) => shipmentId);
  }

  /** Rows of finance_day: day, currency, country, payment, orders, total, cancelled, returned, kept; amounts in minor units. */
  financeDay(): unknown[][] {
    return grouped(
      this.newestOrders,
      ({ placedAt, currency, shippingAddress, paymentMethod }) => [
        day(placedAt),
        currency,
        shippingAddress.country,
        paymentMethod,
      ],
      (orders) => {
        const total = (status?: string): number =>
          sum(orders.filter((order) => status === undefined || order.status === status).map(totalOf));
        const [all, cancelled, returned] = [total(), total('cancelled'), total('returned')];
        const tax = sum(orders.map(({ amounts }) => amounts.taxMinor));
        return [orders.length, tax, all, cancelled, returned, all - cancelled - returned];
      },
    );
  }

  /** Rows of sales_product_day: day, product, currency, orders, pieces, net, kept. */
  salesProductDay(): unknown[][] {
    const lines = this.newestOrders.flatMap((order) => order.lines.map((line) => ({ order, line })));
    const net = ({ line }: (typeof lines)[number]): number =>
      line.quantity * line.unitPriceMinor - (line.discountMinor ?? 0);
    return grouped(
      lines,
      ({ order, line }) => [day(order.placedAt), line.productId, order.currency],
      (group) => [
        new Set(group.map(({ order }) => order.orderId)).size,
        sum(group.map(({ line }) => line.quantity)),
        sum(group.map(net)),
        sum(group.filter(({ order }) => !['cancelled', 'returned'].includes(order.status)).map(net)),
      ],
    );
  }

  /** Rows of operations_device_day: day, device, hours, readings, faults, highest temperature. */
  deviceDay(): unknown[][] {
    return grouped(
      this.readings,
      ({ measuredAt, deviceId }) => [day(measuredAt), deviceId],
      (readings) => {
        const temperatures = readings.flatMap(({ metrics }) => metrics.temperatureCelsius ?? []);
        return [
          new Set(readings.map(({ measuredAt }) => measuredAt.slice(0, 13))).size,
          readings.length,
          readings.filter(({ status }) => status === 'fault').length,
          temperatures.length === 0 ? null : Math.max(...temperatures),
        ];
      },
    );
  }

  /** Rows of operations_delivery_day: day, carrier, mode, shipments, arrivals, late ones, deliveries, delay. */
  deliveryDay(): unknown[][] {
    return grouped(
      this.steps,
      ({ occurredAt, carrierCode, mode }) => [day(occurredAt), carrierCode, mode],
      (steps) => {
        const arrivals = steps.filter(({ status }) => status === 'arrived');
        return [
          new Set(steps.map(({ shipmentId }) => shipmentId)).size,
          arrivals.length,
          arrivals.filter(({ delayMinutes = 0 }) => delayMinutes > 15).length,
          steps.filter(({ status }) => status === 'delivered').length,
          sum(arrivals.map(({ delayMinutes = 0 }) => delayMinutes)),
        ];
      },
    );
  }

  /** Rows of marketing_campaign_day over all countries: day, campaign, device, visits, carts, purchases, clicks. */
  campaignDay(): unknown[][] {
    const visits = grouped(
      this.clicks,
      ({ sessionId }) => [sessionId],
      (clicks) => [byTime(clicks)],
    ).map(([, sorted]) => {
      const clicks = sorted as EcommerceClickstream[];
      // A visit belongs to the day on which it began.
      return { date: day(clicks[0]?.occurredAt ?? ''), clicks };
    });
    const did = ({ clicks }: (typeof visits)[number], action: string): boolean =>
      clicks.some((click) => click.action === action);
    return grouped(
      visits,
      ({ date, clicks: [first] }) => [date, first?.campaign ?? 'none', first?.deviceClass ?? ''],
      (group) => [
        group.length,
        group.filter((visit) => did(visit, 'add-to-cart')).length,
        group.filter((visit) => did(visit, 'purchase')).length,
        sum(group.map(({ clicks }) => clicks.length)),
      ],
    );
  }

  /** The one row of customer_care_day summed over all days: placed, cancelled, returned, late, failed. */
  careTotals(): unknown[] {
    const orders = (status: string): number => this.orders.filter((order) => order.status === status).length;
    const steps = (is: (step: LogisticsShipment) => boolean): number => this.steps.filter(is).length;
    return [
      orders('placed'),
      orders('cancelled'),
      orders('returned'),
      steps(({ status, delayMinutes = 0 }) => status === 'arrived' && delayMinutes > 15),
      steps(({ status }) => status === 'failed'),
    ];
  }

  /** Ids of the customers who exist at the end, by their newest change. */
  currentCustomers(): readonly string[] {
    return newest(
      this.profiles.map((change) => ({ ...change, occurredAt: change.changedAt })),
      ({ customerId }) => customerId,
    )
      .filter(({ operation }) => operation === 'upsert')
      .map(({ customerId }) => customerId)
      .sort();
  }
}

function totalOf({ amounts }: EcommerceOrder): number {
  return amounts.totalMinor;
}

function day(time: string): string {
  return new Date(time).toISOString().slice(0, 10);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function byTime<T extends { readonly occurredAt: string; readonly eventId: string }>(
  events: readonly T[],
): T[] {
  return [...events].sort(
    (a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt) || (a.eventId < b.eventId ? -1 : 1),
  );
}

function newest<T extends { readonly occurredAt: string }>(
  events: readonly T[],
  keyOf: (event: T) => string,
): readonly T[] {
  const last = new Map<string, T>();
  for (const event of events) {
    const before = last.get(keyOf(event));
    if (before === undefined || Date.parse(event.occurredAt) > Date.parse(before.occurredAt)) {
      last.set(keyOf(event), event);
    }
  }
  return [...last.values()];
}

function grouped<T>(
  items: readonly T[],
  keysOf: (item: T) => readonly string[],
  valuesOf: (group: readonly T[]) => readonly unknown[],
): unknown[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(keysOf(item));
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return Array.from(groups, ([key, group]) => [...(JSON.parse(key) as string[]), ...valuesOf(group)]);
}
