import { mkdir, writeFile } from 'node:fs/promises';
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

describe('Bronze', () => {
  let scene: EngineScene;

  beforeEach(async () => {
    scene = await EngineScene.start(SMALL_MODELS);
  });
  afterEach(() => scene.end());

  const query = async (sql: string): Promise<readonly (readonly unknown[])[]> => {
    const { lakeDirectory, modelsDirectory } = scene;
    return (await queryLake({ lakeDirectory, modelsDirectory, sql })).rows;
  };

  it('shows accepted events with their position and the fields of the record, before any refresh', async () => {
    await scene.land('iot', [
      reading('a', '2026-03-01T10:00:00Z', 30),
      { ...reading('q', '2026-03-01T10:00:00Z'), verdict: 'quarantined' },
    ]);
    await scene.land('iot', [reading('b', '2026-03-01T11:00:00Z', null)], 1);
    await scene.stopLake();
    expect(
      await query(
        'SELECT event_id, event_time, contract_version, "partition", sequence_number, deviceId, measuredOn, celsius, tags, problem FROM bronze.iot_reading ORDER BY 1',
      ),
    ).toEqual([
      ['a', '2026-03-01 10:00:00+00', 1, 0, '0', 'd1', '2026-03-01', 30, null, null],
      ['b', '2026-03-01 11:00:00+00', 1, 1, '0', 'd1', '2026-03-01', null, null, null],
    ]);
    expect(await query('SELECT count(*) FROM bronze.shop_order')).toEqual([['0']]);
  });

  it('shows quarantined events with their record id and reasons', async () => {
    expect(await query('SELECT * FROM bronze.quarantine')).toEqual([]);
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    const rejections = [
      { code: 'contract.required', path: '/deviceId', message: 'deviceId is missing' },
      { code: 'contract.type', path: '/celsius', message: 'celsius is no number' },
    ];
    await scene.land(
      'iot',
      [{ ...reading('q', '2026-03-01T10:00:00Z'), verdict: 'quarantined', rejections }],
      3,
      'life-2',
    );
    expect(
      await query(
        'SELECT record_id, source, contract, code, path, message, json_array_length(rejections), enqueued_time, decode(from_base64(body)) FROM bronze.quarantine',
      ),
    ).toEqual([
      [
        'iot.life-2.3.0',
        'iot',
        'iot.reading',
        'contract.required',
        '/deviceId',
        'deviceId is missing',
        '2',
        '2026-03-01 00:00:00+00',
        '{}',
      ],
    ]);
  });

  it('is listed with 2,000 slots without reading one', async () => {
    const folder = join(scene.lakeDirectory, 'bronze/iot/life-1/p=00/000000000');
    await mkdir(folder, { recursive: true });
    // Not gzip: reading any of them fails.
    for (let slot = 0; slot < 2000; slot++)
      await writeFile(join(folder, `${String(slot).padStart(12, '0')}.ndjson.gz`), 'unreadable');
    const listed = await listTables(openLake(scene));
    expect(listed.find(({ name }) => name === 'bronze.iot_reading')).toMatchObject({ files: 2000 });
    expect(await query('SELECT count(*) FROM bronze.shop_order')).toEqual([['0']]);
    await expect(query('SELECT count(*) FROM bronze.iot_reading')).rejects.toThrow();
  });
});

describe('wrong SQL', () => {
  let scene: EngineScene;

  beforeAll(async () => {
    scene = await EngineScene.start(SMALL_MODELS);
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z', 30)]);
    await scene.refresh();
  });
  afterAll(() => scene.end());

  const problemOf = async (sql: string): Promise<string> => {
    const { lakeDirectory, modelsDirectory } = scene;
    const error: unknown = await queryLake({ lakeDirectory, modelsDirectory, sql }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'option_invalid' });
    return (error as Error).message;
  };

  it.each([
    [
      'a table in the wrong layer',
      'select * from silver.device_day',
      'the lake has no silver.device_day. Did you mean gold.device_day?',
    ],
    [
      'a table without its layer',
      'select * from device_day',
      'the lake has no device_day. Did you mean gold.device_day',
    ],
    [
      'a mistyped view of Bronze',
      'select * from bronze.iot_redaing',
      'the lake has no bronze.iot_redaing. Did you mean bronze.iot_reading?',
    ],
    [
      'a mistyped column',
      'select celsuis from silver.reading',
      'there is no column celsuis. Did you mean celsius? `describe TABLE` lists the columns.\n\n  LINE 1: select celsuis from silver.reading',
    ],
    [
      'a mistyped function',
      'select summ(celsius) from silver.reading',
      'there is no function summ. Did you mean sum?',
    ],
    [
      'a mistyped word',
      'select * form silver.reading',
      'the SQL cannot be read at "silver": look at the word before it.',
    ],
    [
      'a column without a table',
      'select celsius',
      'there is no column celsius, because the SQL has no FROM with a table.',
    ],
    ['several statements', "select ';'; select 2", 'the SQL has several statements: send one at a time'],
    ['too little', 'select 1 +', 'the SQL ends too early.'],
  ])('is explained for %s', async (_what, sql, expected) => {
    expect(await problemOf(sql)).toContain(expected);
  });

  it('has no words of the database in its explanation', async () => {
    for (const sql of ['select x', 'select * from x', 'selec 1', 'select meta.x from bronze.iot_reading'])
      expect(await problemOf(sql)).not.toMatch(/Binder|Catalog|Parser/);
  });
});
