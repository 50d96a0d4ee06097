import * as fs from 'node:fs';
import { join } from 'node:path';
import { DeltaReader } from '../../../../../src/lib/serve/gold/delta/delta-reader';
import { TableBlobs } from '../../../../../src/lib/serve/gold/delta/table-blobs';
import { type Column } from '../../../../../lakehouse/engines/duckdb/delta/types';
import { vacuum } from '../../../../../lakehouse/engines/duckdb/delta/vacuum';
import {
  append,
  COLUMNS,
  sale,
  START,
  TableFixture,
} from '../../../../conformance/databricks/delta/table-fixture';
import { deltaReader, readTable, scanRows } from './read-table';

const ALL: readonly Column[] = [
  { name: 'id', type: 'long', nullable: false },
  { name: 'whole', type: 'integer', nullable: true },
  { name: 'text', type: 'string', nullable: true, description: 'Any text' },
  { name: 'ratio', type: 'double', nullable: true },
  { name: 'flag', type: 'boolean', nullable: true },
  { name: 'day', type: 'date', nullable: true },
  { name: 'moment', type: 'timestamp', nullable: true },
  { name: 'price', type: 'decimal(10,2)', nullable: true },
  { name: 'small', type: 'decimal(6,3)', nullable: true },
  { name: 'wide', type: 'decimal(38,6)', nullable: true },
];

describe('DeltaReader, over files of the local writer', () => {
  const fixture = new TableFixture();
  beforeAll(() => fixture.start());
  afterAll(() => fixture.stop());

  const reader = (): ReturnType<typeof deltaReader> => deltaReader(fixture.lake.lake.connectionString);
  let tables = 0;
  const fresh = (): string => `sale_${(tables += 1)}`;

  /** Commits `versions` times one sale each, of three days. */
  const grow = async (table: string, versions: number, from = 0): Promise<void> => {
    const writer = fixture.table(table);
    for (let version = from; version < from + versions; version += 1)
      await writer.commit(
        append(await fixture.write(sale(version, 'north', `2026-11-${String((version % 3) + 10)}`)), {
          readVersion: version === 0 ? undefined : version - 1,
          transaction: { appId: 'sluice', version: version + 1 },
        }),
      );
  };

  it('reads every type exactly', async () => {
    const table = fresh();
    const select = `
      SELECT 9007199254740993 AS id, 2147483647 AS whole, 'ä€😀 "quoted"' AS text, 0.1 AS ratio, true AS flag,
        DATE '1969-12-31' AS day, TIMESTAMPTZ '2026-11-21 06:10:00.123456+00' AS moment,
        -12345678.90 AS price, -0.001 AS small, 12345678901234567890123456789012.123456 AS wide
      UNION ALL SELECT 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
      UNION ALL SELECT 3, -1, '', 2.5, false, DATE '9999-12-31',
        TIMESTAMPTZ '1969-12-31 23:59:59.999999+00', 0, 999.999, -0.000001`;
    await fixture
      .table(table)
      .commit(append(await fixture.write(select, ALL, []), { columns: ALL, partitionColumns: [] }));
    const { snapshot, rows } = await readTable(reader(), table);
    expect(snapshot.columns).toEqual(ALL.map(({ name, type, description }) => ({ name, type, description })));
    expect(rows).toEqual([
      {
        id: 9007199254740993n,
        whole: 2147483647,
        text: 'ä€😀 "quoted"',
        ratio: 0.1,
        flag: true,
        day: -1,
        moment: BigInt(Date.parse('2026-11-21T06:10:00Z')) * 1000n + 123456n,
        price: -1234567890n,
        small: -1n,
        wide: 12345678901234567890123456789012123456n,
      },
      {
        id: 2n,
        whole: null,
        text: null,
        ratio: null,
        flag: null,
        day: null,
        moment: null,
        price: null,
        small: null,
        wide: null,
      },
      {
        id: 3n,
        whole: -1,
        text: '',
        ratio: 2.5,
        flag: false,
        day: Date.parse('9999-12-31T00:00:00Z') / 86_400_000,
        moment: -1n,
        price: 0n,
        small: 999999n,
        wide: -1n,
      },
    ]);
  });

  it('reads repeated values, which are in dictionaries, in all row groups of a file', async () => {
    const table = fresh();
    const columns: readonly Column[] = [
      { name: 'id', type: 'long', nullable: true },
      { name: 'shop', type: 'string', nullable: true },
      { name: 'price', type: 'decimal(28,6)', nullable: true },
      { name: 'moment', type: 'timestamp', nullable: true },
    ];
    const select = `
      SELECT range AS id, CASE WHEN range % 7 = 0 THEN NULL ELSE 'shop ' || range % 5 END AS shop,
        CAST(range % 11 AS DECIMAL(28,6)) / 8 AS price,
        TIMESTAMPTZ '2026-11-21 00:00:00+00' + to_minutes(CAST(range % 1440 AS INT)) AS moment
      FROM range(130000)`;
    await fixture
      .table(table)
      .commit(append(await fixture.write(select, columns, []), { columns, partitionColumns: [] }));
    const { rows } = await readTable(reader(), table);
    expect(rows).toHaveLength(130_000);
    const midnight = BigInt(Date.parse('2026-11-21T00:00:00Z'));
    const wrong = rows.filter(({ id, shop, price, moment }) => {
      const number = Number(id);
      return (
        shop !== (number % 7 === 0 ? null : `shop ${number % 5}`) ||
        price !== BigInt(number % 11) * 125_000n ||
        moment !== (midnight + BigInt(number % 1440) * 60_000n) * 1000n
      );
    });
    expect(wrong).toEqual([]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(130_000);
  });

  it('reads partition columns by their type, including null and special characters', async () => {
    const table = fresh();
    await fixture
      .table(table)
      .commit(
        append(
          await fixture.write(
            `${sale(1, 'a/b: %41 = é', '2026-11-20')} UNION ALL ${sale(2, 'n', null)}`,
            COLUMNS,
            ['shop', 'sold_on'],
          ),
          { partitionColumns: ['shop', 'sold_on'] },
        ),
      );
    const { snapshot, rows } = await readTable(reader(), table);
    expect(snapshot.partitionedBy).toEqual(['shop', 'sold_on']);
    expect(rows.sort((left, right) => Number(left['id']) - Number(right['id']))).toEqual([
      { id: 1n, shop: 'a/b: %41 = é', sold_on: Date.parse('2026-11-20') / 86_400_000 },
      { id: 2n, shop: 'n', sold_on: null },
    ]);
  });

  it('returns version, refresh and number of rows, before and after checkpoints', async () => {
    const table = fresh();
    const kept = reader();
    let version = 0;
    for (const versions of [1, 12, 13]) {
      await grow(table, versions, version);
      version += versions;
      for (const one of [kept, reader()]) {
        const { snapshot, rows } = await readTable(one, table);
        expect(snapshot).toMatchObject({ version: version - 1, refresh: version, rowCount: version });
        expect(rows.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(
          Array.from({ length: version }, (_, index) => index),
        );
      }
    }
    const log = join(fixture.directory(table), '_delta_log');
    for (const name of fs.readdirSync(log)) if (/^0+(1?\d|20)\.json$/.test(name)) fs.rmSync(join(log, name));
    expect((await readTable(reader(), table)).rows).toHaveLength(26);
    // Also if the hint is missing or wrong.
    fs.writeFileSync(join(log, '_last_checkpoint'), '{"version":3,"size":1}');
    expect((await readTable(reader(), table)).rows).toHaveLength(26);
    fs.writeFileSync(join(log, '_last_checkpoint'), 'nonsense');
    expect((await readTable(reader(), table)).rows).toHaveLength(26);
    fs.rmSync(join(log, '_last_checkpoint'));
    expect((await readTable(reader(), table)).rows).toHaveLength(26);
  });

  it('recovers after the log has deleted the commits that follow its cached state', async () => {
    const table = fresh();
    let now = START;
    const { connectionString } = fixture.lake.lake;
    const kept = new DeltaReader({
      blobs: new TableBlobs({ kind: 'connectionString', connectionString }, 'gold'),
      clock: { now: () => new Date(now) },
    });
    await grow(table, 1);
    expect((await readTable(kept, table)).rows).toHaveLength(1);
    await grow(table, 11, 1);
    for (let version = 0; version < 10; version += 1) fs.rmSync(fixture.logFile(table, version));
    now += 61 * 60 * 1000;
    expect((await readTable(kept, table)).rows).toHaveLength(12);
  });

  it('skips files by partition values and statistics, and loses no matching row', async () => {
    const table = fresh();
    await grow(table, 9);
    await reader().read(table, async (snapshot) => {
      if (snapshot === undefined) throw new Error('there is no table');
      const day = Date.parse('2026-11-11') / 86_400_000;
      const ofDay = await scanRows(snapshot, { filters: [{ column: 'sold_on', min: day, max: day }] });
      expect(ofDay.map(({ id }) => id).sort()).toEqual([1n, 4n, 7n]);
      const byId = await scanRows(snapshot, { filters: [{ column: 'id', min: 3n, max: 4n }] });
      expect(byId.map(({ id }) => id).sort()).toEqual([3n, 4n]);
      const byShop = await scanRows(snapshot, { filters: [{ column: 'shop', min: 'o' }] });
      expect(byShop).toEqual([]);
      const newest = await scanRows(snapshot, { newestFirst: true });
      expect(newest.slice(0, 3).map(({ sold_on }) => sold_on)).toEqual([day + 1, day + 1, day + 1]);
    });
  });

  it('returns null for a column that is newer than the file', async () => {
    const table = fresh();
    await grow(table, 1);
    const columns = [...COLUMNS, { name: 'note', type: 'string', nullable: true } as const];
    await fixture.table(table).commit(
      append(await fixture.write(`SELECT *, 'new' AS note FROM (${sale(1)})`, columns), {
        columns,
        readVersion: 0,
      }),
    );
    const { rows } = await readTable(reader(), table);
    expect(rows.map(({ id, note }) => [id, note]).sort()).toEqual([
      [0n, null],
      [1n, 'new'],
    ]);
  });

  it('keeps a snapshot readable while others commit', async () => {
    const table = fresh();
    await grow(table, 2);
    const rows = await reader().read(table, async (snapshot) => {
      await grow(table, 3, 2);
      return snapshot === undefined ? [] : scanRows(snapshot);
    });
    expect(rows.map(({ id }) => id).sort()).toEqual([0n, 1n]);
  });

  it('begins again with the newer version when a vacuum deletes files', async () => {
    const table = fresh();
    await grow(table, 2);
    let attempts = 0;
    const rows = await reader().read(table, async (snapshot) => {
      attempts += 1;
      if (attempts === 1) {
        const writer = fixture.table(table);
        const files = (await writer.read())?.files ?? [];
        await writer.commit(
          append(await fixture.write(sale(7)), { readVersion: 1, remove: files.map(({ path }) => path) }),
        );
        fixture.now = Date.now() + 60_000;
        expect(await vacuum({ table: fixture.table(table), retentionSeconds: 0 })).toHaveLength(2);
      }
      return snapshot === undefined ? [] : scanRows(snapshot);
    });
    expect([attempts, rows.map(({ id }) => id)]).toEqual([2, [7n]]);
  });

  it('reports the missing file if there is no newer version', async () => {
    const table = fresh();
    await grow(table, 1);
    const [file] = (await fixture.table(table).read())?.files ?? [];
    fs.rmSync(join(fixture.directory(table), file?.path ?? ''));
    await expect(readTable(reader(), table)).rejects.toMatchObject({
      code: 'gold_unreadable',
      message: expect.stringContaining(file?.path ?? '') as string,
    });
  });

  it('returns undefined if there is no table', async () => {
    const there = (name: string): Promise<boolean> =>
      reader().read(name, (snapshot) => Promise.resolve(snapshot !== undefined));
    expect(await there('nothing')).toBe(false);
    expect(await there('../silver/x')).toBe(false);
    expect(await there('_refresh')).toBe(false);
  });

  it('lists tables, without the folder of refreshes', async () => {
    const table = fresh();
    await grow(table, 1);
    await fixture.files().put('gold', '_refresh/1/plan.json', Buffer.from('{}'));
    const tables = await reader().listTables();
    expect(tables).toContain(table);
    expect(tables.filter((name) => name.startsWith('_'))).toEqual([]);
  });

  it('returns the same rows from its cache, and works without a cache if memory is small', async () => {
    const table = fresh();
    await grow(table, 5);
    for (const cacheBytes of [0, 300, 1_000_000]) {
      const one = deltaReader(fixture.lake.lake.connectionString, 'gold', cacheBytes);
      for (let time = 0; time < 3; time += 1)
        expect((await readTable(one, table)).rows.map(({ id }) => id).sort()).toEqual([0n, 1n, 2n, 3n, 4n]);
    }
  });
});
