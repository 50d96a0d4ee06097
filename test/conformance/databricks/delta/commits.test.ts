import * as fs from 'node:fs';
import { START, TableFixture, append, sale } from './table-fixture';

const fixture = new TableFixture();
beforeAll(() => fixture.start());
afterAll(() => fixture.stop());

it('has no table when nothing was committed', async () => {
  expect(await fixture.table(fixture.freshPath()).read()).toBeUndefined();
});

it('writes the first commit with protocol, schema, provenance and files', async () => {
  const path = fixture.freshPath();
  const add = await fixture.write(`${sale(1)} UNION ALL ${sale(2, 'south', null)}`);
  const commit = append(add, {
    transaction: { appId: 'sluice', version: 7 },
    userMetadata: '{"refresh":7}',
    operationParameters: { mode: 'Append' },
  });
  expect(await fixture.table(path).commit(commit)).toEqual({ outcome: 'committed', version: 0 });
  expect(fs.readFileSync(fixture.logFile(path, 0), 'utf8')).toMatch(/^\{"commitInfo":/);
  expect(fixture.action(path, 0, 'protocol')).toEqual({ minReaderVersion: 1, minWriterVersion: 2 });
  expect(fixture.action(path, 0, 'txn')).toEqual({ appId: 'sluice', version: 7, lastUpdated: START });
  expect(fixture.action(path, 0, 'commitInfo')).toMatchObject({
    timestamp: START,
    operation: 'WRITE',
    operationParameters: { mode: 'Append' },
    operationMetrics: { numFiles: '2', numOutputRows: '2', numRemovedFiles: '0' },
    isBlindAppend: false,
    userMetadata: '{"refresh":7}',
  });
  const metaData = fixture.action(path, 0, 'metaData');
  expect(metaData).toMatchObject({ partitionColumns: ['sold_on'], createdTime: START, configuration: {} });
  expect(JSON.parse(String(metaData['schemaString']))).toEqual({
    type: 'struct',
    fields: [
      { name: 'id', type: 'long', nullable: false, metadata: { comment: 'Number of the sale' } },
      { name: 'shop', type: 'string', nullable: true, metadata: {} },
      { name: 'sold_on', type: 'date', nullable: true, metadata: {} },
    ],
  });
  const adds = fixture.actions(path, 0, 'add');
  expect(adds.map((one) => one['partitionValues'])).toEqual(
    expect.arrayContaining([{ sold_on: '2026-11-20' }, { sold_on: null }]),
  );
  expect(adds.map((one) => String(one['path']))).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^sold_on=2026-11-20\/part-\d{5}-[0-9a-f-]{36}\.parquet$/),
      expect.stringMatching(/^sold_on=__HIVE_DEFAULT_PARTITION__\/part-\d{5}-[0-9a-f-]{36}\.parquet$/),
    ]),
  );
  expect(await fixture.rows(fixture.table(path))).toEqual(['1 north 2026-11-20', '2 south null']);
});

it('replaces files in one version and records removed files', async () => {
  const path = fixture.freshPath();
  const table = fixture.table(path);
  await table.commit(append(await fixture.write(sale(1))));
  const [old] = (await table.read())?.files ?? [];
  const add = await fixture.write(sale(2, 'west'));
  const commit = append(add, { readVersion: 0, operation: 'MERGE', remove: [old?.path ?? ''] });
  expect(await table.commit(commit)).toEqual({ outcome: 'committed', version: 1 });
  expect(fixture.action(path, 1, 'remove')).toEqual({
    path: old?.path,
    deletionTimestamp: START,
    dataChange: true,
    extendedFileMetadata: true,
    partitionValues: { sold_on: '2026-11-20' },
    size: old?.size,
  });
  expect(await fixture.rows(fixture.table(path))).toEqual(['2 west 2026-11-20']);
});

it('reads a table at a version', async () => {
  const path = fixture.freshPath();
  const writer = fixture.table(path);
  for (let id = 0; id < 23; id += 1)
    await writer.commit(
      append(await fixture.write(sale(id)), { readVersion: id === 0 ? undefined : id - 1 }),
    );
  for (const table of [writer, fixture.table(path)])
    for (const version of [22, 21, 20, 19, 11, 10, 9, 0])
      expect((await table.read(version))?.files).toHaveLength(version + 1);
  expect(await writer.read(23)).toBeUndefined();
  await expect(writer.read(-1)).rejects.toMatchObject({ code: 'option_invalid' });
});

it('reads later commits of another writer', async () => {
  const path = fixture.freshPath();
  const [one, other] = [fixture.table(path), fixture.table(path)];
  await one.commit(append(await fixture.write(sale(1))));
  expect((await other.read())?.version).toBe(0);
  await one.commit(append(await fixture.write(sale(2)), { readVersion: 0 }));
  expect((await other.read())?.version).toBe(1);
});

it('commits without files, so that a table can start empty', async () => {
  const path = fixture.freshPath();
  const table = fixture.table(path);
  expect(await table.commit(append([]))).toEqual({ outcome: 'committed', version: 0 });
  expect((await table.read())?.files).toEqual([]);
  expect(await fixture.rows(table)).toEqual([]);
});

describe('a transaction', () => {
  it('is refused as done when the table has its version or a greater one', async () => {
    const path = fixture.freshPath();
    const add = await fixture.write(sale(1));
    const commit = append(add, { transaction: { appId: 'sluice', version: 7 } });
    await fixture.table(path).commit(commit);
    for (const version of [7, 6])
      expect(
        await fixture.table(path).commit({ ...commit, transaction: { appId: 'sluice', version } }),
      ).toEqual({ outcome: 'already', version: 0 });
    expect(
      await fixture
        .table(path)
        .commit({ ...commit, readVersion: 0, transaction: { appId: 'other', version: 7 } }),
    ).toEqual({ outcome: 'committed', version: 1 });
    expect([...((await fixture.table(path).read())?.transactions ?? [])]).toEqual([
      ['sluice', 7],
      ['other', 7],
    ]);
  });

  it('is kept by a checkpoint', async () => {
    const path = fixture.freshPath();
    const table = fixture.table(path);
    await table.commit(append([], { transaction: { appId: 'sluice', version: 1 } }));
    for (let version = 1; version < 12; version += 1)
      await table.commit(append([], { readVersion: version - 1 }));
    fs.rmSync(fixture.logFile(path, 0));
    const again = append([], { transaction: { appId: 'sluice', version: 1 } });
    expect(await fixture.table(path).commit(again)).toEqual({ outcome: 'already', version: 11 });
  });
});
