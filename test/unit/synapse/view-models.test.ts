import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SIMULATED_SOURCES } from '../../../src/lib/contracts/source';
import { createSimulator } from '../../../src/lib/simulate/simulator';
import { type EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { landSimulated, startLakehouse } from '../lakehouse/lakehouse-scene';
import { viewsOf } from './t-sql';

jest.setTimeout(120_000);

const VIEWS = viewsOf(readFileSync(join(__dirname, '../../../synapse/30-view-models.sql'), 'utf8'));
const seed = Math.floor(Math.random() * 1_000_000);
let scene: EngineScene;

beforeAll(async () => {
  scene = await startLakehouse({ upTo: [...VIEWS.keys()].map((view) => `gold.${view}`) });
  const simulator = createSimulator({ seed });
  const window = { from: new Date('2026-11-18T00:00:00Z'), to: new Date('2026-11-21T00:00:00Z') };
  for (const source of SIMULATED_SOURCES) {
    const options = { source, ...window, eventsPerSecond: 0.01, shopEventsPerSecond: 0.01 };
    await landSimulated(scene, source, { events: simulator.simulate(options), ...window });
  }
  await scene.refresh();
});
afterAll(() => scene.end());

/** DuckDB's names for the few T-SQL functions of these views. A bit is a boolean, and counts are long in both. */
const toDuckDb = (select: string): string =>
  select
    .replaceAll('COUNT_BIG(', 'COUNT(')
    .replaceAll('AS bit)', 'AS boolean)')
    .replaceAll(/ = ([01])\b/g, ' = CAST($1 AS boolean)');

it.each([...VIEWS])('%s in T-SQL has the rows of the model', async (table, { columns, select }) => {
  const texts = columns.map((name) => `CAST(${name} AS VARCHAR)`).join();
  const actual = await scene.rows(`SELECT ${texts} FROM (${toDuckDb(select)}) AS v`);
  const wanted = await scene.rows(`SELECT ${texts} FROM gold.${table} AS v`);
  const sorted = (rows: readonly unknown[][]): string[] => rows.map((row) => JSON.stringify(row)).sort();
  expect({ seed, table, rows: sorted(actual) }).toEqual({ seed, table, rows: sorted(wanted) });
  expect(wanted.length).toBeGreaterThan(0);
});
