import { writeFileSync } from 'node:fs';
import { DeltaTable } from '../../../../lakehouse/engines/duckdb/delta/delta-table';
import { type DataFile } from '../../../../lakehouse/engines/duckdb/delta/types';
import { changedFiles } from '../../../../lakehouse/engines/duckdb/table/table-relations';
import { EngineScene } from './engine-scene';
import { customer, reading } from './lines';
import { SMALL_MODELS } from './small-models';

describe('a refresh opens only files that new rows can affect', () => {
  let scene: EngineScene;

  beforeEach(() => {
    scene = EngineScene.onDisk(SMALL_MODELS);
  });
  afterEach(() => scene.end());

  /** Makes files unreadable, so that opening one fails. */
  async function spoil(table: string, which: (file: DataFile) => boolean): Promise<number> {
    const [container = '', path = ''] = table.split('.');
    const delta = new DeltaTable({ lake: scene.files, container, path });
    const files = (await scene.snapshot(table)).files.filter(which);
    for (const file of files) writeFileSync(delta.localPath(file), 'no Parquet');
    return files.length;
  }

  it('append searches known keys only in the days of new events', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z'), reading('b', '2026-03-02T10:00:00Z')]);
    await scene.refresh('silver.reading');
    expect(await spoil('silver.reading', ({ partition }) => partition['event_date'] === '2026-03-01')).toBe(
      1,
    );
    await scene.land('iot', [reading('b', '2026-03-02T10:00:00Z'), reading('c', '2026-03-02T11:00:00Z')]);
    expect((await scene.refresh('silver.reading'))['silver.reading']).toMatchObject({
      rowsRead: 2,
      rowsWritten: 1,
    });
    await scene.land('iot', [reading('d', '2026-03-01T10:00:00Z')]);
    expect((await scene.run(await scene.plan(), 'silver.reading'))['silver.reading']).toMatchObject({
      outcome: 'failed',
    });
  });

  it('append searches within a day only at the times of new events', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z'), reading('b', '2026-03-01T10:59:59Z')]);
    await scene.refresh('silver.reading');
    await spoil('silver.reading', () => true);
    await scene.land('iot', [reading('c', '2026-03-01T11:00:00Z')]);
    expect((await scene.refresh('silver.reading'))['silver.reading']).toMatchObject({ rowsWritten: 1 });
  });

  it('replace reads only the affected days of its sources', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z'), reading('b', '2026-03-02T10:00:00Z')]);
    await scene.refresh();
    const first = ({ partition }: DataFile): boolean => partition['event_date'] === '2026-03-01';
    expect(await spoil('silver.reading', first)).toBe(1);
    expect(await spoil('gold.device_day', first)).toBe(1);
    await scene.land('iot', [reading('c', '2026-03-02T11:00:00Z')]);
    expect((await scene.refresh('silver.reading,gold.device_day'))['gold.device_day']).toMatchObject({
      rowsWritten: 1,
      rowsRemoved: 1,
    });
  });

  it('merge opens files with possibly affected keys, and rewrites those that contain one', async () => {
    await scene.land('shop', [
      customer('1', '2026-03-01T00:00:00Z', 'Riga', 'c1'),
      customer('2', '2026-03-01T00:00:00Z', 'Oslo', 'c3'),
    ]);
    await scene.refresh('silver.customer');
    await scene.land('shop', [customer('3', '2026-03-01T00:00:00Z', 'Bern', 'c7')]);
    await scene.refresh('silver.customer');
    const files = (await scene.snapshot('silver.customer')).files;
    expect(files).toHaveLength(2);
    await spoil('silver.customer', ({ stats }) => stats.maxValues['customer_id'] === 'c7');
    await scene.land('shop', [customer('4', '2026-03-01T00:00:00Z', 'Rome', 'c2')]);
    expect((await scene.refresh('silver.customer'))['silver.customer']).toMatchObject({
      rowsWritten: 1,
      rowsRemoved: 0,
    });
    const kept = new Set((await scene.snapshot('silver.customer')).files.map(({ path }) => path));
    expect(files.every(({ path }) => kept.has(path))).toBe(true);
  });

  it('changed relations read only the files of later refreshes', async () => {
    for (const id of ['a', 'b', 'c']) {
      await scene.land('iot', [reading(id, '2026-03-01T10:00:00Z')]);
      await scene.refresh('silver.reading');
    }
    const snapshot = await scene.snapshot('silver.reading');
    const count = (since: number | undefined, until: number): number =>
      changedFiles(snapshot, { since, until }).length;
    expect([
      count(undefined, 4000),
      count(2000, 4000),
      count(3000, 4000),
      count(4000, 5000),
      count(2000, 3000),
    ]).toEqual([3, 2, 1, 0, 1]);
  });
});
