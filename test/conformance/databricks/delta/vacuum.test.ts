import * as fs from 'node:fs';
import { type DeltaTable } from '../../../../lakehouse/engines/duckdb/delta/delta-table';
import { vacuum } from '../../../../lakehouse/engines/duckdb/delta/vacuum';
import { TableFixture, append, sale } from './table-fixture';

const HOUR = 3600;

const fixture = new TableFixture();
beforeAll(() => fixture.start());
afterAll(() => fixture.stop());
beforeEach(() => {
  // The lake dates files by its own clock, so the clock of the tables starts at the same time.
  fixture.now = Date.now();
});

/**
 * A table whose file of version 0 is replaced in version 1; `age` hours pass before that, and `since` hours
 * afterwards.
 */
async function replaced(path: string, { age, since }: { age: number; since: number }): Promise<DeltaTable> {
  const table = fixture.table(path);
  await table.commit(append(await fixture.write(sale(1))));
  fixture.now += age * HOUR * 1000;
  const [old] = (await table.read())?.files ?? [];
  const add = await fixture.write(sale(2));
  await table.commit(append(add, { readVersion: 0, remove: [old?.path ?? ''] }));
  fixture.now += since * HOUR * 1000;
  return table;
}

function dataFiles(path: string): string[] {
  const names = fs.readdirSync(fixture.directory(path), { recursive: true });
  return names.map(String).filter((name) => name.endsWith('.parquet') && !name.startsWith('_'));
}

it('deletes a file that was removed before the retention', async () => {
  const path = fixture.freshPath();
  const table = await replaced(path, { age: 1, since: 3 });
  const deleted = await vacuum({ table, retentionSeconds: 2 * HOUR });
  expect(deleted).toEqual([
    { path: expect.stringContaining('part-') as string, size: expect.any(Number) as number },
  ]);
  expect(dataFiles(path)).toHaveLength(1);
  expect(await fixture.rows(table)).toEqual(['2 north 2026-11-20']);
  expect(await vacuum({ table, retentionSeconds: 2 * HOUR })).toEqual([]);
});

it('keeps a file that was removed within the retention, so that its version remains readable', async () => {
  const path = fixture.freshPath();
  const table = await replaced(path, { age: 5, since: 1 });
  expect(await vacuum({ table, retentionSeconds: 2 * HOUR })).toEqual([]);
  expect(await fixture.rows(table, 0)).toEqual(['1 north 2026-11-20']);
});

it('keeps removals in checkpoints until they are old', async () => {
  const path = fixture.freshPath();
  const table = await replaced(path, { age: 5, since: 0 });
  const goOn = async (): Promise<void> => {
    const read = (await table.read())?.version ?? 0;
    for (let version = read; version < read + 10; version += 1)
      await table.commit(append([], { readVersion: version }));
  };
  await goOn();
  expect(await vacuum({ table: fixture.table(path), retentionSeconds: 2 * HOUR })).toEqual([]);
  expect((await fixture.table(path).readState())?.tombstones.size).toBe(1);
  fixture.now += 8 * 24 * HOUR * 1000;
  await goOn();
  expect((await fixture.table(path).readState())?.tombstones.size).toBe(0);
  expect(await vacuum({ table: fixture.table(path), retentionSeconds: 2 * HOUR })).toHaveLength(1);
});

it('deletes files of a failed attempt, but not of an attempt that may still commit', async () => {
  const path = fixture.freshPath();
  const table = fixture.table(path);
  await table.commit(append(await fixture.write(sale(1))));
  fixture.lake.lake.faults.inject(
    { kind: 'fail', status: 403, code: 'AuthorizationFailure' },
    { matches: ({ method, path: blob }) => method === 'PUT' && blob.endsWith('1.json') },
  );
  const failed = table.commit(append(await fixture.write(sale(2)), { readVersion: 0 }));
  await expect(failed).rejects.toMatchObject({ statusCode: 403 });
  expect(dataFiles(path)).toHaveLength(2);
  fixture.now += HOUR * 1000;
  expect(await vacuum({ table, retentionSeconds: 2 * HOUR })).toEqual([]);
  fixture.now += 2 * HOUR * 1000;
  expect(await vacuum({ table, retentionSeconds: 2 * HOUR, dryRun: true })).toHaveLength(1);
  expect(dataFiles(path)).toHaveLength(2);
  expect(await vacuum({ table, retentionSeconds: 2 * HOUR })).toHaveLength(1);
  expect(await fixture.rows(table)).toEqual(['1 north 2026-11-20']);
});

it('refuses a retention that is longer than that of the log', async () => {
  const table = await replaced(fixture.freshPath(), { age: 0, since: 0 });
  for (const retentionSeconds of [8 * 24 * HOUR, -1, NaN])
    await expect(vacuum({ table, retentionSeconds })).rejects.toMatchObject({ code: 'option_invalid' });
});

it('deletes nothing when there is no table', async () => {
  expect(await vacuum({ table: fixture.table(fixture.freshPath()), retentionSeconds: 0 })).toEqual([]);
});
