import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runs } from '../../../testing/runs';
import { EngineScene } from './engine-scene';
import { customer, reading } from './lines';
import { SMALL_MODELS } from './small-models';

describe('a table after many refreshes', () => {
  let scene: EngineScene;

  beforeEach(() => {
    scene = EngineScene.onDisk(SMALL_MODELS);
  });
  afterEach(() => scene.end());

  it('has few files, all its rows, and the changes of each refresh', async () => {
    const refreshes = runs(12, 20);
    for (let at = 0; at < refreshes; at++) {
      await scene.land('iot', [
        reading(`e${at}`, '2026-03-01T10:00:00Z'),
        reading(`f${at}`, '2026-03-02T10:00:00Z'),
      ]);
      await scene.land('shop', [
        customer(`c${at}`, '2026-03-01T00:00:00Z', 'Riga', `c${String(at).padStart(2, '0')}`),
      ]);
      const results = await scene.refresh('silver,gold.device_total');
      expect(results['silver.reading']).toMatchObject({ outcome: 'committed', rowsWritten: 2 });
    }
    const { files, transactions } = await scene.snapshot('silver.reading');
    expect(files.length).toBeLessThanOrEqual(2 * 9);
    expect(transactions.get('sluice')).toBe(1000 + refreshes * 1000);
    expect((await scene.snapshot('silver.customer')).files.length).toBeLessThanOrEqual(9);
    const counts = 'count(*), count(DISTINCT event_id), count(DISTINCT _refresh)';
    expect(await scene.rows(`SELECT ${counts} FROM silver.reading`)).toEqual([
      [String(2 * refreshes), String(2 * refreshes), String(refreshes)],
    ]);
    expect(await scene.rows('SELECT device_id, readings FROM gold.device_total')).toEqual([
      ['d1', String(2 * refreshes)],
    ]);
    expect(await scene.rows('SELECT count(*) FROM silver.customer')).toEqual([[String(refreshes)]]);
  });

  it('keeps unneeded files for an hour, and then deletes them', async () => {
    const versionsPerVacuum = runs(6, 16);
    scene.limits = { versionsPerVacuum };
    const refreshes = versionsPerVacuum + 2;
    const files = (): number =>
      readdirSync(join(scene.lakeDirectory, 'gold', 'device_total')).filter((name) =>
        name.endsWith('.parquet'),
      ).length;
    for (let at = 0; at < refreshes; at++) {
      await scene.land('iot', [reading(`e${at}`, '2026-03-01T10:00:00Z')]);
      await scene.refresh('silver.reading,gold.device_total');
    }
    expect(files()).toBe(refreshes);
    scene.now = new Date(scene.now.getTime() + 2 * 60 * 60 * 1000);
    for (let at = refreshes; at < 2 * refreshes; at++) {
      await scene.land('iot', [reading(`e${at}`, '2026-03-01T10:00:00Z')]);
      await scene.refresh('silver.reading,gold.device_total');
    }
    // Files of the last hour, and the newest one at its beginning.
    expect(files()).toBe(refreshes + 1);
    expect(await scene.rows('SELECT readings FROM gold.device_total')).toEqual([[String(2 * refreshes)]]);
  });

  it('has one file for each day after a refresh with many days', async () => {
    const days = 120;
    const times = Array.from({ length: 3 * days }, (_, at) => new Date(Date.UTC(2025, 0, 1 + (at % days))));
    await scene.land(
      'iot',
      times.map((time, at) => reading(`e${at}`, time.toISOString())),
    );
    await scene.refresh('silver.reading');
    expect((await scene.snapshot('silver.reading')).files).toHaveLength(days);
  });
});
