import { SIMULATED_SOURCES } from '../../../src/lib/contracts/source';
import { type ModelResult } from '../../../src/lib/refresh/model-result';
import { checkQuality } from '../../../src/lib/refresh/quality-gate';
import { DEFAULT_FAULTS } from '../../../src/lib/simulate/faults';
import { createSimulator } from '../../../src/lib/simulate/simulator';
import { makeErpTables } from '../../../src/lib/simulate/world/erp-tables';
import { World } from '../../../src/lib/simulate/world/world';
import { type EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { landSimulated, startLakehouse } from './lakehouse-scene';

jest.setTimeout(240_000);

const SECOND = 1000;
const START = Date.UTC(2026, 10, 21, 9, 30);
const seed = Math.floor(Math.random() * 1_000_000);
/** Events a second, as `npm start` divides 40 over the sources. */
const RATES = { iot: 20, ecommerce: 14, customers: 2, logistics: 4 } as const;

let scene: EngineScene;

beforeAll(async () => {
  scene = await startLakehouse();
});
afterAll(() => scene.end());

async function land(fromSeconds: number, toSeconds: number, faults = DEFAULT_FAULTS): Promise<void> {
  const simulator = createSimulator({ seed });
  const window = { from: new Date(START + fromSeconds * SECOND), to: new Date(START + toSeconds * SECOND) };
  for (const source of SIMULATED_SOURCES) {
    const eventsPerSecond = RATES[source];
    const opening = fromSeconds === 0 ? simulator.opening({ source, at: window.from, eventsPerSecond }) : [];
    const events = simulator.simulate({
      source,
      ...window,
      eventsPerSecond,
      shopEventsPerSecond: RATES.ecommerce,
      faults,
    });
    await landSimulated(scene, source, { events: [...opening, ...events], ...window });
  }
}

async function landErp(): Promise<void> {
  const tables = makeErpTables(new World(seed), '2026-11-21');
  const toLines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await scene.landBatch('erp', 'r1', {
    'products.ndjson': toLines(tables.products),
    'stock.ndjson': toLines(tables.stock),
  });
}

async function warningsOfRefresh(): Promise<readonly string[]> {
  const results = Object.values(await scene.refresh()) as readonly ModelResult[];
  const { reasons, warnings } = checkQuality(results);
  return [...reasons, ...warnings];
}

it('has no warning in its refreshes with the default faults, and has them for data that contradicts itself on request', async () => {
  await landErp();
  await land(0, 60);
  expect({ seed, warnings: await warningsOfRefresh() }).toEqual({ seed, warnings: [] });
  const counts = await scene.rows(
    'SELECT (SELECT CAST(count(*) AS INTEGER) FROM gold.fact_session WHERE purchase_count > 0), (SELECT CAST(count(*) AS INTEGER) FROM gold.dim_product)',
  );
  const [sessions, products] = counts[0] ?? [];
  expect(Number(sessions)).toBeGreaterThan(10);
  expect(Number(products)).toBeGreaterThanOrEqual(400);
  await land(60, 240);
  expect({ seed, warnings: await warningsOfRefresh() }).toEqual({ seed, warnings: [] });
  await land(240, 300, { ...DEFAULT_FAULTS, contradicting: 0.1 });
  expect({ seed, warnings: await warningsOfRefresh() }).toEqual({
    seed,
    warnings: expect.arrayContaining([
      expect.stringMatching(/^gold\.dim_customer: .* rows break 'profile_known'$/),
      expect.stringMatching(/^gold\.dim_device: .* rows break 'has_reported'$/),
      expect.stringMatching(/^gold\.dim_product: .* rows break 'described'$/),
    ]) as unknown,
  });
});
