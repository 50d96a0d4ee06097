import * as fs from 'node:fs';
import { type Commit } from '../../../../local/databricks/delta/types';
import { COLUMNS, CONTAINER, START, TABLE, TableFixture, append, sale } from './table-fixture';

const fixture = new TableFixture();
beforeAll(() => fixture.start());
afterAll(() => fixture.stop());

let count = 0;
const freshPath = (): string => `${TABLE}-${(count += 1)}`;

function logFile(path: string, version: number): string {
  const name = `${String(version).padStart(20, '0')}.json`;
  return `${fixture.lake.directory}/${CONTAINER}/${path}/_delta_log/${name}`;
}

/** The actions of one kind in a commit. */
function actions(path: string, version: number, kind: string): Record<string, unknown>[] {
  return fs
    .readFileSync(logFile(path, version), 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => {
      const found = (JSON.parse(line) as Record<string, Record<string, unknown>>)[kind];
      return found === undefined ? [] : [found];
    });
}

function only(path: string, version: number, kind: string): Record<string, unknown> {
  const [found, ...more] = actions(path, version, kind);
  if (found === undefined || more.length > 0) throw new Error(`not one action ${kind}`);
  return found;
}

it('has no table where nothing was committed', async () => {
  expect(await fixture.table(freshPath()).read()).toBeUndefined();
});

it('writes the first commit with protocol, schema, provenance and files', async () => {
  const path = freshPath();
  const add = await fixture.write(`${sale(1)} UNION ALL ${sale(2, 'south', null)}`);
  const commit = append(add, {
    transaction: { appId: 'sluice', version: 7 },
    userMetadata: '{"refresh":7}',
    operationParameters: { mode: 'Append' },
  });
  expect(await fixture.table(path).commit(commit)).toEqual({ outcome: 'committed', version: 0 });
  expect(fs.readFileSync(logFile(path, 0), 'utf8')).toMatch(/^\{"commitInfo":/);
  expect(only(path, 0, 'protocol')).toEqual({ minReaderVersion: 1, minWriterVersion: 2 });
  expect(only(path, 0, 'txn')).toEqual({ appId: 'sluice', version: 7, lastUpdated: START });
  expect(only(path, 0, 'commitInfo')).toMatchObject({
    timestamp: START,
    operation: 'WRITE',
    operationParameters: { mode: 'Append' },
    operationMetrics: { numFiles: '2', numOutputRows: '2', numRemovedFiles: '0' },
    isBlindAppend: false,
    userMetadata: '{"refresh":7}',
  });
  const metaData = only(path, 0, 'metaData');
  expect(metaData).toMatchObject({ partitionColumns: ['sold_on'], createdTime: START, configuration: {} });
  expect(JSON.parse(String(metaData['schemaString']))).toEqual({
    type: 'struct',
    fields: [
      { name: 'id', type: 'long', nullable: false, metadata: { comment: 'Number of the sale' } },
      { name: 'shop', type: 'string', nullable: true, metadata: {} },
      { name: 'sold_on', type: 'date', nullable: true, metadata: {} },
    ],
  });
  const adds = actions(path, 0, 'add');
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

it('replaces files in one version and says what was removed', async () => {
  const path = freshPath();
  const table = fixture.table(path);
  await table.commit(append(await fixture.write(sale(1))));
  const [old] = (await table.read())?.files ?? [];
  const add = await fixture.write(sale(2, 'west'));
  const commit = append(add, { readVersion: 0, operation: 'MERGE', remove: [old?.path ?? ''] });
  expect(await table.commit(commit)).toEqual({ outcome: 'committed', version: 1 });
  expect(only(path, 1, 'remove')).toEqual({
    path: old?.path,
    deletionTimestamp: START,
    dataChange: true,
    extendedFileMetadata: true,
    partitionValues: { sold_on: '2026-11-20' },
    size: old?.size,
  });
  expect(await fixture.rows(fixture.table(path))).toEqual(['2 west 2026-11-20']);
});

it('reads a table as it stood at a version', async () => {
  const path = freshPath();
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

it('reads what another writer has committed since', async () => {
  const path = freshPath();
  const [one, other] = [fixture.table(path), fixture.table(path)];
  await one.commit(append(await fixture.write(sale(1))));
  expect((await other.read())?.version).toBe(0);
  await one.commit(append(await fixture.write(sale(2)), { readVersion: 0 }));
  expect((await other.read())?.version).toBe(1);
});

it('commits without files, so that a table can begin empty', async () => {
  const path = freshPath();
  const table = fixture.table(path);
  expect(await table.commit(append([]))).toEqual({ outcome: 'committed', version: 0 });
  expect((await table.read())?.files).toEqual([]);
  expect(await fixture.rows(table)).toEqual([]);
});

describe('a transaction', () => {
  it('is refused as done where the table has its version or a greater one', async () => {
    const path = freshPath();
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

  it('is remembered by a checkpoint', async () => {
    const path = freshPath();
    const table = fixture.table(path);
    await table.commit(append([], { transaction: { appId: 'sluice', version: 1 } }));
    for (let version = 1; version < 12; version += 1)
      await table.commit(append([], { readVersion: version - 1 }));
    fs.rmSync(logFile(path, 0));
    const again = append([], { transaction: { appId: 'sluice', version: 1 } });
    expect(await fixture.table(path).commit(again)).toEqual({ outcome: 'already', version: 11 });
  });
});

describe('a column that is new', () => {
  const added = { name: 'note', type: 'string', nullable: true } as const;
  const wider = [COLUMNS[0], added, COLUMNS[1], COLUMNS[2]].flatMap((column) => column ?? []);

  it('reads as null in the files from before, wherever it stands', async () => {
    const path = freshPath();
    const table = fixture.table(path);
    await table.commit(append(await fixture.write(sale(1))));
    const id = only(path, 0, 'metaData')['id'];
    const add = await fixture.write(`SELECT *, 'new' AS note FROM (${sale(2)})`, wider);
    fixture.now = START + 1000;
    await table.commit(append(add, { columns: wider, readVersion: 0 }));
    fixture.now = START;
    expect(only(path, 1, 'metaData')).toMatchObject({ id, createdTime: START });
    expect(await fixture.rows(fixture.table(path))).toEqual([
      '1 null north 2026-11-20',
      '2 new north 2026-11-20',
    ]);
    expect(await fixture.rows(fixture.table(path), 0)).toEqual(['1 north 2026-11-20']);
    await table.commit(append([], { columns: wider, readVersion: 1 }));
    expect(actions(path, 2, 'metaData')).toEqual([]);
  });

  it.each<[string, Partial<Commit>, string]>([
    [
      'not nullable',
      { columns: [...COLUMNS, { ...added, nullable: false }] },
      'new column note is not nullable',
    ],
    [
      'in the place of another',
      { columns: wider.filter(({ name }) => name !== 'shop') },
      'column shop is missing',
    ],
    [
      'of another type',
      { columns: COLUMNS.map((one) => (one.name === 'shop' ? { ...one, type: 'long' } : one)) },
      'column shop is string, not long',
    ],
    [
      'stricter',
      { columns: COLUMNS.map((one) => ({ ...one, nullable: false })) },
      'column shop is string, not string not null',
    ],
    ['moved', { columns: [...COLUMNS].reverse() }, 'has moved'],
    ['partitioning', { columns: wider, partitionColumns: ['shop'] }, 'its partition columns are [sold_on]'],
  ])('is refused when the schema is %s', async (_, change, message) => {
    const path = freshPath();
    const table = fixture.table(path);
    await table.commit(append(await fixture.write(sale(1))));
    await expect(table.commit(append([], { readVersion: 0, ...change }))).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining(message) as string,
    });
    expect((await fixture.table(path).read())?.version).toBe(0);
  });
});

it.each<[string, () => Promise<Commit>, string]>([
  [
    'a null in a column that has none',
    async () => append(await fixture.write("SELECT NULL AS id, NULL AS shop, DATE '2026-11-20' AS sold_on")),
    'column id is not nullable',
  ],
  [
    'a removed file that the table has not',
    () => Promise.resolve(append([], { remove: ['gone.parquet'] })),
    'gone.parquet',
  ],
  [
    'two columns of one name',
    () =>
      Promise.resolve(append([], { columns: [...COLUMNS, { name: 'ID', type: 'long', nullable: true }] })),
    'ID is there twice',
  ],
  [
    'a name with a space',
    () =>
      Promise.resolve(append([], { columns: [...COLUMNS, { name: 'a b', type: 'long', nullable: true }] })),
    'does not allow',
  ],
  [
    'a partition column that is none',
    () => Promise.resolve(append([], { partitionColumns: ['day'] })),
    'day is no column',
  ],
  [
    'a file without its partition value',
    async () => append(await fixture.write(sale(1), COLUMNS, []), {}),
    'no value of the partition column sold_on',
  ],
])('refuses %s', async (_, make, message) => {
  const path = freshPath();
  await expect(fixture.table(path).commit(await make())).rejects.toMatchObject({
    code: 'option_invalid',
    message: expect.stringContaining(message) as string,
  });
  expect(await fixture.table(path).read()).toBeUndefined();
});

describe('a table that another writer made', () => {
  const foreign = async (action: object): Promise<string> => {
    const path = freshPath();
    await fixture.table(path).commit(append(await fixture.write(sale(1))));
    fs.writeFileSync(logFile(path, 1), `${JSON.stringify(action)}\n`);
    return path;
  };

  it('is not read when it asks for a newer reader', async () => {
    const path = await foreign({
      protocol: { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: ['deletionVectors'] },
    });
    await expect(fixture.table(path).read()).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('is read but not written when it asks for a newer writer', async () => {
    const path = await foreign({ protocol: { minReaderVersion: 1, minWriterVersion: 4 } });
    expect(await fixture.rows(fixture.table(path))).toHaveLength(1);
    await expect(fixture.table(path).commit(append([], { readVersion: 1 }))).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it.each([
    ['a rule for values', { 'delta.appendOnly': 'false' }, { 'delta.invariants': '{}' }, 'delta.invariants'],
    ['append-only', { 'delta.appendOnly': 'true' }, {}, 'append-only'],
  ])('is not written against %s', async (_, configuration, metadata, message) => {
    const fields = COLUMNS.map(({ name, type, nullable }) => ({ name, type, nullable, metadata }));
    const path = await foreign({
      metaData: {
        id: 'x',
        format: { provider: 'parquet', options: {} },
        schemaString: JSON.stringify({ type: 'struct', fields }),
        partitionColumns: ['sold_on'],
        configuration,
      },
    });
    const table = fixture.table(path);
    const [file] = (await table.read())?.files ?? [];
    await expect(
      table.commit(append([], { readVersion: 1, remove: [file?.path ?? ''] })),
    ).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining(message) as string,
    });
  });

  it('is not read when a line of its log is no action', async () => {
    const path = await foreign({ add: { path: 7 } });
    await expect(fixture.table(path).read()).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('is not read when a file is outside of it', async () => {
    const path = await foreign({
      add: {
        path: 's3://elsewhere/x.parquet',
        partitionValues: {},
        size: 1,
        modificationTime: 1,
        dataChange: true,
      },
    });
    await expect(fixture.table(path).read()).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('is not read when the beginning of its log is gone', async () => {
    const path = await foreign({ commitInfo: {} });
    fs.rmSync(logFile(path, 0));
    await expect(fixture.table(path).read()).rejects.toMatchObject({ code: 'corrupt' });
  });
});
