import { rm } from 'node:fs/promises';
import { DeltaTable } from '../../../../lakehouse/engines/duckdb/delta/delta-table';
import { scanSql } from '../../../../lakehouse/engines/duckdb/delta/scan-sql';
import { Session } from '../../../../lakehouse/engines/duckdb/session';
import { EngineScene } from './engine-scene';
import { DyingLake } from './faulty-lake';
import { customer, reading } from './lines';
import { CUSTOMER, DEVICE, DEVICE_TOTAL, READING, SMALL_MODELS } from './small-models';

const READING_FILE = 'silver/iot/reading.sql';
/** Writes another unit than READING. */
const IN_FAHRENHEIT = READING.replace('b.event.data.celsius AS', 'b.event.data.celsius * 1.8 + 32 AS');
const TOTAL_FILE = 'gold/facts/device_total.sql';
const WITH_DOUBLE = DEVICE_TOTAL.replace('readings: { type: long', 'readings: { type: double');
const BY_DAY = WITH_DOUBLE.replace(
  'columns:',
  'partitionBy: last_date\nstable: { last_date: "The key finds a moved row." }\ncolumns:\n  last_date: { type: date, description: Newest day. }',
)
  .replace('SELECT device_id, sum(readings)', 'SELECT max(last_date) AS last_date, device_id, sum(readings)')
  .replace('SELECT device_id, readings FROM existing', 'SELECT last_date, device_id, readings FROM existing')
  .replace('SELECT device_id, 1 FROM', 'SELECT event_date, device_id, 1 FROM');

describe('a change of a model', () => {
  let scene: EngineScene;

  beforeEach(async () => {
    scene = EngineScene.onDisk(SMALL_MODELS);
    await scene.land('iot', [
      reading('a', '2026-03-01T10:00:00Z', 10),
      reading('b', '2026-03-02T10:00:00Z', 20, 'd2'),
    ]);
    await scene.refresh();
  });
  afterEach(() => scene.end());

  const celsius = (): Promise<unknown[][]> =>
    scene.rows('SELECT event_id, celsius FROM silver.reading ORDER BY 1');
  const totals = (): Promise<unknown[][]> =>
    scene.rows('SELECT device_id, readings FROM gold.device_total ORDER BY 1');
  const rebuild = async (...names: readonly string[]) => scene.run(await scene.plan(names));

  it('is reported by each refresh while rows of the older text stay', async () => {
    scene.writeModel(READING_FILE, IN_FAHRENHEIT);
    const changedAt = new Date(3000).toISOString();
    const { 'silver.reading': unchanged } = await scene.refresh();
    expect(unchanged).toMatchObject({ outcome: 'unchanged', modelChangedAt: changedAt, rebuilt: false });
    await scene.land('iot', [reading('c', '2026-03-03T10:00:00Z', 30)]);
    const results = await scene.refresh();
    expect(results['silver.reading']).toMatchObject({ outcome: 'committed', modelChangedAt: changedAt });
    expect(results['gold.device_day']).toMatchObject({ modelChangedAt: null });
    expect(await celsius()).toEqual([
      ['a', 10],
      ['b', 20],
      ['c', 86],
    ]);
    expect((await scene.refresh())['silver.reading']).toMatchObject({ modelChangedAt: changedAt });
  });

  it('is not reported for other comments, white space and descriptions', async () => {
    scene.writeModel(
      READING_FILE,
      READING.replace('description: Readings.', 'description: All readings.').replace(
        'FROM bronze',
        '-- the new ones\n  FROM   bronze',
      ),
    );
    await scene.land('iot', [reading('c', '2026-03-03T10:00:00Z', 30)]);
    expect((await scene.refresh())['silver.reading']).toMatchObject({ modelChangedAt: null });
  });

  it('computes a full table again without new data, and reports nothing', async () => {
    scene.writeModel(
      'gold/dimensions/device.sql',
      DEVICE.replace('min(event_time)', 'max(event_time) + INTERVAL 1 DAY'),
    );
    const { 'gold.device': device } = await scene.refresh();
    expect(device).toMatchObject({ outcome: 'committed', rowsWritten: 2, modelChangedAt: null });
    expect((await scene.refresh())['gold.device']).toMatchObject({ outcome: 'unchanged' });
  });

  it('reaches all rows with a rebuild, and the tables that read them count nothing twice', async () => {
    scene.writeModel(READING_FILE, IN_FAHRENHEIT);
    await scene.land('iot', [reading('c', '2026-03-03T10:00:00Z', 30)]);
    const results = await rebuild('silver.reading');
    expect(results['silver.reading']).toMatchObject({
      outcome: 'committed',
      rebuilt: true,
      rowsWritten: 3,
      rowsRemoved: 2,
      modelChangedAt: null,
      error: null,
    });
    expect(results['gold.device_total']).toMatchObject({ rebuilt: true, rowsWritten: 2, rowsRemoved: 2 });
    expect(results['gold.device_day']).toMatchObject({ rebuilt: true, rowsWritten: 3 });
    expect(results['silver.customer']).toMatchObject({ rebuilt: false });
    expect(await celsius()).toEqual([
      ['a', 50],
      ['b', 68],
      ['c', 86],
    ]);
    expect(await totals()).toEqual([
      ['d1', '2'],
      ['d2', '1'],
    ]);
    const next = await scene.refresh();
    expect(next['gold.device_total']).toMatchObject({ outcome: 'unchanged', rebuilt: false });
  });

  it('keeps the old version readable after a rebuild', async () => {
    scene.writeModel(READING_FILE, IN_FAHRENHEIT);
    await rebuild('silver.reading');
    const table = new DeltaTable({ lake: scene.files, container: 'silver', path: 'reading' });
    const before = await table.read(0);
    if (before === undefined) throw new Error('version 0 does not exist');
    const session = await Session.open({ temporaryDirectory: scene.directory });
    try {
      const sql = scanSql({
        snapshot: before,
        files: before.files,
        localPath: (file) => table.localPath(file),
      });
      expect(await session.rows(`SELECT celsius FROM (${sql}) ORDER BY event_id`)).toEqual([
        { celsius: 10 },
        { celsius: 20 },
      ]);
    } finally {
      session.close();
    }
  });

  it('continues with the readers of a rebuilt table when the refresh of the rebuild ended before them', async () => {
    const cut = await scene.plan(['silver.reading']);
    await scene.run(cut, 'silver');
    await scene.land('iot', [reading('c', '2026-03-03T10:00:00Z', 30)]);
    const results = await scene.refresh();
    expect(results['silver.reading']).toMatchObject({ rebuilt: false, rowsWritten: 1 });
    expect(results['gold.device_total']).toMatchObject({ rebuilt: true });
    expect(await totals()).toEqual([
      ['d1', '2'],
      ['d2', '1'],
    ]);
  });

  it.each([
    ['before', false],
    ['after', true],
  ])('leaves each table old or new when killed %s any write, and a repeat ends it', async (_, after) => {
    scene.writeModel(READING_FILE, IN_FAHRENHEIT);
    const [old, rebuilt] = [
      [
        ['a', 10],
        ['b', 20],
      ],
      [
        ['a', 50],
        ['b', 68],
      ],
    ];
    const seen = new Set<string>();
    let attempts = 0;
    // Each attempt is another refresh, as a person would repeat the command, and makes one write more.
    for (let dieAt = 0; ; dieAt++) {
      const lake = new DyingLake(scene.lakeDirectory, { dieAt, after });
      const results = await scene
        .run(await scene.plan(['silver.reading']), 'silver/iot,gold', lake)
        .catch(() => undefined);
      attempts += 1;
      const rows = await celsius();
      expect([old, rebuilt]).toContainEqual(rows);
      seen.add(JSON.stringify(rows));
      if (results !== undefined && !lake.isDead) break;
      expect(attempts).toBeLessThan(100);
    }
    expect(seen.size).toBe(2);
    expect(attempts).toBeGreaterThan(5);
    expect(await totals()).toEqual([
      ['d1', '1'],
      ['d2', '1'],
    ]);
    const next = await scene.refresh();
    expect(Object.values(next).map(({ outcome }) => outcome)).not.toContain('committed');
  });

  it('changes nothing when a rebuild is repeated', async () => {
    const refresh = await scene.plan(['silver.reading']);
    await scene.run(refresh);
    const { version } = await scene.snapshot('silver.reading');
    const again = await scene.run(refresh);
    expect(again['silver.reading']).toMatchObject({ outcome: 'already', version });
    expect(await totals()).toEqual([
      ['d1', '1'],
      ['d2', '1'],
    ]);
  });

  it('takes other columns, types and partitions with a rebuild, which a refresh refuses', async () => {
    scene.writeModel(TOTAL_FILE, WITH_DOUBLE);
    await scene.land('iot', [reading('c', '2026-03-03T10:00:00Z', 30)]);
    const refused = await scene.run(await scene.plan());
    expect(refused['gold.device_total']).toMatchObject({
      outcome: 'failed',
      error: expect.stringContaining(
        '; for another change, rebuild it: npm run refresh -- --rebuild gold.device_total',
      ) as string,
    });
    scene.writeModel(TOTAL_FILE, BY_DAY);
    const results = await rebuild('gold.device_total');
    expect(results['gold.device_total']).toMatchObject({ outcome: 'committed', rebuilt: true, error: null });
    expect(results['silver.reading']).toMatchObject({ rebuilt: false });
    expect(await totals()).toEqual([
      ['d1', 2],
      ['d2', 1],
    ]);
    expect((await scene.snapshot('gold.device_total')).partitionColumns).toEqual(['last_date']);
  });

  it('gives a full table, and one without rows, the columns of a changed model without a rebuild', async () => {
    scene.writeModel(
      'gold/dimensions/device.sql',
      DEVICE.replace('first_seen: { type: timestamp', 'first_day: { type: date').replace(
        'min(event_time) AS first_seen',
        'CAST(min(event_time) AS DATE) AS first_day',
      ),
    );
    scene.writeModel('silver/shop/customer.sql', CUSTOMER.replaceAll('is_deleted', 'is_gone'));
    const changed = await scene.refresh();
    expect(changed['gold.device']).toMatchObject({ outcome: 'committed', rebuilt: false });
    expect(await scene.rows('SELECT device_id, first_day FROM gold.device ORDER BY 1')).toEqual([
      ['d1', '2026-03-01'],
      ['d2', '2026-03-02'],
    ]);
    await scene.land('shop', [customer('1', '2026-03-03T00:00:00Z', 'Riga')]);
    const next = await scene.refresh();
    expect(next['silver.customer']).toMatchObject({ rowsWritten: 1, modelChangedAt: null });
    expect(await scene.rows('SELECT city, is_gone FROM silver.customer')).toEqual([['Riga', false]]);
  });

  it('refuses a rebuild when Bronze begins later than the table, and leaves the table', async () => {
    await scene.land('iot', [reading('c', '2026-03-03T10:00:00Z', 30)]);
    await scene.refresh();
    await rm(`${scene.lakeDirectory}/bronze/iot/life-1/p=00/000000000/000000000000.ndjson.gz`);
    const results = await rebuild('silver.reading');
    expect(results['silver.reading']).toMatchObject({ outcome: 'failed', rebuilt: false });
    expect(results['silver.reading']?.error).toBe(
      'silver.reading cannot be rebuilt, because Bronze begins later than the table. ' +
        'Partition 0 of iot begins with slot 1 on 2026-03-01 00:00 UTC. ' +
        'The table begins on 2026-03-01 10:00 UTC. ' +
        'Restore the deleted slots (soft delete keeps them for some days), or keep the table as it is: ' +
        'new rows follow the present model',
    );
    expect(await celsius()).toHaveLength(3);
    expect(await totals()).toEqual([
      ['d1', '2'],
      ['d2', '1'],
    ]);
    const next = await scene.refresh();
    expect(next['silver.reading']).toMatchObject({ outcome: 'unchanged', error: null });
  });
});
