import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { reconcileSilver } from '../../../lakehouse/engines/duckdb/books/reconcile-silver';
import { toSilverLines } from '../../../lakehouse/engines/duckdb/books/silver-account';
import { type EngineScene, type Line } from '../../conformance/databricks/engine/engine-scene';
import { knownModels } from '../../testing/known-models';
import { runs } from '../../testing/runs';
import { LAKEHOUSE, lineOf, startLakehouse } from './lakehouse-scene';

jest.setTimeout(120_000);

let scene: EngineScene;

const TELEMETRY = ['silver.iot_telemetry', 'silver.iot_telemetry_rejected'];
const ORDERS = ['silver.ecommerce_order', 'silver.ecommerce_order_line', 'silver.ecommerce_order_rejected'];
const BATCH = ['shop_order', 'airport', 'weather_day'].flatMap((table) => [
  `silver.${table}`,
  `silver.${table}_rejected`,
]);
/** Every table of Silver. */
const SILVER = [...knownModels(LAKEHOUSE).models.values()]
  .filter(({ layer }) => layer === 'silver')
  .map(({ name }) => name);

afterEach(() => scene.end());

const ENQUEUED = '2026-03-02T08:16:00.000Z';

function reading(readingId: string, changes: Readonly<Record<string, unknown>> = {}): Line {
  const measuredAt = '2026-03-02T08:15:30.250Z';
  return lineOf(
    'iot.telemetry',
    '2026-03-02T08:15:30.250Z',
    {
      readingId,
      deviceId: 'dev-1',
      measuredAt,
      site: { siteCode: 'WH-1', country: 'PL', latitude: 54.1, longitude: 18 },
      metrics: { temperatureCelsius: 4 },
      status: 'ok',
      ...changes,
    },
    ENQUEUED,
  );
}

const REJECTED =
  'SELECT hub_generation, partition, sequence_number, slot, field, reason FROM silver.iot_telemetry_rejected ORDER BY 3';

it('sets aside events of an older rule with field and reason, and reads the rest', async () => {
  scene = await startLakehouse({ upTo: TELEMETRY });
  await scene.land('iot', [
    reading('r-0'),
    reading('r-1', { measuredAt: '0001-01-01T00:00:00+01:00' }),
    reading('r-2', { measuredAt: '9999-12-31T23:59:59-05:00' }),
  ]);
  await scene.land('iot', [
    reading('r-3', { measuredAt: '2026-03-02T08:15:30+18:01' }),
    reading('r-4', { measuredAt: '2026-02-29T08:15:30Z' }),
    reading('r-5', { measuredAt: '0000-06-01T08:15:30Z' }),
    reading('r-6', { site: { siteCode: 'WH-1', country: 'PL', latitude: 1e308, longitude: 18 } }),
    reading('r-7', { site: 'WH-1' }),
    reading('r-8', { measuredAt: '0001-01-01T01:00:00+01:00' }),
    reading('r-9', { measuredAt: '9999-12-31T18:59:59.999999999-05:00' }),
  ]);
  const results = await scene.refresh();
  expect(results['silver.iot_telemetry']).toMatchObject({ rowsWritten: 3 });
  expect(
    await scene.rows('SELECT event_id, epoch_us(event_time) FROM silver.iot_telemetry ORDER BY 1'),
  ).toEqual([
    ['r-0', '1772439330250000'],
    ['r-8', '-62135596800000000'],
    ['r-9', '253402300799999999'],
  ]);
  expect(await scene.rows(REJECTED)).toEqual([
    ['life-1', 0, '1', '0', '/data/measuredAt', 'is before the year 1 in UTC'],
    ['life-1', 0, '2', '0', '/data/measuredAt', 'is after the year 9999 in UTC'],
    [
      'life-1',
      0,
      '3',
      '1',
      '/data/measuredAt',
      'is not a time as the contract writes it, with an offset within 18 hours',
    ],
    ['life-1', 0, '4', '1', '/data/measuredAt', 'is a 29 February of a year that has none'],
    ['life-1', 0, '5', '1', '/data/measuredAt', 'is in the year 0'],
    ['life-1', 0, '6', '1', '/data/site/latitude', 'is not from -90 to 90'],
    ['life-1', 0, '7', '1', '/data/site/siteCode', 'is missing, or not of its type'],
  ]);
  const [[event] = []] = await scene.rows(
    'SELECT event FROM silver.iot_telemetry_rejected WHERE sequence_number = 6',
  );
  expect(event).toContain('"latitude":1e+308');
});

function order(orderEventId: string, changes: Readonly<Record<string, unknown>> = {}): Line {
  const time = '2026-03-02T08:15:30.250Z';
  const line = { productId: 'prd-1', sku: 'sku-1', quantity: 1, unitPriceMinor: 3 };
  return lineOf(
    'ecommerce.order',
    time,
    {
      orderEventId,
      orderId: orderEventId,
      customerId: 'cus-1',
      occurredAt: time,
      placedAt: time,
      status: 'placed',
      currency: 'EUR',
      lines: [line, line],
      amounts: { subtotalMinor: 3, discountMinor: 0, shippingMinor: 0, taxMinor: 0, totalMinor: 3 },
      paymentMethod: 'card',
      shippingAddress: { city: 'Tallinn', country: 'EE' },
      ...changes,
    },
    ENQUEUED,
  );
}

/** Another rule, as after a corrected contract or model. */
function mendRule(change: (types: string) => string = (types) => types): void {
  const path = 'generated/bronze.json';
  const types = readFileSync(join(scene.modelsDirectory, path), 'utf8');
  scene.writeModel(path, change(types).replaceAll(/"rule": "[0-9a-f]*"/g, '"rule": "another"'));
}

function mendModel(path: string, change: (text: string) => string): void {
  scene.writeModel(path, change(readFileSync(join(scene.modelsDirectory, path), 'utf8')));
}

it('reads rejected events again once another rule accepts them, and keeps the others', async () => {
  scene = await startLakehouse({ upTo: ORDERS });
  const lines = [{ productId: 'prd-1', sku: 'sku-1', quantity: 20_000, unitPriceMinor: 3 }];
  const amounts = { subtotalMinor: -1, discountMinor: 0, shippingMinor: 0, taxMinor: 0, totalMinor: 3 };
  await scene.land('ecommerce', [order('oe-1'), order('oe-2', { lines }), order('oe-3', { amounts })]);
  await scene.refresh();
  const rejected =
    "SELECT sequence_number, field, reason, rule = 'another' FROM silver.ecommerce_order_rejected ORDER BY 1";
  expect(await scene.rows(rejected)).toEqual([
    ['1', '/data/lines/*/quantity', 'is not from 1 to 10000', false],
    ['2', '/data/amounts/subtotalMinor', 'is not from 0 to 1000000000000', false],
  ]);
  mendRule((types) => types.replaceAll('e0.quantity > 10000', 'e0.quantity > 20000'));
  const results = await scene.refresh();
  expect(results['silver.ecommerce_order']).toMatchObject({ rowsWritten: 1 });
  expect(results['silver.ecommerce_order_rejected']).toMatchObject({ rowsWritten: 1, rowsRemoved: 2 });
  expect(await scene.rows(rejected)).toEqual([
    ['2', '/data/amounts/subtotalMinor', 'is not from 0 to 1000000000000', true],
  ]);
  const taken = 'SELECT event_id, count(*) FROM silver.ecommerce_order_line GROUP BY 1 ORDER BY 1';
  expect(await scene.rows(taken)).toEqual([
    ['oe-1', '2'],
    ['oe-2', '1'],
  ]);
  const again = await scene.refresh();
  expect(again['silver.ecommerce_order']).toMatchObject({ outcome: 'unchanged' });
  expect(again['silver.ecommerce_order_rejected']).toMatchObject({ outcome: 'unchanged' });
});

it('finds an event that is not JSON for the engine, and one on which a model fails without a failed check', async () => {
  scene = await startLakehouse({ upTo: TELEMETRY });
  mendModel('silver/iot/iot_telemetry.sql', (text) =>
    text.replace(
      'b.event.data.firmware AS firmware',
      'CAST(CAST(b.event.data.firmware AS INTEGER) AS STRING) AS firmware',
    ),
  );
  await scene.land('iot', [reading('r-0', { firmware: '1' }), reading('r-1', { firmware: 'one' })]);
  await scene.land('iot', [
    ...Array.from({ length: 9 }, (_, index) => reading(`r-2${index}`, { firmware: '2' })),
    reading('r-3', { firmware: '\ud800' }),
  ]);
  await scene.land('iot', [reading('r-4', { firmware: 'four' })], 1);
  const results = await scene.refresh();
  expect(results['silver.iot_telemetry']).toMatchObject({ rowsWritten: 10 });
  expect(
    await scene.rows(
      "SELECT partition, sequence_number, slot, field, reason <> '' FROM silver.iot_telemetry_rejected ORDER BY 1, 2",
    ),
  ).toEqual([
    [0, '1', '0', '', true],
    [0, '11', '1', '', true],
    [1, '0', '0', '', true],
  ]);

  // The model is corrected; the event that is not JSON stays.
  mendModel('silver/iot/iot_telemetry.sql', (text) =>
    text.replace('CAST(CAST(b.event.data.firmware AS INTEGER) AS STRING)', 'b.event.data.firmware'),
  );
  mendRule();
  await scene.refresh();
  expect(await scene.rows('SELECT count(*) FROM silver.iot_telemetry')).toEqual([['12']]);
  expect(await scene.rows('SELECT sequence_number, reason FROM silver.iot_telemetry_rejected')).toEqual([
    ['11', 'is not JSON'],
  ]);
});

it('sets an event aside on which one of several tables of its contract fails, and completes it later', async () => {
  scene = await startLakehouse({ upTo: ORDERS });
  mendModel('silver/ecommerce/ecommerce_order_line.sql', (text) =>
    text.replace('line_element.sku AS sku', 'CAST(CAST(line_element.sku AS INTEGER) AS STRING) AS sku'),
  );
  const lines = [{ productId: 'prd-1', sku: '7', quantity: 1, unitPriceMinor: 3 }];
  await scene.land('ecommerce', [order('oe-1', { lines }), order('oe-2')]);
  await scene.refresh();
  expect(await scene.rows('SELECT event_id FROM silver.ecommerce_order_line')).toEqual([['oe-1']]);
  expect(await scene.rows('SELECT sequence_number FROM silver.ecommerce_order_rejected')).toEqual([['1']]);
  mendModel('silver/ecommerce/ecommerce_order_line.sql', (text) =>
    text.replace('CAST(CAST(line_element.sku AS INTEGER) AS STRING)', 'line_element.sku'),
  );
  mendRule();
  await scene.refresh();
  expect(await scene.rows('SELECT event_id FROM silver.ecommerce_order_line ORDER BY 1')).toEqual([
    ['oe-1'],
    ['oe-2'],
    ['oe-2'],
  ]);
  expect(await scene.rows('SELECT sequence_number FROM silver.ecommerce_order_rejected')).toEqual([]);
});

it('fails if a model fails on more events than the limit', async () => {
  scene = await startLakehouse({ upTo: TELEMETRY });
  // 100 is the limit of a refresh by default.
  const maxFailingEvents = runs(10, 100);
  scene.limits = { maxFailingEvents };
  mendModel('silver/iot/iot_telemetry.sql', (text) =>
    text.replace(
      'b.event.data.firmware AS firmware',
      'CAST(CAST(b.event.data.firmware AS INTEGER) AS STRING) AS firmware',
    ),
  );
  const events = Array.from({ length: maxFailingEvents + 1 }, (_, at) =>
    reading(`r-${at}`, { firmware: 'x' }),
  );
  await scene.land('iot', events);
  await expect(scene.refresh('silver/iot')).rejects.toThrow(/silver\.iot_telemetry: /);
});

it('fails if no event is the cause', async () => {
  scene = await startLakehouse({ upTo: TELEMETRY });
  mendModel('silver/iot/iot_telemetry.sql', (text) =>
    text.replace('b.event.data.firmware AS firmware', 'b.event.data.nothing AS firmware'),
  );
  await scene.land('iot', [reading('r-0')]);
  await expect(scene.refresh()).rejects.toThrow(/silver\.iot_telemetry: .*nothing/);
});

it('sets rows of batch files aside that cannot be cast, and reads the rest of the file', async () => {
  scene = await startLakehouse({ upTo: BATCH });
  const row = {
    order_id: 'ord-1',
    customer_id: 'cus-1',
    status: 'paid',
    currency: 'EUR',
    total_minor: 1200.5,
    placed_at: '2026-03-02T08:15:30Z',
    changed_at: null,
  };
  const rows = [
    { ...row, total_minor: '1200.0' },
    { ...row, order_id: 'ord-2' },
    { ...row, order_id: 'ord-3', total_minor: 1, placed_at: '9999-12-31T23:59:59-05:00' },
    { ...row, order_id: 'ord-4', total_minor: 1, placed_at: '2026-03-02 08:15:30' },
    { ...row, order_id: 'ord-5', total_minor: 1, changed_at: '2026-03-02T08:15:30+18:01' },
  ];
  await scene.landBatch('shop_database', 'run-1', {
    'orders.ndjson': rows.map((one) => `${JSON.stringify(one)}\n`).join(''),
  });
  await scene.landBatch('reference_files', 'run-1', {
    'airports.csv':
      'iata,name,city,state,country,latitude,longitude\nAAA,A,NA,NA,USA,1.5,2\nBBB,B,,NA,USA,1e999,2\n',
    'weather.csv':
      'location,date,precipitation,temp_max,temp_min,wind,weather\nTallinn,2026-02-29,0,1,0,1,sun\nTallinn,0001-01-01,0,1,0,1,sun\n',
  });
  await scene.refresh();
  expect(
    await scene.rows('SELECT order_id, total_minor, epoch_us(placed_at) FROM silver.shop_order ORDER BY 1'),
  ).toEqual([
    ['ord-1', '1200', '1772439330000000'],
    ['ord-4', '1', '1772439330000000'],
  ]);
  expect(
    await scene.rows('SELECT batch_run, field, reason FROM silver.shop_order_rejected ORDER BY row_text'),
  ).toEqual([
    ['batch/shop_database/run=run-1', 'total_minor', 'is not a whole number of up to 15 digits'],
    ['batch/shop_database/run=run-1', 'placed_at', 'is after the year 9999 in UTC'],
    [
      'batch/shop_database/run=run-1',
      'changed_at',
      'is not a time such as 2026-03-02T08:15:30Z, with an offset within 18 hours',
    ],
  ]);
  expect(await scene.rows('SELECT iata_code FROM silver.airport')).toEqual([['AAA']]);
  expect(await scene.rows('SELECT field, row_text FROM silver.airport_rejected')).toEqual([
    [
      'latitude',
      '{"iata":"BBB","name":"B","city":null,"state":"NA","country":"USA","latitude":"1e999","longitude":"2"}',
    ],
  ]);
  expect(await scene.rows('SELECT CAST(observed_on AS VARCHAR) FROM silver.weather_day')).toEqual([
    ['0001-01-01'],
  ]);
  expect(await scene.rows('SELECT reason FROM silver.weather_day_rejected')).toEqual([
    ['is a 29 February of a year that has none'],
  ]);
});

describe('the account of Silver', () => {
  const books = () =>
    reconcileSilver({ lakeDirectory: scene.lakeDirectory, modelsDirectory: scene.modelsDirectory });

  beforeEach(async () => {
    scene = await startLakehouse({ upTo: SILVER });
    await scene.land('iot', [
      reading('r-1'),
      reading('r-1'),
      reading('r-2', { measuredAt: '2026-03-02T08:15:30+18:01' }),
      { ...reading('r-3'), verdict: 'quarantined' },
      reading('r-4'),
    ]);
    await scene.land('ecommerce', [order('oe-1'), order('oe-1'), order('oe-2', { lines: [] })]);
    await scene.land('ecommerce', [order('oe-3', { placedAt: 'then' })], 0, 'life-2');
    await scene.refresh();
  });

  it('balances: accepted = Silver + duplicates + rejected', async () => {
    const found = await books();
    expect(found.flatMap(({ differences }) => differences)).toEqual([]);
    expect(
      found
        .filter(({ accepted }) => accepted > 0)
        .map(({ table, accepted, silver, duplicates, rejected }) => [
          table,
          accepted,
          silver,
          duplicates,
          rejected,
        ]),
    ).toEqual([
      ['silver.ecommerce_order', 4, 2, 1, 1],
      ['silver.ecommerce_order_line', 2, 2, 0, 0],
      ['silver.iot_telemetry', 4, 2, 1, 1],
    ]);
    expect(toSilverLines(found).at(-1)).toMatch(/^Clean/);
  });

  it('excludes events that landed after the refresh, and balances again after the next', async () => {
    await scene.land('iot', [reading('r-4'), reading('r-5', { status: undefined })]);
    expect((await books()).flatMap(({ differences }) => differences)).toEqual([]);
    await scene.refresh();
    const [telemetry] = (await books()).filter(({ table }) => table === 'silver.iot_telemetry');
    expect(telemetry).toMatchObject({ accepted: 6, silver: 2, duplicates: 2, rejected: 2, differences: [] });
  });

  it('reports a missing row, and a rejected event without a row', async () => {
    rmSync(join(scene.lakeDirectory, 'silver/iot_telemetry'), { recursive: true });
    rmSync(join(scene.lakeDirectory, 'silver/iot_telemetry_rejected'), { recursive: true });
    mendModel('silver/iot/iot_telemetry.sql', (text) => `${text}\nWHERE b.event.data.readingId <> 'r-4'`);
    mendModel('silver/iot/iot_telemetry_rejected.sql', (text) =>
      text.replace('WHERE reason IS NOT NULL', 'WHERE reason IS NULL'),
    );
    await scene.run(await scene.plan(), 'silver/iot');
    mendModel('silver/iot/iot_telemetry.sql', (text) => text.replace(/\nWHERE .*$/, ''));
    const [telemetry] = (await books()).filter(({ table }) => table === 'silver.iot_telemetry');
    expect(telemetry?.differences).toEqual([
      '1 of 2 keys of Bronze are missing',
      '1 events break a check of Silver and have no row in iot_telemetry_rejected',
      'accepted 4 is not Silver 1 + duplicates 1 + rejected 0',
    ]);
    expect(toSilverLines([telemetry ?? []].flat())).toContain('3 differences:');
  });
});
