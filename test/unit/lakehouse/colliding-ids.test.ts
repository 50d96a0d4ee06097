import { createHash } from 'node:crypto';
import { loadModels } from '../../../lakehouse/engines/duckdb/model/load-models';
import { type EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { orderEvent } from './drifting-things';
import { LAKEHOUSE, startLakehouse } from './lakehouse-scene';
import { landEvents } from './thing';

jest.setTimeout(120_000);

/** Four identities that are equal for a program that ignores case, trailing blanks or width. */
const SPELLINGS = ['dev-1', 'DEV-1', 'dev-1 ', 'ｄｅｖ-1'];
const AT = '2026-03-02T10:00:00Z';

const keys = [...loadModels(LAKEHOUSE).models.values()].flatMap(({ name, columns }) =>
  columns.flatMap(({ name: column, keyOf }) => (keyOf === undefined ? [] : [{ name, column, keyOf }])),
);

let scene: EngineScene;
beforeAll(async () => {
  scene = await startLakehouse({ upTo: keys.map(({ name }) => name) });
  for (const [index, id] of SPELLINGS.entries()) {
    const { data } = orderEvent({ id: `e-${index}`, at: AT, placedAt: AT, totalMinor: 7000, other: false });
    const lines = (data['lines'] as readonly object[]).map((line) => ({ ...line, productId: id }));
    await landEvents(scene, 'ecommerce.order', [
      { time: AT, data: { ...data, orderId: `ord-${index}`, customerId: id, lines } },
    ]);
    const site = { siteCode: id, country: 'EE', latitude: 59, longitude: 24 };
    const status = { deviceKind: 'sensor', metrics: { temperatureCelsius: 10 }, status: 'ok' };
    await landEvents(scene, 'iot.telemetry', [
      { time: AT, data: { readingId: `r-${index}`, deviceId: id, measuredAt: AT, site, ...status } },
    ]);
  }
  await scene.refresh();
});
afterAll(() => scene.end());

it('has keys in every dimension that a fact joins by a text', () => {
  expect(keys.map(({ name, column }) => `${name}.${column}`)).toEqual(
    expect.arrayContaining([
      'gold.dim_customer.customer_key',
      'gold.dim_customer_current.customer_key',
      'gold.dim_device.device_key',
      'gold.dim_place.site_key',
      'gold.dim_product.product_key',
    ]),
  );
});

it.each(keys.map((key) => [`${key.name}.${key.column}`, key] as const))(
  'computes %s from the exact identity, in small letters and digits',
  async (_, { name, column, keyOf }) => {
    const rows = await scene.rows(`SELECT DISTINCT ${keyOf}, ${column} FROM ${name}`);
    for (const [id, key] of rows) {
      const digest = createHash('sha256').update(String(id), 'utf8').digest('hex');
      expect([id, key]).toEqual([id, digest.slice(0, 32)]);
    }
  },
);

it.each([
  ['gold.dim_device', 'device_key'],
  ['gold.dim_place', 'site_key'],
  ['gold.dim_product', 'product_key'],
  ['gold.dim_customer_current', 'customer_key'],
  ['gold.fact_order', 'customer_key'],
  ['gold.fact_order_line', 'product_key'],
  ['gold.fact_telemetry_hour', 'device_key'],
  ['gold.operations_device_day', 'device_key'],
  ['gold.operations_site_hour', 'site_key'],
  ['gold.sales_product_day', 'product_key'],
])('separates identities in %s that differ by case, trailing blanks or width', async (table, key) => {
  const wanted = SPELLINGS.map((id) => createHash('sha256').update(id, 'utf8').digest('hex').slice(0, 32));
  // As a program sees them that ignores case and trailing blanks.
  const rows = await scene.rows(`SELECT DISTINCT upper(rtrim(${key})) FROM ${table}`);
  const seen = rows.map(([value]) => String(value).toLowerCase());
  expect(seen).toEqual(expect.arrayContaining(wanted));
  const ids = await scene.rows(
    `SELECT count(*)::INTEGER FROM ${table} WHERE ${key} IN ('${wanted.join("', '")}')`,
  );
  expect(ids).toEqual([[SPELLINGS.length]]);
});
