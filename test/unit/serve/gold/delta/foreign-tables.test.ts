import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import {
  IndependentReader,
  missingReader,
} from '../../../../conformance/databricks/delta/independent-reader';
import { append, COLUMNS, sale, TableFixture } from '../../../../conformance/databricks/delta/table-fixture';
import { ROOT } from '../../../../testing/fixtures/stack';
import { deltaReader, readTable } from './read-table';

const fixture = new TableFixture();
beforeAll(() => fixture.start());
afterAll(() => fixture.stop());

const reader = (): ReturnType<typeof deltaReader> => deltaReader(fixture.lake.lake.connectionString);
let tables = 0;
const fresh = (): string => `foreign_${(tables += 1)}`;

const METADATA = {
  id: 'x',
  format: { provider: 'parquet', options: {} },
  schemaString: JSON.stringify({
    type: 'struct',
    fields: COLUMNS.map(({ name, type }) => ({ name, type, nullable: true, metadata: {} })),
  }),
  partitionColumns: ['sold_on'],
  configuration: {},
};
const ADD = { path: 'x.parquet', partitionValues: {}, size: 1, modificationTime: 1, dataChange: true };

describe('DeltaReader, over tables of other writers', () => {
  const foreign = async (...actions: readonly object[]): Promise<string> => {
    const table = fresh();
    await fixture.table(table).commit(append(await fixture.write(sale(1))));
    fs.writeFileSync(
      fixture.logFile(table, 1),
      actions.map((action) => `${JSON.stringify(action)}\n`).join(''),
    );
    return table;
  };

  it.each<[string, object, string]>([
    [
      'deletion vectors',
      { protocol: { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: ['deletionVectors'] } },
      'the reader feature deletionVectors',
    ],
    [
      'deletion vectors in a file',
      { add: { ...ADD, deletionVector: { storageType: 'u' } } },
      'deletion vectors',
    ],
    [
      'column mapping',
      { metaData: { ...METADATA, configuration: { 'delta.columnMapping.mode': 'name' } } },
      'columnMapping (name)',
    ],
    [
      'two features',
      {
        protocol: {
          minReaderVersion: 3,
          minWriterVersion: 7,
          readerFeatures: ['v2Checkpoint', 'timestampNtz'],
        },
      },
      'the reader features v2Checkpoint, timestampNtz',
    ],
    [
      'a newer reader version',
      { protocol: { minReaderVersion: 4, minWriterVersion: 9 } },
      'reader version 4',
    ],
    ['another format', { metaData: { ...METADATA, format: { provider: 'orc' } } }, 'the format orc'],
    [
      'a type that Gold does not have',
      {
        metaData: {
          ...METADATA,
          schemaString: JSON.stringify({
            type: 'struct',
            fields: [{ name: 'place', type: { type: 'array' }, nullable: true, metadata: {} }],
          }),
        },
      },
      'column place has the type',
    ],
    [
      'a file outside of its folder',
      { add: { ...ADD, path: 's3://elsewhere/x.parquet' } },
      'outside of its folder',
    ],
    [
      'a partition value of another type',
      { add: { ...ADD, partitionValues: { sold_on: 'soon' } } },
      "'soon' of sold_on",
    ],
    ['an invalid action', { add: { path: 7 } }, 'contains an invalid action'],
  ])('refuses a table with %s, and reports the reason', async (_, action, reason) => {
    await expect(readTable(reader(), await foreign(action))).rejects.toMatchObject({
      code: 'gold_unreadable',
      kind: 'permanent',
      message: expect.stringContaining(reason) as string,
    });
  });

  it('reads a table that supports column mapping without enabling it', async () => {
    const table = await foreign({ protocol: { minReaderVersion: 2, minWriterVersion: 5 } });
    expect((await readTable(reader(), table)).rows).toHaveLength(1);
  });

  it('refuses a table whose first commits are deleted, or that only has a V2 checkpoint', async () => {
    const table = await foreign({ commitInfo: {} });
    fs.rmSync(fixture.logFile(table, 0));
    await expect(readTable(reader(), table)).rejects.toMatchObject({
      message: expect.stringContaining('neither its first commit nor a complete checkpoint') as string,
    });
    const name = `${'1'.padStart(20, '0')}.checkpoint.01234567-89ab-cdef-0123-456789abcdef.parquet`;
    await fixture.files().put('gold', `${table}/_delta_log/${name}`, Buffer.from('x'));
    await expect(readTable(reader(), table)).rejects.toMatchObject({
      message: expect.stringContaining('v2Checkpoint') as string,
    });
  });

  it('reads a checkpoint of several parts, but not without one of them', async () => {
    const table = fresh();
    const writer = fixture.table(table);
    for (let version = 0; version < 11; version += 1)
      await writer.commit(
        append(await fixture.write(sale(version)), {
          readVersion: version === 0 ? undefined : version - 1,
          transaction: { appId: 'sluice', version: version + 100 },
        }),
      );
    const log = join(fixture.directory(table), '_delta_log');
    const stem = join(log, `${'10'.padStart(20, '0')}.checkpoint`);
    const part = (number: number): string => `${stem}.000000000${number}.0000000002.parquet`;
    for (const number of [1, 2])
      await fixture.duckDb.run(
        `COPY (SELECT * FROM '${stem}.parquet' WHERE (add IS NULL) = ${number === 1}) TO '${part(number)}' (FORMAT parquet)`,
      );
    fs.rmSync(`${stem}.parquet`);
    fs.writeFileSync(join(log, '_last_checkpoint'), '{"version":10,"size":14,"parts":2}');
    for (let version = 0; version < 10; version += 1) fs.rmSync(fixture.logFile(table, version));
    for (const hint of [true, false]) {
      if (!hint) fs.rmSync(join(log, '_last_checkpoint'));
      const { snapshot, rows } = await readTable(reader(), table);
      expect([snapshot.version, snapshot.refresh, rows.length]).toEqual([10, 110, 11]);
    }
    fs.rmSync(part(2));
    await expect(readTable(reader(), table)).rejects.toMatchObject({ code: 'gold_unreadable' });
  });

  it('reports the file that is not Parquet, or whose type differs from the table', async () => {
    const bytes = Buffer.from('not a Parquet file at all');
    const table = await foreign({ add: { ...ADD, path: 'odd.parquet', size: bytes.length } });
    await fixture.files().put('gold', `${table}/odd.parquet`, bytes);
    await expect(readTable(reader(), table)).rejects.toMatchObject({
      message: expect.stringContaining('odd.parquet cannot be read as Parquet') as string,
    });
    const other = await foreign({
      metaData: { ...METADATA, schemaString: METADATA.schemaString.replace('"long"', '"string"') },
    });
    await expect(readTable(reader(), other)).rejects.toMatchObject({
      message: expect.stringContaining('column id in') as string,
    });
  });
});

const missing = missingReader();
if (missing !== undefined)
  console.warn(
    `SKIPPED: the reader of Gold is not proved with files of delta-rs and Arrow; missing: ${missing}`,
  );
const suite = missing === undefined ? describe : describe.skip;

suite('a table of delta-rs', () => {
  let deltaRs: IndependentReader;
  beforeAll(() => {
    deltaRs = new IndependentReader();
  });
  afterAll(() => deltaRs.close());

  it('reads the files, partitions and checkpoints of a table as delta-rs does', async () => {
    const table = fresh();
    const directory = fixture.directory(table);
    await fixture.table(table).commit(append(await fixture.write(sale(1))));
    const odd = { id: 50, shop: 'a/b: "c" %41 = é', sold_on: '2026-12-24' };
    await deltaRs.ask('append', directory, { rows: [odd, { id: 51, shop: null, sold_on: null }] });
    const expected = [
      { id: 1n, shop: 'north', sold_on: Date.parse('2026-11-20') / 86_400_000 },
      { id: 50n, shop: odd.shop, sold_on: Date.parse(odd.sold_on) / 86_400_000 },
      { id: 51n, shop: null, sold_on: null },
    ];
    const rows = async (): Promise<unknown[]> =>
      (await readTable(reader(), table)).rows.sort((a, b) => Number(a['id']) - Number(b['id']));
    expect(await rows()).toEqual(expected);
    await deltaRs.ask('checkpoint', directory);
    for (const version of [0, 1]) fs.rmSync(fixture.logFile(table, version));
    expect(await rows()).toEqual(expected);
    expect((await deltaRs.read(directory)).rows).toHaveLength(3);
  });

  it.each(['snappy', 'gzip', 'brotli', 'none'])(
    'reads files of Arrow exactly, with old timestamps (INT96) and %s',
    async (codec) => {
      const table = fresh();
      const directory = fixture.directory(table);
      fs.mkdirSync(join(directory, '_delta_log'), { recursive: true });
      writeArrow(directory, codec, true);
      expect((await readTable(reader(), table)).rows).toEqual([
        {
          moment: BigInt(Date.parse('2026-11-21T06:10:00Z')) * 1000n + 123456n,
          amount: 12345678901234567890123456n,
          small: -150n,
          day: -1,
          ratio: 0.1,
        },
        { moment: -1n, amount: -1n, small: 0n, day: 0, ratio: null },
      ]);
    },
  );

  it('refuses files with an unknown codec, and reports the remedy', async () => {
    const table = fresh();
    fs.mkdirSync(join(fixture.directory(table), '_delta_log'), { recursive: true });
    writeArrow(fixture.directory(table), 'lz4', false);
    await expect(readTable(reader(), table)).rejects.toMatchObject({
      code: 'gold_unreadable',
      message: expect.stringMatching(
        /compressed with LZ4\w*; set delta\.parquet\.compression\.codec/,
      ) as string,
    });
  });
});

const SCRIPT = `
import datetime, decimal, sys, pyarrow, pyarrow.parquet
utc = datetime.timezone.utc
pyarrow.parquet.write_table(pyarrow.table({
  "moment": pyarrow.array([datetime.datetime(2026, 11, 21, 6, 10, 0, 123456, utc), datetime.datetime(1969, 12, 31, 23, 59, 59, 999999, utc)], pyarrow.timestamp("us", "UTC")),
  "amount": pyarrow.array([decimal.Decimal("12345678901234567890.123456"), decimal.Decimal("-0.000001")], pyarrow.decimal128(28, 6)),
  "small": pyarrow.array([decimal.Decimal("-1.50"), decimal.Decimal("0.00")], pyarrow.decimal128(8, 2)),
  "day": pyarrow.array([datetime.date(1969, 12, 31), datetime.date(1970, 1, 1)]),
  "ratio": pyarrow.array([0.1, None], pyarrow.float64()),
}), sys.argv[1], compression=sys.argv[2], use_deprecated_int96_timestamps=sys.argv[3] == "true", store_decimal_as_integer=sys.argv[3] == "true")
`;

/** Writes one Parquet file with Arrow, and a log that refers to it. */
function writeArrow(directory: string, codec: string, old: boolean): void {
  const file = join(directory, 'data.parquet');
  execFileSync(join(ROOT, 'build/python/bin/python'), ['-c', SCRIPT, file, codec, String(old)]);
  const types = {
    moment: 'timestamp',
    amount: 'decimal(28,6)',
    small: 'decimal(8,2)',
    day: 'date',
    ratio: 'double',
  };
  const fields = Object.entries(types).map(([name, type]) => ({ name, type, nullable: true, metadata: {} }));
  const actions = [
    { protocol: { minReaderVersion: 1, minWriterVersion: 2 } },
    {
      metaData: {
        ...METADATA,
        schemaString: JSON.stringify({ type: 'struct', fields }),
        partitionColumns: [],
      },
    },
    { add: { ...ADD, path: 'data.parquet', size: fs.statSync(file).size } },
  ];
  fs.writeFileSync(
    join(directory, '_delta_log', `${'0'.repeat(20)}.json`),
    actions.map((action) => `${JSON.stringify(action)}\n`).join(''),
  );
}
