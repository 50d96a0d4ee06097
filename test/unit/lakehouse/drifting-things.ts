import { type ContractEvent, type Thing } from './thing';

const BEFORE = '2026-03-31T23:50:00Z';
const AFTER = '2026-04-01T00:10:00Z';

/**
 * One subject of each contract, with two events across midnight and the end of a month. Every field of the second
 * event differs from the first, except the identity; a test checks that.
 */
export const DRIFTING: readonly Thing[] = [
  {
    contract: 'ecommerce.order',
    identity: '/orderId',
    events: [
      orderEvent({ id: 'e-1', at: BEFORE, placedAt: '2026-03-31T23:45:00Z', totalMinor: 1000, other: false }),
      orderEvent({ id: 'e-2', at: AFTER, placedAt: '2026-04-01T00:05:00Z', totalMinor: 7000, other: true }),
    ],
  },
  {
    contract: 'ecommerce.clickstream',
    identity: '/sessionId',
    events: [click('c-1', BEFORE, false), click('c-2', AFTER, true)],
  },
  {
    contract: 'iot.telemetry',
    identity: '/deviceId',
    events: [reading('r-1', BEFORE, false), reading('r-2', AFTER, true)],
  },
  {
    contract: 'logistics.shipment',
    identity: '/shipmentId',
    events: [step('s-1', BEFORE, false), step('s-2', AFTER, true)],
  },
  {
    contract: 'customers.profile',
    identity: '/customerId',
    events: [profile('p-1', BEFORE, false), profile('p-2', AFTER, true)],
  },
];

interface OrderFields {
  readonly id: string;
  readonly at: string;
  readonly placedAt: string;
  readonly totalMinor: number;
  /** Whether every other field has its second value. */
  readonly other: boolean;
}

/** An event of the order ord-9. */
export function orderEvent({ id, at, placedAt, totalMinor, other }: OrderFields): ContractEvent {
  return {
    time: at,
    data: {
      orderEventId: id,
      orderId: 'ord-9',
      customerId: other ? 'cus-2' : 'cus-1',
      sessionId: other ? 'ses-2' : 'ses-1',
      occurredAt: at,
      placedAt,
      status: other ? 'paid' : 'placed',
      channel: other ? 'store' : 'web',
      currency: other ? 'USD' : 'EUR',
      lines: [
        {
          productId: other ? 'prd-2' : 'prd-1',
          sku: other ? 'sku-2' : 'sku-1',
          productName: other ? 'Second' : 'First',
          category: other ? 'b' : 'a',
          quantity: other ? 2 : 1,
          unitPriceMinor: other ? 3000 : 990,
          discountMinor: other ? 20 : 10,
        },
      ],
      amounts: {
        subtotalMinor: other ? 6000 : 990,
        discountMinor: other ? 20 : 10,
        shippingMinor: other ? 520 : 15,
        taxMinor: other ? 500 : 5,
        totalMinor,
      },
      paymentMethod: other ? 'card' : 'invoice',
      shippingAddress: other
        ? { city: 'Riga', postalCode: 'LV-1001', country: 'LV' }
        : { city: 'Tallinn', postalCode: '10115', country: 'EE' },
    },
  };
}

function click(id: string, at: string, other: boolean): ContractEvent {
  return {
    time: at,
    data: {
      eventId: id,
      sessionId: 'ses-9',
      customerId: other ? 'cus-2' : 'cus-1',
      occurredAt: at,
      action: other ? 'purchase' : 'add-to-cart',
      pagePath: other ? '/thanks' : '/cart',
      productId: other ? 'prd-2' : 'prd-1',
      orderId: other ? 'ord-7' : 'ord-8',
      referrer: other ? 'https://b.example' : 'https://a.example',
      campaign: other ? 'summer' : 'spring',
      deviceClass: other ? 'mobile' : 'desktop',
      browser: other ? 'firefox' : 'chrome',
      country: other ? 'LV' : 'EE',
      ipAddress: other ? '192.0.2.2' : '198.51.100.17',
      dwellMilliseconds: other ? 2000 : 1000,
    },
  };
}

function reading(id: string, at: string, other: boolean): ContractEvent {
  return {
    time: at,
    data: {
      readingId: id,
      deviceId: 'dev-9',
      deviceKind: other ? 'gateway' : 'sensor',
      measuredAt: at,
      site: other
        ? { siteCode: 'WH-2', name: 'Two', country: 'LV', latitude: 57, longitude: 25 }
        : { siteCode: 'WH-1', name: 'One', country: 'EE', latitude: 59, longitude: 24 },
      metrics: { temperatureCelsius: other ? 20 : 10, batteryPercent: other ? 40 : 50 },
      status: other ? 'fault' : 'ok',
      firmware: other ? '2.0.0' : '1.0.0',
    },
  };
}

function step(id: string, at: string, other: boolean): ContractEvent {
  return {
    time: at,
    data: {
      shipmentEventId: id,
      shipmentId: 'shp-9',
      orderId: other ? 'ord-7' : 'ord-8',
      trackerDeviceId: other ? 'dev-2' : 'dev-1',
      carrierCode: other ? 'NORDEX' : 'BALTEX',
      mode: other ? 'air' : 'road',
      origin: other
        ? { siteCode: 'WH-2', city: 'Riga', country: 'LV' }
        : { siteCode: 'WH-1', city: 'Tallinn', country: 'EE' },
      destination: other
        ? { siteCode: 'DP-2', city: 'Vilnius', country: 'LT' }
        : { siteCode: 'DP-1', city: 'Helsinki', country: 'FI' },
      status: other ? 'delivered' : 'arrived',
      occurredAt: at,
      delayMinutes: other ? 5 : 20,
      distanceKilometres: other ? 20 : 10,
      weightKilograms: other ? 4 : 3,
      parcels: other ? 2 : 1,
    },
  };
}

function profile(id: string, at: string, other: boolean): ContractEvent {
  return {
    time: at,
    data: {
      changeId: id,
      customerId: 'cus-9',
      changedAt: at,
      // An upsert both times: a deletion has no profile.
      operation: 'upsert',
      profile: {
        firstName: other ? 'Anna' : 'Liis',
        lastName: other ? 'Berg' : 'Tamm',
        email: other ? 'anna@example.com' : 'liis@example.com',
        address: other ? { city: 'Riga', country: 'LV' } : { city: 'Tallinn', country: 'EE' },
        segment: other ? 'premium' : 'consumer',
        consent: other ? { marketing: false, profiling: false } : { marketing: true, profiling: true },
      },
    },
  };
}
