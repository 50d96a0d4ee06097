import { SIMULATED_SOURCES } from '../../../../src/lib/contracts/source';
import { createSimulator } from '../../../../src/lib/simulate/simulator';
import { type EngineScene } from '../../../conformance/databricks/engine/engine-scene';
import { landSimulated, startLakehouse } from '../../lakehouse/lakehouse-scene';
import { readDefinition } from './scene';
import { SemanticModelText } from './semantic-model-text';

jest.setTimeout(120_000);

const seed = Math.floor(Math.random() * 1_000_000);
const { relationships } = new SemanticModelText(readDefinition());
let lakehouse: EngineScene;

beforeAll(async () => {
  const tables = relationships.flatMap(({ fromTable, toTable }) => [fromTable, toTable]);
  lakehouse = await startLakehouse({ upTo: tables.map((table) => `gold.${table}`) });
  const simulator = createSimulator({ seed });
  const window = { from: new Date('2026-11-20T22:00:00Z'), to: new Date('2026-11-21T01:00:00Z') };
  for (const source of SIMULATED_SOURCES) {
    const options = { source, ...window, eventsPerSecond: 0.1, shopEventsPerSecond: 0.1 };
    await landSimulated(lakehouse, source, { events: simulator.simulate(options), ...window });
  }
  await lakehouse.refresh();
});
afterAll(() => lakehouse.end());

it('have a one side with unique values, also for Power BI, which ignores case and trailing blanks', async () => {
  const sides = [...new Set(relationships.map(({ to }) => to))];
  const rows = await lakehouse.rows(
    sides
      .map((side) => {
        const [table = '', column = ''] = side.split('.');
        const key = `lower(rtrim(CAST(${column} AS VARCHAR)))`;
        return `SELECT '${side}', CAST(count(*) AS INTEGER), CAST(count(DISTINCT ${key}) AS INTEGER) FROM gold.${table}`;
      })
      .join(' UNION ALL '),
  );
  expect(rows).toHaveLength(sides.length);
  for (const [side, count, values] of rows) {
    expect({ seed, side, count }).toEqual({ seed, side, count: values });
    expect(count).toBeGreaterThan(1);
  }
});

it('find a row of the one side for every row of the many side', async () => {
  const rows = await lakehouse.rows(
    relationships
      .map(({ from, to, fromTable, toTable }) => {
        const [many = '', one = ''] = [from, to].map((path) => path.slice(path.indexOf('.') + 1));
        return `SELECT '${from}', CAST(count(*) AS INTEGER) FROM gold.${fromTable} AS m
          WHERE NOT EXISTS (SELECT 1 FROM gold.${toTable} AS o WHERE o.${one} = m.${many})`;
      })
      .join(' UNION ALL '),
  );
  expect(rows).toHaveLength(relationships.length);
  for (const [from, strangers] of rows)
    expect({ seed, from, strangers }).toEqual({ seed, from, strangers: 0 });
});
