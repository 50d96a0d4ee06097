import { runs } from '../../../testing/runs';
import { DeltaTable } from '../../../../lakehouse/engines/duckdb/delta/delta-table';
import { type LakeFiles } from '../../../../lakehouse/engines/duckdb/lake/lake-files';
import { DiskLake } from '../../../testing/disk-lake';
import { DyingLake } from './faulty-lake';
import { EngineScene } from './engine-scene';
import { customer, reading } from './lines';
import { SMALL_MODELS } from './small-models';

/** All rows of the tables, with the refresh that wrote each row. */
async function everything(scene: EngineScene): Promise<unknown[][][]> {
  const tables = ['silver.reading', 'silver.customer', 'gold.device_day', 'gold.device_total', 'gold.device'];
  return Promise.all(tables.map((name) => scene.rows(`SELECT * FROM ${name} ORDER BY ALL`)));
}

async function land(scene: EngineScene, day: number): Promise<void> {
  const time = `2026-03-0${day}T10:00:00Z`;
  await scene.land('iot', [reading(`a${day}`, time, day), reading('same', '2026-03-01T00:00:00Z')]);
  await scene.land('shop', [customer(`c${day}`, time, `city ${day}`)]);
}

describe('a refresh that is repeated after a kill', () => {
  let scene: EngineScene;
  let expected: unknown[][][];
  let writes: number;

  beforeAll(async () => {
    const undisturbed = EngineScene.onDisk(SMALL_MODELS);
    await land(undisturbed, 1);
    await undisturbed.refresh();
    await land(undisturbed, 2);
    const counting = new DyingLake(undisturbed.lakeDirectory, {
      dieAt: Infinity,
      after: false,
    });
    await undisturbed.run(await undisturbed.plan(), undefined, counting);
    writes = counting.writes;
    expected = await everything(undisturbed);
    await undisturbed.end();
  });

  afterEach(() => scene.end());

  it.each([
    ['before', false],
    ['after', true],
  ])('ends with the same tables when killed %s any of its writes', async (_, after) => {
    scene = EngineScene.onDisk(SMALL_MODELS);
    await land(scene, 1);
    await scene.refresh();
    await land(scene, 2);
    const refresh = await scene.plan();
    // Every attempt makes one write more than the previous one, until one completes.
    let attempts = 0;
    for (let dieAt = 0; ; dieAt++) {
      const lake = new DyingLake(scene.lakeDirectory, { dieAt, after });
      const results = await scene.run(refresh, undefined, lake).catch(() => undefined);
      attempts += 1;
      if (results !== undefined && !lake.isDead) break;
      expect(attempts).toBeLessThan(200);
    }
    expect(attempts).toBeGreaterThan(5);
    expect(await everything(scene)).toEqual(expected);
  });

  it('counts no event twice when killed at any write of the first attempt', async () => {
    expect(writes).toBeGreaterThan(10);
    scene = EngineScene.onDisk(SMALL_MODELS);
    const days = new Set<number>();
    for (let dieAt = 1; dieAt < writes; dieAt += runs(4, 2)) {
      const day = (days.size % 8) + 1;
      days.add(day);
      await land(scene, day);
      const refresh = await scene.plan();
      const lake = new DyingLake(scene.lakeDirectory, { dieAt, after: day % 2 === 0 });
      await scene.run(refresh, undefined, lake).catch(() => undefined);
      await scene.run(refresh);
    }
    const events = String(days.size + 1);
    expect(await scene.rows('SELECT count(*), count(DISTINCT event_id) FROM silver.reading')).toEqual([
      [events, events],
    ]);
    for (const fact of ['gold.device_day', 'gold.device_total'])
      expect(await scene.rows(`SELECT sum(readings) FROM ${fact}`)).toEqual([[events]]);
  });
});

/** Lets another writer commit just before the engine's first commit to an existing table. */
class CrowdedLake extends DiskLake {
  readonly #before: () => Promise<void>;
  #isFirst = true;

  constructor(directory: string, before: () => Promise<void>) {
    super(directory);
    this.#before = before;
  }

  override async createNew(...write: Parameters<LakeFiles['createNew']>): Promise<'created' | 'exists'> {
    if (this.#isFirst) {
      this.#isFirst = false;
      await this.#before();
    }
    return super.createNew(...write);
  }
}

describe('a model whose table another writer changes', () => {
  it('is repeated with the newer version', async () => {
    const scene = EngineScene.onDisk(SMALL_MODELS);
    try {
      await land(scene, 1);
      await scene.refresh();
      await land(scene, 2);
      const lake = new CrowdedLake(scene.lakeDirectory, async () => {
        const table = new DeltaTable({ lake: scene.files, container: 'silver', path: 'reading' });
        const { version, columns, partitionColumns } = await scene.snapshot('silver.reading');
        const outcome = await table.commit({
          readVersion: version,
          columns,
          partitionColumns,
          operation: 'OPTIMIZE',
          dataChange: false,
          add: [],
          remove: [],
        });
        expect(outcome.outcome).toBe('committed');
      });
      const { 'silver.reading': result } = await scene.run(await scene.plan(), 'silver.reading', lake);
      expect(result).toMatchObject({ outcome: 'committed', version: 2, rowsRead: 2, rowsWritten: 1 });
    } finally {
      await scene.end();
    }
  });
});
