import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModels } from '../../../tools/lakehouse/read-models';
import { generateSynapse } from '../../../tools/synapse/generate-synapse';
import { batchesOf, tokenise, viewsOf, wordsOf } from './t-sql';

const ROOT = join(__dirname, '../../..');
const FOLDER = join(ROOT, 'synapse');
const GOLD = readModels(join(ROOT, 'lakehouse/models'), new Map(), []).filter(
  ({ layer }) => layer === 'gold',
);
const SCRIPTS = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.sql'))
  .sort();
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const TABLES = viewsOf(read('20-views.sql'));
const VIEWS = viewsOf(read('30-view-models.sql'));
const LEFT_OUT = new Map(
  [...read('30-view-models.sql').matchAll(/^-- Left out: (\w+): (.+)$/gm)].map(
    ([, name = '', reason = '']) => [name, reason],
  ),
);

it('the scripts run in the order of their names', () => {
  expect(SCRIPTS).toEqual([
    '10-database.sql',
    '11-data-source.sql',
    '20-views.sql',
    '30-view-models.sql',
    '40-readers.sql',
    'dedicated-pool/10-export.sql',
    'dedicated-pool/20-load.sql',
  ]);
});

it('the generated scripts match the models', () => {
  const files = generateSynapse({ models: GOLD, folder: FOLDER });
  expect(files.size).toBe(3);
  for (const [path, text] of files) expect(readFileSync(path, 'utf8')).toBe(text);
});

it('the scripts have every model of Gold once, with its columns in their order, or a reason why not', () => {
  const had = [...TABLES.keys(), ...VIEWS.keys(), ...LEFT_OUT.keys()];
  expect(had.sort()).toEqual(GOLD.map(({ table }) => table).sort());
  for (const { table, strategy, columns } of GOLD) {
    if (LEFT_OUT.has(table)) continue;
    const view = (strategy === 'view' ? VIEWS : TABLES).get(table);
    expect({ table, columns: view?.columns }).toEqual({ table, columns: columns.map(({ name }) => name) });
  }
});

it('the scripts only leave out models that read Silver', () => {
  const silver = GOLD.filter(
    ({ strategy, relations }) => strategy === 'view' && relations.some(({ schema }) => schema === 'silver'),
  );
  expect([...LEFT_OUT.keys()].sort()).toEqual(silver.map(({ table }) => table).sort());
});

it('the views read each table at its path, with a type for every column', () => {
  const types: Readonly<Partial<Record<string, string>>> = {
    string: 'varchar(8000)',
    long: 'bigint',
    integer: 'int',
    double: 'float',
    boolean: 'bit',
    timestamp: 'datetime2(7)',
  };
  for (const { table, strategy, columns } of GOLD) {
    if (strategy === 'view') continue;
    const select = TABLES.get(table)?.select ?? '';
    const [, folder, schema = ''] =
      /OPENROWSET\(BULK '(\w+)', DATA_SOURCE = 'gold_lake', FORMAT = 'DELTA'\) WITH \(\n([^]*)\n\) AS r$/.exec(
        select,
      ) ?? [];
    expect(folder).toBe(table);
    const wanted = columns.map(({ name, type }) => `  [${name}] ${types[type] ?? type}`);
    expect(schema.split(',\n')).toEqual(wanted);
  }
});

describe.each(SCRIPTS)('%s', (name) => {
  const batches = batchesOf(read(name));

  it('the scripts are T-SQL with balanced parentheses', () => {
    for (const batch of batches) {
      let depth = 0;
      for (const { text } of tokenise(batch)) {
        if (text === '(') depth += 1;
        if (text === ')') depth -= 1;
        expect(depth).toBeGreaterThanOrEqual(0);
      }
      expect(depth).toBe(0);
      expect(wordsOf(batch).at(-1)).toBe(';');
    }
  });

  it('the scripts have no syntax of other dialects, and no secret', () => {
    const words = batches.flatMap(wordsOf);
    for (const other of [
      'FILTER',
      'TRUE',
      'FALSE',
      'LIMIT',
      'STRING',
      'DOUBLE',
      'BOOLEAN',
      'SECRET',
      'PASSWORD',
      'USING',
      'QUALIFY',
    ])
      expect(words).not.toContain(other);
  });

  it('the scripts can run again: they create missing objects, or replace existing ones', () => {
    const dropped = new Set<string>();
    for (const batch of batches) {
      const words = wordsOf(batch);
      const text = words.join(' ');
      const drop = /^IF OBJECT_ID \( '([\w.[\]]+)' \) IS NOT NULL DROP (?:EXTERNAL )?TABLE (.+) ;$/.exec(
        text,
      );
      if (drop !== null) {
        expect(String(drop[2]).replaceAll(' ', '').toLowerCase()).toBe(drop[1]);
        dropped.add(drop[1] ?? '');
        continue;
      }
      const made = /^CREATE (?:EXTERNAL )?TABLE (\w+) \. (\[\w+\])/.exec(text);
      if (made !== null) {
        expect(dropped).toContain(`${made[1]?.toLowerCase()}.${made[2]}`);
        continue;
      }
      const renamed = /^RENAME OBJECT (\w+) \. \[\w+\] TO (\[\w+\]) ;$/.exec(text);
      if (renamed !== null) {
        expect(dropped).toContain(`${renamed[1]?.toLowerCase()}.${renamed[2]}`);
        continue;
      }
      expect(text).toMatch(
        /^(IF NOT EXISTS \( SELECT 1 FROM SYS \. \w+ WHERE NAME = '\w+' \) (CREATE|EXEC) |CREATE OR ALTER VIEW |GRANT |USE SLUICE ;|COPY INTO |DROP TABLE STAGING )/,
      );
      // A view must be alone in its batch.
      if (text.startsWith('CREATE OR ALTER VIEW'))
        expect(words.filter((word) => word === ';')).toHaveLength(1);
    }
  });
});

it('the database has the collation of Parquet, and the credential is the identity of the workspace', () => {
  expect(read('10-database.sql')).toContain('COLLATE Latin1_General_100_BIN2_UTF8');
  expect(read('11-data-source.sql')).toContain("WITH IDENTITY = 'Managed Identity'");
});

it('the scripts use only variables that the hook sets, and all but the first work in the database', () => {
  for (const name of SCRIPTS.filter((one) => !one.includes('/'))) {
    const variables = new Set([...read(name).matchAll(/\$\((\w+)\)/g)].map(([, variable]) => variable));
    expect(['LakeEndpoint']).toEqual(expect.arrayContaining([...variables]));
    expect(wordsOf(batchesOf(read(name))[0] ?? '').join(' ') === 'USE SLUICE ;').toBe(
      name !== '10-database.sql',
    );
  }
});

it('readers may select, and change nothing', () => {
  const grants = [...read('40-readers.sql').matchAll(/^GRANT (.+) TO (\w+);$/gm)].map(([, what, who]) => [
    what,
    who,
  ]);
  expect(grants).toEqual([
    ['SELECT ON SCHEMA::gold', 'gold_reader'],
    ['REFERENCES ON DATABASE SCOPED CREDENTIAL::lake_identity', 'gold_reader'],
    ['ADMINISTER DATABASE BULK OPERATIONS', 'gold_reader'],
  ]);
});

it('the load includes each exported mart', () => {
  const marts = GOLD.filter(
    ({ group, strategy }) => group.startsWith('gold/marts/') && strategy !== 'view',
  ).map(({ table }) => table);
  const named = (name: string, pattern: RegExp): (string | undefined)[] =>
    [...read(name).matchAll(pattern)].map(([, table]) => table);
  expect(named('dedicated-pool/10-export.sql', /^CREATE EXTERNAL TABLE export\.\[(\w+)\]$/gm).sort()).toEqual(
    marts.sort(),
  );
  expect(named('dedicated-pool/20-load.sql', /^COPY INTO staging\.\[(\w+)\]$/gm).sort()).toEqual(marts);
  expect(read('dedicated-pool/20-load.sql')).not.toMatch(/DELTA|OPENROWSET/);
});

it('the tokeniser of these tests refuses syntax that T-SQL here does not have', () => {
  expect(() => tokenise('SELECT "a" FROM b')).toThrow('is not T-SQL');
  expect(() => tokenise("SELECT 'a' || 'b'")).toThrow('is not T-SQL');
  expect(() => batchesOf('SELECT 1;')).toThrow('does not end in GO');
  expect(
    viewsOf('CREATE OR ALTER VIEW gold.[a] AS\nSELECT b, f(c, d) AS e FROM g;\nGO\n').get('a')?.columns,
  ).toEqual(['b', 'e']);
});
