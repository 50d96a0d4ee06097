import { join } from 'node:path';
import { formatRows } from '../../../../lakehouse/engines/duckdb/query/format-rows';
import { listTables } from '../../../../lakehouse/engines/duckdb/query/list-tables';
import { openLake } from '../../../../lakehouse/engines/duckdb/query/open-lake';
import { queryLake } from '../../../../lakehouse/engines/duckdb/query/query-lake';
import { EngineScene } from './engine-scene';
import { reading } from './lines';
import { runProgram } from './run-program';
import { SMALL_MODELS } from './small-models';

describe('the lake', () => {
  let scene: EngineScene;

  beforeEach(async () => {
    scene = await EngineScene.start(SMALL_MODELS);
  });
  afterEach(() => scene.end());

  const directories = (): { lakeDirectory: string; modelsDirectory: string } => ({
    lakeDirectory: scene.lakeDirectory,
    modelsDirectory: scene.modelsDirectory,
  });

  it('runs queries over tables and views without a running stack', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z', 30)]);
    await scene.refresh();
    await scene.stopLake();
    const { columns, rows } = await queryLake({
      ...directories(),
      sql: "SELECT w.device_id, count(*) AS readings, 'gold.x' AS text FROM gold.warm_day AS w JOIN silver.reading USING (device_id) GROUP BY ALL",
    });
    expect(columns).toEqual([
      { name: 'device_id', type: 'VARCHAR' },
      { name: 'readings', type: 'BIGINT' },
      { name: 'text', type: 'VARCHAR' },
    ]);
    expect(rows).toEqual([['d1', '1', 'gold.x']]);
    expect(await listTables(openLake(directories()))).toEqual([
      expect.objectContaining({ name: 'bronze.iot_reading', kind: 'view', rows: null, files: 1 }),
      expect.objectContaining({ name: 'bronze.shop_order', kind: 'view', rows: null, files: 0 }),
      expect.objectContaining({ name: 'bronze.shop_customer', kind: 'view', rows: null, files: 0 }),
      expect.objectContaining({ name: 'bronze.quarantine', kind: 'view', rows: null, files: 1 }),
      expect.objectContaining({ name: 'silver.customer', rows: 0, files: 0, version: 0 }),
      expect.objectContaining({
        name: 'silver.reading',
        kind: 'table',
        rows: 1,
        files: 1,
        description: 'Readings.',
      }),
      expect.objectContaining({ name: 'gold.device', rows: 1 }),
      expect.objectContaining({ name: 'gold.device_day', rows: 1 }),
      expect.objectContaining({ name: 'gold.device_total', rows: 1 }),
      expect.objectContaining({ name: 'gold.warm_day', kind: 'view', rows: null }),
    ]);
  });

  it('returns no rows of a table that no refresh has created, and suggests the name of an unknown one', async () => {
    const sql = 'SELECT * FROM silver.reading';
    expect((await queryLake({ ...directories(), sql })).rows).toEqual([]);
    await expect(queryLake({ ...directories(), sql: 'SELECT * FROM gold.wram_day' })).rejects.toMatchObject({
      code: 'option_invalid',
      message:
        'the lake has no gold.wram_day. Did you mean gold.warm_day? `npm run query` without SQL lists all names.',
    });
  });

  it('reports the remedy when there is no lake', async () => {
    const options = { ...directories(), lakeDirectory: join(scene.directory, 'none'), sql: 'SELECT 1' };
    await expect(queryLake(options)).rejects.toMatchObject({
      code: 'lake_missing',
      message: expect.stringContaining('npm start') as string,
    });
  });

  it('is queried from the command line', async () => {
    await scene.land('iot', [
      reading('a', '2026-03-01T10:00:00Z', 30),
      reading('b', '2026-03-01T11:00:00Z', 2),
    ]);
    await scene.refresh();
    const options = ['--data', scene.directory, '--models', scene.modelsDirectory];
    const query = await runProgram('local/cli/query.ts', [
      'select event_id, celsius from silver.reading order by 1',
      ...options,
    ]);
    expect(query).toMatchObject({
      code: 0,
      output: 'event_id  celsius\n────────  ───────\na              30\nb               2\n2 rows\n',
    });
    const listed = await runProgram('local/cli/query.ts', [...options, '--format', 'csv']);
    expect(listed.output).toContain('gold.device_total,1,1,0,Readings of a device since the beginning.\n');
    const wrong = await runProgram('local/cli/query.ts', ['select nothing from silver.reading', ...options]);
    expect(wrong.code).toBe(1);
    expect(wrong.errors).toContain('nothing');
  });
});

describe('formatRows', () => {
  const result = {
    columns: [
      { name: 'name', type: 'VARCHAR' },
      { name: 'amount', type: 'DECIMAL(18,2)' },
    ],
    rows: [
      ['Zoë, "the first"', '12.50'],
      [null, '3.00'],
      ['x'.repeat(70), null],
    ],
  };

  it('aligns numbers of a table to the right', () => {
    expect(formatRows(result, 'table').split('\n')).toEqual([
      `name${' '.repeat(58)}amount`,
      `${'─'.repeat(60)}  ──────`,
      `Zoë, "the first"${' '.repeat(47)}12.50`,
      `${' '.repeat(64)}3.00`,
      `${'x'.repeat(59)}…`,
      '3 rows',
      '',
    ]);
  });

  it('writes CSV', () => {
    expect(formatRows(result, 'csv')).toBe(
      `name,amount\n"Zoë, ""the first""",12.50\n,3.00\n${'x'.repeat(70)},\n`,
    );
  });

  it('writes JSON', () => {
    expect(JSON.parse(formatRows(result, 'json'))).toEqual([
      { name: 'Zoë, "the first"', amount: '12.50' },
      { name: null, amount: '3.00' },
      { name: 'x'.repeat(70), amount: null },
    ]);
  });
});
