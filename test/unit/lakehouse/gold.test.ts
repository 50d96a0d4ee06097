import { type EngineScene, type Line } from '../../conformance/databricks/engine/engine-scene';
import { lineOf, startLakehouse } from './lakehouse-scene';

jest.setTimeout(180_000);

let scene: EngineScene;

afterEach(() => scene.end());

const PLACED = '2026-03-02T23:50:00Z';

interface OrderState {
  readonly orderId: string;
  readonly status: string;
  readonly at: string;
  readonly skus?: readonly string[];
  readonly totalMinor?: number;
}

function order({ orderId, status, at, skus = ['a'], totalMinor = 1234 * skus.length }: OrderState): Line {
  return lineOf('ecommerce.order', at, {
    orderEventId: `${orderId}:${status}`,
    orderId,
    customerId: 'cus-1',
    sessionId: 'ses-1',
    occurredAt: at,
    placedAt: PLACED,
    status,
    channel: 'web',
    currency: 'EUR',
    lines: skus.map((sku) => ({
      productId: `prd-${sku}`,
      sku,
      productName: `Product ${sku}`,
      quantity: 2,
      unitPriceMinor: 617,
    })),
    amounts: {
      subtotalMinor: 1234 * skus.length,
      discountMinor: 0,
      shippingMinor: 0,
      taxMinor: 0,
      totalMinor,
    },
    paymentMethod: 'card',
    shippingAddress: { city: 'Tallinn', postalCode: '10115', country: 'EE' },
  });
}

function step(shipmentId: string, status: string, at: string, more: object = {}): Line {
  return lineOf('logistics.shipment', at, {
    shipmentEventId: `${shipmentId}:${status}`,
    shipmentId,
    carrierCode: 'BALTEX',
    mode: 'road',
    origin: { siteCode: 'WH-RIX-1' },
    destination: { siteCode: 'DP-TLL-1', city: 'Tallinn', country: 'EE' },
    status,
    occurredAt: at,
    ...more,
  });
}

function profile(changeId: string, changedAt: string, segment?: string): Line {
  const head = { changeId, customerId: 'cus-1', changedAt };
  return lineOf(
    'customers.profile',
    changedAt,
    segment === undefined
      ? { ...head, operation: 'delete' }
      : {
          ...head,
          operation: 'upsert',
          profile: {
            firstName: 'Liis',
            lastName: 'Tamm',
            email: 'liis@example.com',
            address: { city: 'Tallinn', country: 'EE' },
            segment,
            consent: { marketing: true, profiling: true },
          },
        },
  );
}

it('shows an order as in its newest event, for any order of arrival', async () => {
  scene = await startLakehouse({ upTo: ['gold.fact_order', 'gold.fact_order_line'] });
  await scene.land('ecommerce', [
    order({ orderId: 'ord-1', status: 'delivered', at: '2026-03-04T10:00:00Z', skus: ['a'] }),
  ]);
  await scene.refresh();
  await scene.land('ecommerce', [
    order({ orderId: 'ord-1', status: 'placed', at: PLACED, skus: ['a', 'b', 'c'] }),
    order({ orderId: 'ord-1', status: 'shipped', at: '2026-03-03T10:00:00Z', skus: ['a', 'b'] }),
  ]);
  await scene.refresh();
  expect(
    await scene.rows(
      `SELECT status, CAST(total_amount AS VARCHAR), CAST(line_count AS INTEGER), CAST(shipped_at AS VARCHAR),
         CAST(placed_date AS VARCHAR), is_open FROM gold.fact_order`,
    ),
  ).toEqual([['delivered', '12.34', 1, '2026-03-03 10:00:00+00', '2026-03-02', false]]);
  expect(await scene.rows('SELECT sku, status FROM gold.fact_order_line')).toEqual([['a', 'delivered']]);
});

it('shows customers, products, devices and places by identity until they are described', async () => {
  scene = await startLakehouse({
    upTo: ['gold.dim_customer_current', 'gold.dim_product', 'gold.dim_device', 'gold.dim_place'],
  });
  await scene.land('ecommerce', [order({ orderId: 'ord-1', status: 'placed', at: PLACED })]);
  await scene.land('logistics', [step('shp-1', 'created', PLACED, { trackerDeviceId: 'dev-9' })]);
  await scene.refresh();
  const members = (): Promise<unknown[][]> =>
    scene.rows(
      `SELECT 'customer', customer_id, segment, is_inferred FROM gold.dim_customer_current
       UNION ALL SELECT 'product', product_id, name, is_inferred FROM gold.dim_product
       UNION ALL SELECT 'device', device_id, device_kind, is_inferred FROM gold.dim_device
       UNION ALL SELECT 'place', site_code, country, kind = 'unknown' FROM gold.dim_place
       ORDER BY 1, 2`,
    );
  expect(await members()).toEqual([
    ['customer', 'cus-1', 'unknown', true],
    ['customer', 'unknown', 'unknown', true],
    ['device', 'dev-9', 'unknown', true],
    ['device', 'unknown', 'unknown', true],
    ['place', 'DP-TLL-1', 'EE', false],
    ['place', 'WH-RIX-1', 'unknown', false],
    ['place', 'unknown', 'unknown', true],
    ['product', 'prd-a', 'Product a', false],
    ['product', 'unknown', 'unknown', true],
  ]);
  await scene.land('customers', [profile('c-1', '2026-03-05T00:00:00Z', 'premium')]);
  await scene.land('iot', [
    lineOf('iot.telemetry', PLACED, {
      readingId: 'r-1',
      deviceId: 'dev-9',
      deviceKind: 'tracker',
      measuredAt: PLACED,
      site: { siteCode: 'WH-RIX-1', country: 'LV', latitude: 57, longitude: 24 },
      metrics: { batteryPercent: 50 },
      status: 'ok',
    }),
  ]);
  await scene.refresh();
  const described = (await members()).filter(([, id]) => ['cus-1', 'dev-9', 'WH-RIX-1'].includes(String(id)));
  expect(described).toEqual([
    ['customer', 'cus-1', 'premium', false],
    ['device', 'dev-9', 'tracker', false],
    ['place', 'WH-RIX-1', 'LV', false],
  ]);
});

it('shows the customer at the time of the order, and erases in Gold what Silver erased', async () => {
  scene = await startLakehouse({
    upTo: [
      'gold.order_as_placed',
      'gold.dim_customer',
      'gold.dim_customer_current',
      'gold.marketing_audience',
    ],
  });
  await scene.land('customers', [
    profile('c-1', '2026-03-01T00:00:00Z', 'consumer'),
    profile('c-2', '2026-03-03T00:00:00Z', 'premium'),
  ]);
  await scene.land('ecommerce', [order({ orderId: 'ord-1', status: 'placed', at: PLACED })]);
  await scene.refresh();
  const then = 'SELECT segment FROM gold.order_as_placed';
  const now =
    "SELECT segment, is_deleted, first_name FROM gold.dim_customer_current WHERE customer_id = 'cus-1'";
  expect([await scene.rows(then), await scene.rows(now)]).toEqual([
    [['consumer']],
    [['premium', false, 'L***']],
  ]);
  await scene.land('customers', [profile('c-3', '2026-03-04T00:00:00Z')]);
  await scene.refresh();
  expect([await scene.rows(then), await scene.rows(now)]).toEqual([
    [['consumer']],
    [['unknown', true, null]],
  ]);
  expect(
    await scene.rows('SELECT count(*)::INTEGER FROM gold.dim_customer WHERE first_name IS NOT NULL'),
  ).toEqual([[0]]);
  expect(await scene.rows('SELECT customer_count FROM gold.marketing_audience')).toEqual([]);
});

it('adds orders that only the shop has, and lists the differences', async () => {
  scene = await startLakehouse({ upTo: ['gold.fact_order', 'gold.finance_order_difference'] });
  const row = {
    customer_id: 'cus-2',
    status: 'delivered',
    currency: 'EUR',
    placed_at: PLACED,
    changed_at: '2026-03-04T00:00:00Z',
  };
  const orders = [
    { ...row, order_id: 'ord-0', total_minor: 500 },
    { ...row, order_id: 'ord-1', total_minor: 999 },
    { ...row, order_id: 'ord-2', total_minor: 1234 },
  ];
  await scene.land('ecommerce', [
    order({ orderId: 'ord-1', status: 'delivered', at: '2026-03-04T00:00:00Z' }),
    order({ orderId: 'ord-2', status: 'delivered', at: '2026-03-04T00:00:00Z' }),
  ]);
  await scene.landBatch('shop_database', 'run-1', {
    'orders.ndjson': orders.map((one) => JSON.stringify(one)).join('\n'),
  });
  await scene.refresh();
  expect(
    await scene.rows(
      'SELECT order_id, recorded_in, CAST(total_amount AS VARCHAR) FROM gold.fact_order ORDER BY 1',
    ),
  ).toEqual([
    ['ord-0', 'shop-database', '5.00'],
    ['ord-1', 'stream', '12.34'],
    ['ord-2', 'stream', '12.34'],
  ]);
  expect(
    await scene.rows('SELECT order_id, difference FROM gold.finance_order_difference ORDER BY 1'),
  ).toEqual([
    ['ord-0', 'not-in-stream'],
    ['ord-1', 'total'],
  ]);
  // The stream has it later.
  await scene.land('ecommerce', [order({ orderId: 'ord-0', status: 'placed', at: PLACED })]);
  await scene.refresh();
  expect(
    await scene.rows(
      "SELECT recorded_in, status, CAST(delivered_at AS VARCHAR) FROM gold.fact_order WHERE order_id = 'ord-0'",
    ),
  ).toEqual([['stream', 'placed', '2026-03-04 00:00:00+00']]);
});

it('counts rows that break a rule, and continues', async () => {
  scene = await startLakehouse({ upTo: ['gold.fact_order', 'gold.finance_day'] });
  await scene.land('ecommerce', [order({ orderId: 'ord-1', status: 'placed', at: PLACED, totalMinor: 7 })]);
  const results = await scene.refresh();
  expect(results['gold.fact_order']?.expectations).toContainEqual({
    name: 'total_adds_up',
    action: 'warn',
    checked: 1,
    failed: 1,
  });
  expect(await scene.rows('SELECT CAST(total_amount AS VARCHAR) FROM gold.finance_day')).toEqual([['0.07']]);
});

it('reads airports from the reference files, and drops a row without a code', async () => {
  scene = await startLakehouse({ upTo: ['gold.dim_place', 'silver.weather_day'] });
  const csv = [
    'iata,name,city,state,country,latitude,longitude',
    'RIX,Riga,Riga,NA,Latvia,56.9,24',
    ',Nowhere,X,Y,USA,1,2',
    'SEA,Seattle,Seattle,WA,USA,47.4,-122.3',
  ];
  const weather =
    'location,date,precipitation,temp_max,temp_min,wind,weather\nSeattle,2012-01-01,0.0,12.8,5.0,4.7,drizzle';
  await scene.land('logistics', [step('shp-1', 'departed', PLACED, { origin: { siteCode: 'SEA' } })]);
  await scene.landBatch('reference_files', 'run-1', {
    'airports.csv': csv.join('\n'),
    'weather.csv': weather,
  });
  const results = await scene.refresh();
  expect(results['silver.airport']).toMatchObject({ rowsWritten: 2, rowsDropped: 1 });
  expect(
    await scene.rows(
      "SELECT site_code, kind, name, state, country, has_shipments FROM gold.dim_place WHERE kind = 'airport' ORDER BY 1",
    ),
  ).toEqual([
    ['RIX', 'airport', 'Riga', 'unknown', 'Latvia', false],
    ['SEA', 'airport', 'Seattle', 'WA', 'US', true],
  ]);
  expect(await scene.rows('SELECT city, weather FROM silver.weather_day')).toEqual([['Seattle', 'drizzle']]);
});
