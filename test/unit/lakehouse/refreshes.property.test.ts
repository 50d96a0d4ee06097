import fc from 'fast-check';
import { SIMULATED_SOURCES } from '../../../src/lib/contracts/source';
import { createSimulator } from '../../../src/lib/simulate/simulator';
import { loadModels } from '../../../lakehouse/engines/duckdb/model/load-models';
import { type EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { runs } from '../../testing/runs';
import { LAKEHOUSE, landSimulated, startLakehouse } from './lakehouse-scene';

jest.setTimeout(300_000);

const BEGIN = Date.UTC(2026, 10, 20, 23);
const MINUTE = 60_000;
const MINUTES = 100;

const TABLES = [...loadModels(LAKEHOUSE).models.values()].filter(({ strategy }) => strategy !== 'view');

it('gives the same tables for any division of events into refreshes', async () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: MINUTES - 1 }), {
    minLength: 1,
    maxLength: runs(1, 3),
  });
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000_000), cuts, async (seed, minutes) => {
      const windows = [0, ...minutes.sort((a, b) => a - b), MINUTES];
      const often = await tablesAfter(seed, windows, () => true);
      const once = await tablesAfter(seed, windows, (isLast) => isLast);
      expect(often).toEqual(once);
    }),
    // Shrinking would take minutes; the seed is enough.
    { numRuns: runs(1, 2), endOnFailure: true },
  );
});

/** Lands the same slots for each seed and windows, and refreshes after the given ones. */
async function tablesAfter(
  seed: number,
  windows: readonly number[],
  refreshesAfter: (isLast: boolean) => boolean,
): Promise<Record<string, unknown>> {
  const scene = await startLakehouse();
  try {
    const simulator = createSimulator({ seed });
    for (const [index, end] of windows.entries()) {
      const start = windows[index - 1];
      if (start === undefined) continue;
      const window = { from: new Date(BEGIN + start * MINUTE), to: new Date(BEGIN + end * MINUTE) };
      for (const source of SIMULATED_SOURCES) {
        const options = { source, ...window, eventsPerSecond: 0.2, shopEventsPerSecond: 0.2 };
        const faults = {
          duplicate: 0.05,
          late: 0.1,
          malformed: 0,
          contractBreaking: 0.01,
          unknownType: 0,
          oversized: 0,
          contradicting: 0,
        };
        await landSimulated(scene, source, { events: simulator.simulate({ ...options, faults }), ...window });
      }
      if (refreshesAfter(index === windows.length - 1)) await scene.refresh();
    }
    return await contents(scene);
  } finally {
    await scene.end();
  }
}

async function contents(scene: EngineScene): Promise<Record<string, unknown>> {
  const tables: Record<string, unknown> = {};
  for (const { name } of TABLES) {
    const rows = await scene.rows(
      `SELECT CAST(to_json(t) AS VARCHAR) FROM (SELECT * EXCLUDE (_refresh) FROM ${name}) AS t`,
    );
    tables[name] = rows.map(([row]) => String(row)).sort();
  }
  return tables;
}
