import { type Commit } from '../../../../lakehouse/engines/duckdb/delta/types';
import { COLUMNS, START, TableFixture, append, sale } from './table-fixture';

const fixture = new TableFixture();
beforeAll(() => fixture.start());
afterAll(() => fixture.stop());

describe('a new column', () => {
  const added = { name: 'note', type: 'string', nullable: true } as const;
  const wider = [COLUMNS[0], added, COLUMNS[1], COLUMNS[2]].flatMap((column) => column ?? []);

  it('is null in older files, at any position', async () => {
    const path = fixture.freshPath();
    const table = fixture.table(path);
    await table.commit(append(await fixture.write(sale(1))));
    const id = fixture.action(path, 0, 'metaData')['id'];
    const add = await fixture.write(`SELECT *, 'new' AS note FROM (${sale(2)})`, wider);
    fixture.now = START + 1000;
    await table.commit(append(add, { columns: wider, readVersion: 0 }));
    fixture.now = START;
    expect(fixture.action(path, 1, 'metaData')).toMatchObject({ id, createdTime: START });
    expect(await fixture.rows(fixture.table(path))).toEqual([
      '1 null north 2026-11-20',
      '2 new north 2026-11-20',
    ]);
    expect(await fixture.rows(fixture.table(path), 0)).toEqual(['1 north 2026-11-20']);
    await table.commit(append([], { columns: wider, readVersion: 1 }));
    expect(fixture.actions(path, 2, 'metaData')).toEqual([]);
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
    const path = fixture.freshPath();
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
    'ID occurs twice',
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
    'day is not a column of the table',
  ],
  [
    'a file without its partition value',
    async () => append(await fixture.write(sale(1), COLUMNS, []), {}),
    'no value of the partition column sold_on',
  ],
])('refuses %s', async (_, make, message) => {
  const path = fixture.freshPath();
  await expect(fixture.table(path).commit(await make())).rejects.toMatchObject({
    code: 'option_invalid',
    message: expect.stringContaining(message) as string,
  });
  expect(await fixture.table(path).read()).toBeUndefined();
});
