import { type Condition, prune } from '../../../../lakehouse/engines/duckdb/delta/prune';
import { scanSql } from '../../../../lakehouse/engines/duckdb/delta/scan-sql';
import { type Column, type Snapshot } from '../../../../lakehouse/engines/duckdb/delta/types';
import { TableFixture, append } from './table-fixture';
import * as fc from 'fast-check';
import { runs } from '../../../testing/runs';

const fixture = new TableFixture();
beforeAll(() => fixture.start());
afterAll(() => fixture.stop());

const ALL: readonly Column[] = [
  { name: 'day', type: 'date', nullable: true },
  { name: 'id', type: 'long', nullable: true },
  { name: 'whole', type: 'integer', nullable: true },
  { name: 'text', type: 'string', nullable: true },
  { name: 'ratio', type: 'double', nullable: true },
  { name: 'flag', type: 'boolean', nullable: true },
  { name: 'since', type: 'date', nullable: true },
  { name: 'moment', type: 'timestamp', nullable: true },
  { name: 'price', type: 'decimal(18,4)', nullable: true },
];

it('returns an empty relation of the declared types when there is no file', async () => {
  const scan = scanSql({
    snapshot: { columns: ALL, partitionColumns: ['day'] },
    files: [],
    localPath: () => '',
  });
  const read = await fixture.duckDb.runAndReadAll(scan);
  expect(read.columnNames()).toEqual(ALL.map(({ name }) => name));
  expect(read.columnTypes().map(String)).toEqual([
    'DATE',
    'BIGINT',
    'INTEGER',
    'VARCHAR',
    'DOUBLE',
    'BOOLEAN',
    'DATE',
    'TIMESTAMP WITH TIME ZONE',
    'DECIMAL(18,4)',
  ]);
  expect(read.currentRowCount).toBe(0);
});

/** SQL of a value of the type, including extreme ones; DuckDB computes the expected result. */
const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
  id: fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }).map((value) => `${value}::BIGINT`),
  whole: fc.integer().map((value) => `(${value})::INTEGER`),
  text: fc
    .string({ unit: fc.constantFrom('a', 'z', 'é', '\uffff', '😀', '\u{10ffff}', "'"), maxLength: 40 })
    .map((value) => `'${value.replaceAll("'", "''")}'`),
  ratio: fc
    .oneof(fc.double({ noNaN: true }), fc.constantFrom(NaN, Infinity, -Infinity, -0))
    .map((value) => `'${value}'::DOUBLE`),
  since: fc.integer({ min: -900_000, max: 3_000_000 }).map((days) => `(DATE '1970-01-01' + (${days}))`),
  moment: fc
    .bigInt({ min: -(10n ** 17n), max: 10n ** 17n })
    .map((microseconds) => `make_timestamptz(${microseconds})`),
  price: fc
    .tuple(fc.constantFrom('', '-'), fc.bigInt({ min: 0n, max: 10n ** 14n - 1n }), fc.nat({ max: 9999 }))
    .map(([sign, whole, rest]) => `'${sign}${whole}.${String(rest).padStart(4, '0')}'`),
  day: fc.integer({ min: 0, max: 2 }).map((days) => `(DATE '2026-11-20' + (${days}))`),
};

const row = fc.record(
  Object.fromEntries(
    ALL.filter(({ name }) => name !== 'flag').map(({ name }) => [
      name,
      fc.option(values[name] ?? fc.constant('NULL'), { freq: 6, nil: 'NULL' }),
    ]),
  ),
);

it('never skips a file with a matching row, and reads written values unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(row, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      async (files) => {
        const table = fixture.table(fixture.freshPath());
        const toSelect = (rows: readonly Readonly<Record<string, string>>[]): string =>
          rows
            .map(
              (one) =>
                `SELECT ${ALL.map(({ name, type }) => `CAST(${one[name] ?? 'true'} AS ${type === 'timestamp' ? 'TIMESTAMPTZ' : sqlType(type)}) AS "${name}"`).join(', ')}`,
            )
            .join(' UNION ALL ');
        for (const [index, rows] of files.entries()) {
          const add = await fixture.write(toSelect(rows), ALL, ['day']);
          await table.commit(
            append(add, {
              columns: ALL,
              partitionColumns: ['day'],
              readVersion: index === 0 ? undefined : index - 1,
            }),
          );
        }
        const snapshot = await table.read();
        if (snapshot === undefined) throw new Error('there is no table');
        const scan = (files: Snapshot['files']): string =>
          scanSql({ snapshot, files, localPath: (file) => table.localPath(file) });
        const written = await texts(`SELECT * FROM (${toSelect(files.flat())}) ORDER BY ALL`);
        expect(await texts(`SELECT * FROM (${scan(snapshot.files)}) ORDER BY ALL`)).toEqual(written);
        for (const { name, type } of ALL) {
          if (type === 'boolean') continue;
          for (const [value] of await texts(
            `SELECT DISTINCT "${name}" FROM (${scan(snapshot.files)}) WHERE "${name}" IS NOT NULL`,
          )) {
            // Values that no condition can express, such as NaN or a year of five digits, are not searched.
            if (value === undefined || !/^(?!NaN|-?inf)/i.test(value) || /\(BC\)|^\d{5}/.test(value))
              continue;
            const literal = `CAST('${value.replaceAll("'", "''")}' AS ${sqlType(type)})`;
            const conditions: [Condition, string][] = [
              [{ column: name, min: value }, `"${name}" >= ${literal}`],
              [{ column: name, max: value }, `"${name}" <= ${literal}`],
              [{ column: name, in: [value, null] }, `("${name}" = ${literal} OR "${name}" IS NULL)`],
            ];
            for (const [condition, where] of conditions) {
              const count = (files: Snapshot['files']): Promise<string[][]> =>
                texts(`SELECT count(*) FROM (${scan(files)}) WHERE ${where}`);
              expect([condition, await count(prune(snapshot, condition))]).toEqual([
                condition,
                await count(snapshot.files),
              ]);
            }
          }
        }
      },
    ),
    { numRuns: runs(3, 10) },
  );
});

function sqlType(type: string): string {
  return { string: 'VARCHAR', long: 'BIGINT', timestamp: 'TIMESTAMPTZ' }[type] ?? type;
}

async function texts(query: string): Promise<string[][]> {
  const read = await fixture.duckDb.runAndReadAll(`SELECT COLUMNS(*)::VARCHAR FROM (${query})`);
  return read.getRows().map((cells) => cells.map(String));
}
