import * as fc from 'fast-check';
import { runs } from '../../../testing/runs';
import { EngineScene, type Line } from './engine-scene';
import { customer, reading } from './lines';
import { SMALL_MODELS } from './small-models';

const TABLES = {
  'silver.reading': 'event_id, event_time, event_date, device_id, celsius, sequence_number',
  'silver.customer': '* EXCLUDE _refresh',
  'gold.device_day': '* EXCLUDE _refresh',
  'gold.device_total': '* EXCLUDE _refresh',
  'gold.device': '* EXCLUDE _refresh',
  'gold.warm_day': '*',
};

interface Step {
  readonly line: Line;
  readonly source: 'iot' | 'shop';
  /** Whether a refresh runs after this event. */
  readonly refresh: boolean;
}

/** Few ids and days, so that events repeat, come late and share partitions. */
const step: fc.Arbitrary<Step> = fc
  .record({
    id: fc.integer({ min: 0, max: 12 }),
    celsius: fc.integer({ min: -300, max: 120 }),
    city: fc.option(fc.constantFrom('Riga', 'Oslo', 'Bern'), { nil: undefined }),
    isReading: fc.boolean(),
    refresh: fc.boolean(),
  })
  .map(({ id, celsius, city, isReading, refresh }) => ({
    // All values except the temperature follow from the id: a repeated event has the same time.
    line: isReading
      ? reading(`e${id}`, `2026-03-0${1 + (id % 3)}T${10 + (id % 7)}:00:00Z`, celsius, `d${id % 2}`)
      : customer(`e${id}`, `2026-03-0${1 + (id % 4)}T00:00:00Z`, city, `c${id % 3}`),
    source: isReading ? 'iot' : 'shop',
    refresh,
  }));

async function tablesAfter(steps: readonly Step[], everyStep: boolean): Promise<unknown[][][]> {
  const scene = EngineScene.onDisk(SMALL_MODELS);
  try {
    for (const { line, source, refresh } of steps) {
      await scene.land(source, [line]);
      if (everyStep && refresh) await scene.refresh();
    }
    await scene.refresh();
    return await Promise.all(
      Object.entries(TABLES).map(([name, columns]) =>
        scene.rows(`SELECT ${columns} FROM ${name} ORDER BY ALL`),
      ),
    );
  } finally {
    await scene.end();
  }
}

describe('the result', () => {
  it('is the same for any split of events into refreshes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
        expect(await tablesAfter(steps, true)).toEqual(await tablesAfter(steps, false));
      }),
      { numRuns: runs(2, 5), endOnFailure: true },
    );
  });
});
