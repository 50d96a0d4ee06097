import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModels } from '../../../lakehouse/engines/duckdb/model/load-models';
import { type EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { DRIFTING, orderEvent } from './drifting-things';
import { LAKEHOUSE, startLakehouse } from './lakehouse-scene';
import { contentsOf, landEvents } from './thing';

jest.setTimeout(240_000);

const models = [...loadModels(LAKEHOUSE).models.values()];
const GOLD = models.filter(({ layer, strategy }) => layer === 'gold' && strategy !== 'view');

/**
 * Expected result of one subject of each contract, by model that merges or replaces. The subject has two events, so a
 * table of subjects has it once, and one of events counts two.
 */
const OF_ONE_THING: Readonly<Record<string, { readonly sql: string; readonly is: readonly unknown[] }>> = {
  'silver.customers_profile': { sql: 'count(*), count(*) FILTER (WHERE is_current)', is: ['2', '1'] },
  'silver.shop_order': { sql: 'count(*), CAST(sum(total_minor) AS VARCHAR)', is: ['1', '7100'] },
  'gold.dim_customer': {
    sql: "count(*) FILTER (WHERE customer_id = 'cus-9'), count(*) FILTER (WHERE customer_id = 'cus-9' AND is_current)",
    is: ['2', '1'],
  },
  'gold.dim_date': { sql: 'count(*), count(DISTINCT calendar_date)', is: ['365', '365'] },
  'gold.dim_device': { sql: "count(*) FILTER (WHERE device_id = 'dev-9')", is: ['1'] },
  'gold.dim_product': { sql: 'count(*), count(DISTINCT product_id)', is: ['3', '3'] },
  'gold.place_sighting': { sql: "count(*) FILTER (WHERE site_code = 'WH-1')", is: ['2'] },
  'gold.fact_order': { sql: 'count(*), CAST(sum(total_amount) AS VARCHAR)', is: ['1', '70.00'] },
  'gold.fact_order_line': { sql: 'count(*), CAST(sum(net_amount) AS VARCHAR)', is: ['1', '59.80'] },
  'gold.fact_session': { sql: 'count(*), CAST(sum(click_count) AS VARCHAR)', is: ['1', '2'] },
  'gold.fact_shipment': { sql: 'count(*), CAST(sum(event_count) AS VARCHAR)', is: ['1', '2'] },
  'gold.fact_telemetry_hour': { sql: 'CAST(sum(reading_count) AS VARCHAR)', is: ['2'] },
  'gold.customer_care_day': {
    sql: 'CAST(sum(placed_count) AS VARCHAR), CAST(sum(arrived_count) AS VARCHAR), CAST(sum(late_arrival_count) AS VARCHAR)',
    is: ['1', '1', '1'],
  },
  'gold.finance_day': {
    sql: 'CAST(sum(order_count) AS VARCHAR), CAST(sum(total_amount) AS VARCHAR)',
    is: ['1', '70.00'],
  },
  'gold.marketing_campaign_day': {
    sql: 'CAST(sum(visit_count) AS VARCHAR), CAST(sum(click_count) AS VARCHAR)',
    is: ['1', '2'],
  },
  'gold.marketing_revenue_day': {
    sql: 'CAST(sum(order_count) AS VARCHAR), CAST(sum(total_amount) AS VARCHAR)',
    is: ['1', '70.00'],
  },
  'gold.operations_delivery_day': {
    sql: 'CAST(sum(arrived_count) AS VARCHAR), CAST(sum(delivered_count) AS VARCHAR)',
    is: ['1', '1'],
  },
  'gold.operations_device_day': { sql: 'CAST(sum(reading_count) AS VARCHAR)', is: ['2'] },
  'gold.operations_site_hour': { sql: 'CAST(sum(reading_count) AS VARCHAR)', is: ['2'] },
  'gold.sales_day': {
    sql: 'CAST(sum(order_count) AS VARCHAR), CAST(sum(total_amount) AS VARCHAR)',
    is: ['1', '70.00'],
  },
  'gold.sales_product_day': {
    sql: 'CAST(sum(order_count) AS VARCHAR), CAST(sum(net_amount) AS VARCHAR)',
    is: ['1', '59.80'],
  },
  'gold.window_customers_profile': { sql: 'CAST(sum(events) AS VARCHAR)', is: ['2'] },
  'gold.window_ecommerce_clickstream': { sql: 'CAST(sum(events) AS VARCHAR)', is: ['2'] },
  'gold.window_ecommerce_order': { sql: 'CAST(sum(events) AS VARCHAR)', is: ['2'] },
  'gold.window_iot_telemetry': { sql: 'CAST(sum(events) AS VARCHAR)', is: ['2'] },
  'gold.window_logistics_shipment': { sql: 'CAST(sum(events) AS VARCHAR)', is: ['2'] },
};

/** The first and the second event of each subject. */
type Which = 0 | 1;

const scenes: EngineScene[] = [];
afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.end();
});

/** Lakes after the same events, by the refreshes that read them. */
const shared = new Map<string, EngineScene>();
afterAll(async () => {
  for (const scene of shared.values()) await scene.end();
});

/**
 * The same order in two runs of the shop's database. A refresh reads only the newest state of an order, so two refreshes
 * read one state more. The stream has each state before the database, and decides.
 */
const OF_THE_SHOP = [
  {
    customer_id: 'cus-1',
    status: 'placed',
    currency: 'EUR',
    total_minor: 1100,
    day: '2026-03-31',
    at: '23:58',
  },
  {
    customer_id: 'cus-2',
    status: 'paid',
    currency: 'USD',
    total_minor: 7100,
    day: '2026-04-01',
    at: '00:19',
  },
].map(({ day, at, ...row }) =>
  JSON.stringify({
    ...row,
    order_id: 'ord-9',
    placed_at: `${day}T00:07:00Z`,
    changed_at: `${day}T${at}:00Z`,
  }),
);

/**
 * Refreshes a lake with every event, and with the runs of the shop's database. Tests that only read it share the lake.
 *
 * @param refreshes the events before each refresh
 */
async function after(refreshes: readonly (readonly Which[])[]): Promise<EngineScene> {
  const key = JSON.stringify(refreshes);
  const known = shared.get(key);
  if (known !== undefined) return known;
  const scene = await startLakehouse({
    upTo: [...Object.keys(OF_ONE_THING), ...GOLD.map(({ name }) => name)],
  });
  shared.set(key, scene);
  for (const which of refreshes) {
    for (const { contract, events } of DRIFTING)
      await landEvents(
        scene,
        contract,
        which.map((one) => events[one]),
      );
    const orders = which.map((one) => OF_THE_SHOP[one]).join('\n');
    await scene.landBatch('shop_database', `run-${which.join('-')}`, { 'orders.ndjson': orders });
    await scene.refresh();
  }
  return scene;
}

it('covers every model that merges or replaces', () => {
  const kept = models.filter(
    // A rejected event is kept by its position, and belongs to no subject.
    ({ name, strategy }) => (strategy === 'merge' || strategy === 'replace') && !name.endsWith('_rejected'),
  );
  expect(kept.map(({ name }) => name).sort()).toEqual(Object.keys(OF_ONE_THING).sort());
});

it.each(DRIFTING.map((thing) => [thing.contract, thing] as const))(
  'changes every field of %s except its identity',
  (_, { identity, events: [first, second] }) => {
    const leaves = (value: unknown, path = ''): [string, unknown][] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, part]) => leaves(part, `${path}/${name}`))
        : [[path, value]];
    const other = new Map(leaves(second.data));
    const same = leaves(first.data).filter(([path, value]) => other.get(path) === value);
    expect(same.map(([path]) => path).filter((path) => path !== '/operation')).toEqual([identity]);
  },
);

it.each<[string, readonly (readonly Which[])[]]>([
  ['in one refresh', [[0, 1]]],
  ['in two', [[0], [1]]],
  ['in two refreshes, the earlier event last', [[1], [0]]],
])('counts one subject with changing fields once, %s', async (_, refreshes) => {
  const scene = await after(refreshes);
  for (const [name, { sql, is }] of Object.entries(OF_ONE_THING)) {
    const [row = []] = await scene.rows(`SELECT ${sql} FROM ${name}`);
    expect([name, row.map(String)]).toEqual([name, is]);
  }
});

it('gives the same Gold in any order of events, in one refresh or two, and after a rebuild', async () => {
  const names = GOLD.map(({ name }) => name);
  const once = await after([[0, 1]]);
  // No later test reads this lake, because this one rebuilds it.
  shared.delete(JSON.stringify([[0, 1]]));
  scenes.push(once);
  const expected = await contentsOf(once, names);
  for (const refreshes of [
    [[0], [1]],
    [[1], [0]],
  ] as const)
    expect(await contentsOf(await after(refreshes), names)).toEqual(expected);
  for (const { table } of GOLD) await rm(join(once.lakeDirectory, 'gold', table), { recursive: true });
  await once.refresh();
  expect(await contentsOf(once, names)).toEqual(expected);
});

it('moves a sale to the day of an earlier event, and leaves nothing on the day before', async () => {
  const marts = ['sales_day', 'finance_day', 'sales_product_day', 'marketing_revenue_day'];
  const upTo = [...marts.map((mart) => `gold.${mart}`), 'gold.customer_care_day'];
  const scene = await startLakehouse({ upTo });
  scenes.push(scene);
  const days = async (): Promise<unknown[]> => {
    const found = [];
    for (const mart of marts)
      found.push(
        await scene.rows(
          `SELECT CAST(placed_date AS VARCHAR), CAST(order_count AS INTEGER) FROM gold.${mart}`,
        ),
      );
    found.push(
      await scene.rows(
        'SELECT CAST(event_date AS VARCHAR), CAST(placed_count AS INTEGER) FROM gold.customer_care_day',
      ),
    );
    return found;
  };
  const event = { totalMinor: 7000, other: false };
  await landEvents(scene, 'ecommerce.order', [
    orderEvent({ ...event, id: 'e-2', at: '2026-04-01T00:10:00Z', placedAt: '2026-04-01T00:05:00Z' }),
  ]);
  await scene.refresh();
  expect(await days()).toEqual(Array(5).fill([['2026-04-01', 1]]));
  await landEvents(scene, 'ecommerce.order', [
    orderEvent({ ...event, id: 'e-1', at: '2026-03-31T23:50:00Z', placedAt: '2026-03-31T23:45:00Z' }),
  ]);
  await scene.refresh();
  expect(await days()).toEqual(Array(5).fill([['2026-03-31', 1]]));
  // A later event with another day moves nothing.
  await landEvents(scene, 'ecommerce.order', [
    orderEvent({ ...event, id: 'e-3', at: '2026-04-02T08:00:00Z', placedAt: '2026-04-02T07:00:00Z' }),
  ]);
  await scene.refresh();
  expect(await days()).toEqual(Array(5).fill([['2026-03-31', 1]]));
});

it('keeps the day of the shop database until the stream has the order, and then uses the stream', async () => {
  const scene = await startLakehouse({ upTo: ['gold.sales_day', 'gold.finance_order_difference'] });
  scenes.push(scene);
  const row = { order_id: 'ord-9', customer_id: 'cus-1', status: 'paid', currency: 'EUR', total_minor: 7000 };
  const run = (id: string, placed_at: string): Promise<void> =>
    scene.landBatch('shop_database', id, {
      'orders.ndjson': JSON.stringify({ ...row, placed_at, changed_at: '2026-04-01T00:20:00Z' }),
    });
  const sales = (): Promise<unknown[][]> =>
    scene.rows('SELECT CAST(placed_date AS VARCHAR), CAST(total_amount AS VARCHAR) FROM gold.sales_day');
  await run('run-1', '2026-04-01T00:05:00Z');
  await scene.refresh();
  expect(await sales()).toEqual([['2026-04-01', '70.00']]);
  // The database corrects itself.
  await run('run-2', '2026-03-30T12:00:00Z');
  await scene.refresh();
  expect(await sales()).toEqual([['2026-03-30', '70.00']]);
  await landEvents(scene, 'ecommerce.order', [
    orderEvent({
      id: 'e-1',
      at: '2026-03-31T23:50:00Z',
      placedAt: '2026-03-31T23:45:00Z',
      totalMinor: 8000,
      other: false,
    }),
  ]);
  await scene.refresh();
  expect(await sales()).toEqual([['2026-03-31', '80.00']]);
  expect(await scene.rows('SELECT difference FROM gold.finance_order_difference')).toEqual([['total']]);
});

it('counts an order once that is delivered twice, on the first day', async () => {
  const scene = await startLakehouse({ upTo: ['gold.customer_care_day'] });
  scenes.push(scene);
  const event = (id: string, at: string) => {
    const made = orderEvent({ id, at, placedAt: '2026-03-30T12:00:00Z', totalMinor: 7000, other: false });
    return { ...made, data: { ...made.data, status: 'delivered' } };
  };
  await landEvents(scene, 'ecommerce.order', [event('e-2', '2026-04-01T00:10:00Z')]);
  await scene.refresh();
  await landEvents(scene, 'ecommerce.order', [event('e-1', '2026-03-31T23:50:00Z')]);
  await scene.refresh();
  expect(
    await scene.rows(
      'SELECT CAST(event_date AS VARCHAR), CAST(placed_count AS INTEGER), CAST(delivered_count AS INTEGER) FROM gold.customer_care_day ORDER BY 1',
    ),
  ).toEqual([['2026-03-31', 0, 1]]);
});
