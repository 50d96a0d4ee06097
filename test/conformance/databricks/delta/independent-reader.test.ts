import * as fs from 'node:fs';
import { join } from 'node:path';
import { type Column } from '../../../../lakehouse/engines/duckdb/delta/types';
import { vacuum } from '../../../../lakehouse/engines/duckdb/delta/vacuum';
import { IndependentReader, missingReader } from './independent-reader';
import { COLUMNS, START, TableFixture, append, sale } from './table-fixture';

const missing = missingReader();
if (missing !== undefined)
  console.warn(`SKIPPED: the tests of Delta tables with an independent reader; missing: ${missing}`);
const suite = missing === undefined ? describe : describe.skip;

const ALL: readonly Column[] = [
  { name: 'id', type: 'long', nullable: false },
  { name: 'whole', type: 'integer', nullable: true },
  { name: 'text', type: 'string', nullable: true, description: 'Any text' },
  { name: 'ratio', type: 'double', nullable: true },
  { name: 'flag', type: 'boolean', nullable: true },
  { name: 'day', type: 'date', nullable: true },
  { name: 'moment', type: 'timestamp', nullable: true },
  { name: 'price', type: 'decimal(10,2)', nullable: true },
  { name: 'wide', type: 'decimal(38,6)', nullable: true },
];

suite('delta-rs', () => {
  const fixture = new TableFixture();
  let reader: IndependentReader;
  beforeAll(async () => {
    await fixture.start();
    reader = new IndependentReader();
  });
  afterAll(async () => {
    await reader.close();
    await fixture.stop();
  });

  const fresh = (): { path: string; directory: string } => {
    const path = fixture.freshPath();
    return { path, directory: fixture.directory(path) };
  };

  /** Makes `versions` commits with one sale each. */
  const grow = async (path: string, versions: number): Promise<void> => {
    const table = fixture.table(path);
    for (let version = 0; version < versions; version += 1)
      await table.commit(
        append(await fixture.write(sale(version, 'north', `2026-11-${String((version % 3) + 10)}`)), {
          readVersion: version === 0 ? undefined : version - 1,
          transaction: { appId: 'sluice', version: version + 1 },
          userMetadata: `{"refresh":${version + 1}}`,
        }),
      );
  };

  it('reads values of every type unchanged', async () => {
    const { path, directory } = fresh();
    const select = `
      SELECT 1 AS id, 2147483647 AS whole, 'ä€😀 "quoted"' AS text, 0.1 AS ratio, true AS flag,
        DATE '1969-12-31' AS day, TIMESTAMPTZ '2026-11-21 06:10:00.123456+00' AS moment,
        -12345678.90 AS price, 12345678901234567890123456789012.123456 AS wide
      UNION ALL SELECT 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
      UNION ALL SELECT 3, -1, '', 'NaN'::DOUBLE, false, DATE '9999-12-31',
        TIMESTAMPTZ '1969-12-31 23:59:59.999999+00', 0, -0.000001`;
    await fixture
      .table(path)
      .commit(append(await fixture.write(select, ALL, []), { columns: ALL, partitionColumns: [] }));
    const view = await reader.read(directory);
    expect(view.schema).toEqual(
      ALL.map(({ name, type, nullable, description }) => ({
        name,
        type,
        nullable,
        metadata: description === undefined ? {} : { comment: description },
      })),
    );
    expect(view.types).toEqual({
      id: 'int64',
      whole: 'int32',
      text: 'string',
      ratio: 'double',
      flag: 'bool',
      day: 'date32[day]',
      moment: 'timestamp[us, tz=UTC]',
      price: 'decimal128(10, 2)',
      wide: 'decimal128(38, 6)',
    });
    const nothing = {
      whole: null,
      text: null,
      ratio: null,
      flag: null,
      day: null,
      moment: null,
      price: null,
      wide: null,
    };
    expect(view.rows).toEqual([
      {
        id: 1,
        whole: 2147483647,
        text: 'ä€😀 "quoted"',
        ratio: 0.1,
        flag: true,
        day: '1969-12-31',
        moment: '2026-11-21T06:10:00.123456Z',
        price: '-12345678.90',
        wide: '12345678901234567890123456789012.123456',
      },
      { id: 2, ...nothing },
      {
        id: 3,
        whole: -1,
        text: '',
        ratio: 'nan',
        flag: false,
        day: '9999-12-31',
        moment: '1969-12-31T23:59:59.999999Z',
        price: '0.00',
        wide: '-0.000001',
      },
    ]);
  });

  it('reads versions, history, partition values and the transaction', async () => {
    const { path, directory } = fresh();
    await grow(path, 4);
    const view = await reader.read(directory);
    expect(view).toMatchObject({
      version: 3,
      transaction: 4,
      partitionColumns: ['sold_on'],
      scannedFiles: 4,
    });
    expect(view.rows.map(({ sold_on }) => sold_on)).toEqual([
      '2026-11-10',
      '2026-11-11',
      '2026-11-12',
      '2026-11-10',
    ]);
    expect((await reader.read(directory, { version: 1 })).rows).toHaveLength(2);
    const history = (await reader.ask('history', directory)) as Record<string, unknown>[];
    expect(history.map(({ version, operation, timestamp }) => [version, operation, timestamp])).toEqual(
      [3, 2, 1, 0].map((version) => [version, 'WRITE', START]),
    );
    expect(history[0]).toMatchObject({
      userMetadata: '{"refresh":4}',
      operationMetrics: { numOutputRows: '1' },
    });
  });

  it('skips files by statistics and partition values, and finds every row', async () => {
    const { path, directory } = fresh();
    await grow(path, 6);
    const byId = await reader.read(directory, { where: ['id', '>=', 4, 'long'] });
    expect([byId.scannedFiles, byId.rows.map(({ id }) => id)]).toEqual([2, [4, 5]]);
    const byDay = await reader.read(directory, { where: ['sold_on', '=', '2026-11-11', 'date'] });
    expect([byDay.scannedFiles, byDay.rows.map(({ id }) => id)]).toEqual([2, [1, 4]]);
  });

  it('finds rows at the bounds of rounded statistics', async () => {
    const { path, directory } = fresh();
    const columns: readonly Column[] = [
      { name: 'id', type: 'long', nullable: false },
      { name: 'text', type: 'string', nullable: true },
      { name: 'moment', type: 'timestamp', nullable: true },
      { name: 'ratio', type: 'double', nullable: true },
    ];
    const long = 'z'.repeat(40);
    const write = (id: number, text: string, moment: string, ratio: string): Promise<unknown> =>
      fixture
        .write(
          `SELECT ${id} AS id, '${text}' AS text, TIMESTAMPTZ '${moment}' AS moment, ${ratio}::DOUBLE AS ratio UNION ALL
          SELECT ${id + 100}, 'a', TIMESTAMPTZ '2000-01-01 00:00:00+00', 0`,
          columns,
          [],
        )
        .then((add) =>
          fixture
            .table(path)
            .commit(
              append(add, { columns, partitionColumns: [], readVersion: id === 1 ? undefined : id - 2 }),
            ),
        );
    await write(1, long, '2026-11-21 06:10:00.123456+00', "'NaN'");
    await write(2, 'b', '2026-11-21 06:10:00.122000+00', '5');
    const texts = await reader.read(directory, { where: ['text', '>=', long, 'string'] });
    expect(texts.rows.map(({ id }) => id)).toEqual([1]);
    const moments = await reader.read(directory, {
      where: ['moment', '>=', '2026-11-21T06:10:00.123456Z', 'timestamp'],
    });
    expect(moments.rows.map(({ id }) => id)).toEqual([1]);
    expect([texts.scannedFiles, moments.scannedFiles]).toEqual([1, 1]);
  });

  it('reads checkpoints after the commits before them were deleted', async () => {
    const { path, directory } = fresh();
    await grow(path, 26);
    const before = await reader.read(directory);
    for (const name of fs.readdirSync(join(directory, '_delta_log')))
      if (/^0+(1?\d|20)\.json$/.test(name)) fs.rmSync(join(directory, '_delta_log', name));
    expect(fs.readdirSync(join(directory, '_delta_log'))).toHaveLength(8);
    const view = await reader.read(directory);
    expect(view).toEqual(before);
    expect(view).toMatchObject({ version: 25, transaction: 26, partitionColumns: ['sold_on'] });
    expect(view.rows).toHaveLength(26);
    expect(await fixture.rows(fixture.table(path))).toHaveLength(26);
  });

  it('reads a column that was added later', async () => {
    const { path, directory } = fresh();
    await grow(path, 1);
    const columns = [...COLUMNS, { name: 'note', type: 'string', nullable: true } as const];
    await fixture.table(path).commit(
      append(await fixture.write(`SELECT *, 'new' AS note FROM (${sale(1)})`, columns), {
        columns,
        readVersion: 0,
      }),
    );
    expect((await reader.read(directory)).rows.map(({ note }) => note)).toEqual([null, 'new']);
  });

  it('appends to our table, which is then read and written here again', async () => {
    const { path, directory } = fresh();
    await grow(path, 2);
    const odd = { id: 50, shop: 'a/b: "c" %41 = é', sold_on: '2026-12-24' };
    expect(
      await reader.ask('append', directory, { rows: [odd, { id: 51, shop: null, sold_on: null }] }),
    ).toEqual({
      version: 2,
    });
    const table = fixture.table(path);
    expect(await fixture.rows(table)).toEqual([
      '0 north 2026-11-10',
      '1 north 2026-11-11',
      '50 a/b: "c" %41 = é 2026-12-24',
      '51 null null',
    ]);
    const outcome = await table.commit(append(await fixture.write(sale(60)), { readVersion: 2 }));
    expect(outcome).toEqual({ outcome: 'committed', version: 3 });
    expect((await reader.read(directory)).rows).toHaveLength(5);
  });

  it('writes a checkpoint of our table, which is then read here', async () => {
    const { path, directory } = fresh();
    await grow(path, 3);
    await reader.ask('checkpoint', directory);
    for (const version of [0, 1, 2])
      fs.rmSync(join(directory, '_delta_log', `${String(version).padStart(20, '0')}.json`));
    const table = fixture.table(path);
    expect(await fixture.rows(table)).toHaveLength(3);
    expect((await table.read())?.transactions.get('sluice')).toBe(3);
    expect((await table.read())?.files[0]?.stats.maxValues).toHaveProperty('id');
  });

  it('reads partition values with any characters', async () => {
    const { path, directory } = fresh();
    const shops = ['a/b', 'c:d=e', 'ä %41', '..', "it's", 'x#y?z*[1]', '__HIVE_DEFAULT_PARTITION__'];
    const select = shops
      .map(
        (shop, id) =>
          `SELECT ${id} AS id, '${shop.replaceAll("'", "''")}' AS shop, DATE '2026-11-20' AS sold_on`,
      )
      .join(' UNION ALL ');
    await fixture
      .table(path)
      .commit(append(await fixture.write(select, COLUMNS, ['shop']), { partitionColumns: ['shop'] }));
    expect((await reader.read(directory)).rows.map(({ shop }) => shop)).toEqual(shops);
    expect(await fixture.rows(fixture.table(path))).toEqual(
      shops.map((shop, id) => `${id} ${shop} 2026-11-20`),
    );
  });

  it('reads a table after a vacuum, and finds no more files to delete', async () => {
    const { path, directory } = fresh();
    fixture.now = Date.now() + 3600_000;
    await grow(path, 3);
    const table = fixture.table(path);
    const [first] = (await table.read())?.files ?? [];
    await table.commit(append([], { readVersion: 2, remove: [first?.path ?? ''] }));
    fixture.now += 60_000;
    expect(await vacuum({ table, retentionSeconds: 30 })).toHaveLength(1);
    expect((await reader.read(directory)).rows).toHaveLength(2);
    expect(await reader.ask('unneeded', directory, { hours: 0 })).toEqual([]);
    fixture.now = START;
  });
});
