import { createHash } from 'node:crypto';
import { type EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { lineOf, startLakehouse } from './lakehouse-scene';

jest.setTimeout(120_000);

let scene: EngineScene;

beforeEach(async () => {
  scene = await startLakehouse();
});
afterEach(() => scene.end());

const TIME = '2026-03-02T08:15:30.250Z';

function reading(readingId: string, temperatureCelsius: number, measuredAt = TIME) {
  return lineOf('iot.telemetry', measuredAt, {
    readingId,
    deviceId: 'dev-1',
    measuredAt,
    site: { siteCode: 'WH-1', country: 'PL', latitude: 54.1, longitude: 18 },
    metrics: { temperatureCelsius },
    status: 'ok',
  });
}

function order(orderEventId: string, lines: readonly object[], enqueuedTime: string) {
  return lineOf(
    'ecommerce.order',
    TIME,
    {
      orderEventId,
      orderId: 'ord-1',
      customerId: 'cus-1',
      occurredAt: TIME,
      placedAt: TIME,
      status: 'placed',
      currency: 'EUR',
      lines,
      amounts: { subtotalMinor: 3, discountMinor: 0, shippingMinor: 0, taxMinor: 0, totalMinor: 3 },
      paymentMethod: 'card',
      shippingAddress: { city: 'Tallinn', postalCode: '10115', country: 'EE' },
    },
    enqueuedTime,
  );
}

const line = (sku: string): object => ({ productId: 'prd-1', sku, quantity: 1.0, unitPriceMinor: 1 });

it('keeps the first arrival of an event, in one refresh and over several', async () => {
  await scene.land('iot', [reading('r-1', 1), reading('r-1', 2), reading('r-2', 3)]);
  await scene.refresh('silver/iot');
  await scene.land('iot', [reading('r-1', 4), reading('r-3', 5)]);
  const results = await scene.refresh('silver/iot');
  expect(results['silver.iot_telemetry']).toMatchObject({ rowsRead: 2, rowsWritten: 1 });
  expect(
    await scene.rows('SELECT event_id, metrics_temperature_celsius FROM silver.iot_telemetry ORDER BY 1'),
  ).toEqual([
    ['r-1', 1],
    ['r-2', 3],
    ['r-3', 5],
  ]);
});

it('puts a late event into its own day and counts it', async () => {
  await scene.land('iot', [
    reading('r-1', 1),
    { ...reading('r-2', 2, '2026-02-20T23:59:59.999+00:00'), enqueuedTime: '2026-03-02T08:16:00Z' },
  ]);
  const results = await scene.refresh('silver/iot');
  expect(results['silver.iot_telemetry']?.expectations).toContainEqual({
    name: 'arrived_within_a_day',
    action: 'warn',
    checked: 2,
    failed: 1,
  });
  expect(
    await scene.rows(
      'SELECT event_id, CAST(event_date AS VARCHAR) FROM silver.iot_telemetry ORDER BY event_time',
    ),
  ).toEqual([
    ['r-2', '2026-02-20'],
    ['r-1', '2026-03-02'],
  ]);
});

it('reads a time with an offset as its instant', async () => {
  await scene.land('iot', [reading('r-1', 1, '2026-03-02T00:30:00+02:00')]);
  await scene.refresh('silver/iot');
  expect(
    await scene.rows('SELECT CAST(event_date AS VARCHAR), hour(event_time) FROM silver.iot_telemetry'),
  ).toEqual([['2026-03-01', '22']]);
});

it('uses the lines of the first arrival only', async () => {
  await scene.land('ecommerce', [order('oe-1', [line('a'), line('b')], '2026-03-02T08:16:00Z')]);
  await scene.refresh('silver/ecommerce');
  // The same event again with other lines: a producer's mistake.
  await scene.land('ecommerce', [order('oe-1', [line('c'), line('d'), line('e')], '2026-03-02T08:17:00Z')]);
  await scene.refresh('silver/ecommerce');
  expect(
    await scene.rows(
      'SELECT line_number, sku, CAST(quantity AS INTEGER) FROM silver.ecommerce_order_line ORDER BY 1',
    ),
  ).toEqual([
    [1, 'a', 1],
    [2, 'b', 1],
  ]);
});

it('treats personal data as the contract declares', async () => {
  const least = {
    firstName: 'Liis',
    lastName: 'Tammsaare',
    email: 'Liis.Tamm@Example.com',
    address: { street: 'Pikk 12', city: 'Tallinn', postalCode: '10115', country: 'EE' },
    segment: 'premium',
    consent: { marketing: true, profiling: false },
  };
  const profile = { ...least, phone: '+3725550101', birthDate: '1988-06-14' };
  const upsert = (changeId: string, customerId: string, of: object) =>
    lineOf('customers.profile', TIME, {
      changeId,
      customerId,
      changedAt: TIME,
      operation: 'upsert',
      profile: of,
    });
  await scene.land('customers', [upsert('c-1', 'cus-1', profile), upsert('c-2', 'cus-2', least)]);
  await scene.refresh('silver/customers');
  const hash = createHash('sha256').update('pepper:liis.tamm@example.com').digest('hex');
  expect(
    await scene.rows(
      `SELECT profile_first_name, profile_last_name, profile_email, profile_phone, CAST(profile_birth_year AS INTEGER),
         profile_address_postal_code_prefix FROM silver.customers_profile ORDER BY customer_id`,
    ),
  ).toEqual([
    ['L***', 'T***re', hash, '+***01', 1988, '10'],
    ['L***', 'T***re', hash, null, null, '10'],
  ]);
  const texts = await scene.rows('SELECT CAST(to_json(p) AS VARCHAR) FROM silver.customers_profile AS p');
  expect(JSON.stringify(texts)).not.toMatch(/Pikk|Liis|Tamm|3725550|10115|06-14/);
});
