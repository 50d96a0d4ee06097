import { EngineScene } from './engine-scene';
import { customer, reading } from './lines';
import { DEVICE_DAY, READING, SMALL_MODELS } from './small-models';

describe('strategies', () => {
  let scene: EngineScene;

  beforeEach(() => {
    scene = EngineScene.onDisk(SMALL_MODELS);
  });
  afterEach(() => scene.end());

  it('process events from Bronze to Gold', async () => {
    await scene.land('iot', [
      reading('a', '2026-03-01T10:00:00+02:00', 20.5),
      reading('b', '2026-03-02T08:00:00Z', 25),
    ]);
    const results = await scene.refresh();
    expect(results['silver.reading']).toMatchObject({
      outcome: 'committed',
      version: 0,
      rowsRead: 2,
      rowsWritten: 2,
      rowsRemoved: 0,
      rowsDropped: 0,
      newestEventTime: '2026-03-02T08:00:00.000Z',
      error: null,
    });
    expect(
      await scene.rows('SELECT event_id, event_time, celsius, _refresh FROM silver.reading ORDER BY 1'),
    ).toEqual([
      ['a', '2026-03-01 08:00:00+00', 20.5, '2000'],
      ['b', '2026-03-02 08:00:00+00', 25, '2000'],
    ]);
    expect(await scene.rows('SELECT * EXCLUDE _refresh FROM gold.device_day ORDER BY 1')).toEqual([
      ['2026-03-01', 'd1', '1', '20.500'],
      ['2026-03-02', 'd1', '1', '25.000'],
    ]);
    expect(await scene.rows('SELECT * FROM gold.warm_day ORDER BY 1')).toHaveLength(2);
  });

  it('append: drops a duplicate event, in one refresh or in two, and keeps the first', async () => {
    await scene.land('iot', [
      reading('a', '2026-03-01T10:00:00Z', 1),
      reading('a', '2026-03-01T10:00:00Z', 2),
    ]);
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z', 3)], 1);
    expect((await scene.refresh('silver.reading'))['silver.reading']).toMatchObject({
      rowsRead: 3,
      rowsWritten: 1,
    });
    await scene.land('iot', [
      reading('a', '2026-03-01T10:00:00Z', 4),
      reading('b', '2026-03-01T10:00:00Z', 5),
    ]);
    expect((await scene.refresh('silver.reading'))['silver.reading']).toMatchObject({
      rowsRead: 2,
      rowsWritten: 1,
    });
    const rows = await scene.rows('SELECT event_id, celsius, sequence_number FROM silver.reading ORDER BY 1');
    expect(rows).toEqual([
      ['a', 1, '0'],
      ['b', 5, '3'],
    ]);
  });

  it('append: adds a late event to its day, and Gold follows', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z'), reading('b', '2026-03-04T10:00:00Z')]);
    await scene.refresh();
    await scene.land('iot', [reading('c', '2026-03-01T11:00:00Z')]);
    const results = await scene.refresh();
    expect(results['gold.device_day']).toMatchObject({ rowsRead: 1, rowsWritten: 1, rowsRemoved: 1 });
    const rows = await scene.rows('SELECT event_date, readings, _refresh FROM gold.device_day ORDER BY 1');
    expect(rows).toEqual([
      ['2026-03-01', '2', '3000'],
      ['2026-03-04', '1', '2000'],
    ]);
  });

  it('append: fails on an event without a key', async () => {
    scene.writeModel('silver/iot/reading.sql', READING.replace('b.event.id AS event_id', 'NULL AS event_id'));
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    const { 'silver.reading': result } = await scene.run(await scene.plan(), 'silver.reading');
    expect(result).toMatchObject({ outcome: 'failed', error: '1 rows have no key (event_time, event_id)' });
  });

  it('merge: keeps history by key, for any order of the versions', async () => {
    await scene.land('shop', [
      customer('1', '2026-03-03T00:00:00Z', 'Riga'),
      customer('2', '2026-03-01T00:00:00Z', 'Oslo', 'c2'),
    ]);
    await scene.refresh();
    await scene.land('shop', [
      customer('3', '2026-03-01T00:00:00Z', 'Bern'),
      customer('4', '2026-03-05T00:00:00Z', undefined),
    ]);
    const { 'silver.customer': result } = await scene.refresh();
    expect(result).toMatchObject({ outcome: 'committed', rowsRead: 3, rowsWritten: 3, rowsRemoved: 1 });
    expect(
      await scene.rows(
        'SELECT customer_id, city, valid_to, is_deleted, _refresh FROM silver.customer ORDER BY customer_id, valid_from',
      ),
    ).toEqual([
      ['c1', 'Bern', '2026-03-03 00:00:00+00', false, '3000'],
      ['c1', 'Riga', '2026-03-05 00:00:00+00', false, '3000'],
      ['c1', null, null, true, '3000'],
      ['c2', 'Oslo', null, false, '2000'],
    ]);
  });

  it('merge: fails when the SELECT returns rows of keys that are not affected', async () => {
    const text = SMALL_MODELS['silver/shop/customer.sql'] ?? '';
    scene.writeModel(
      'silver/shop/customer.sql',
      text.replace('SELECT customer_id, city, valid_from,', "SELECT 'x' AS customer_id, city, valid_from,"),
    );
    await scene.land('shop', [customer('1', '2026-03-03T00:00:00Z', 'Riga')]);
    const { 'silver.customer': result } = await scene.run(await scene.plan(), 'silver.customer');
    expect(result?.error).toBe('the SELECT returns 1 rows whose customer_id is not affected');
  });

  it('merge: fails when the SELECT returns two rows with one key', async () => {
    const text = SMALL_MODELS['silver/shop/customer.sql'] ?? '';
    scene.writeModel(
      'silver/shop/customer.sql',
      text.replace('key: [customer_id, valid_from]', 'key: [customer_id]'),
    );
    await scene.land('shop', [
      customer('1', '2026-03-03T00:00:00Z', 'Riga'),
      customer('2', '2026-03-04T00:00:00Z', 'Rome'),
    ]);
    const { 'silver.customer': result } = await scene.run(await scene.plan(), 'silver.customer');
    expect(result?.error).toBe('1 keys (customer_id) have more than one row');
  });

  it('merge: fails when affected is NULL, because such rows could not be found again', async () => {
    await scene.land('shop', [
      { contract: 'shop.customer', event: { id: '1', time: '2026-03-03T00:00:00Z', data: {} } },
    ]);
    const { 'silver.customer': result } = await scene.run(await scene.plan(), 'silver.customer');
    expect(result?.error).toBe('affected returns 1 rows with NULL (customer_id)');
  });

  it('replace: removes obsolete rows of an affected partition', async () => {
    scene.writeModel(
      'gold/facts/device_day.sql',
      (SMALL_MODELS['gold/facts/device_day.sql'] ?? '').replace(
        'FROM silver.reading',
        'FROM silver.reading WHERE celsius < 50',
      ),
    );
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    await scene.refresh();
    scene.writeModel(
      'gold/facts/device_day.sql',
      (SMALL_MODELS['gold/facts/device_day.sql'] ?? '').replace(
        'FROM silver.reading',
        'FROM silver.reading WHERE celsius > 50',
      ),
    );
    await scene.land('iot', [reading('b', '2026-03-01T11:00:00Z')]);
    const { 'gold.device_day': result } = await scene.refresh();
    expect(result).toMatchObject({ outcome: 'committed', rowsWritten: 0, rowsRemoved: 1 });
    expect(await scene.rows('SELECT * FROM gold.device_day')).toEqual([]);
  });

  it('full: is computed again when its sources have changed, and changes no file when the rows are equal', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    await scene.refresh();
    await scene.land('iot', [reading('b', '2026-03-01T11:00:00Z')]);
    expect((await scene.refresh())['gold.device']).toMatchObject({
      outcome: 'committed',
      rowsRead: 1,
      rowsWritten: 0,
      rowsRemoved: 0,
    });
    expect(await scene.rows('SELECT device_id, _refresh FROM gold.device')).toEqual([['d1', '2000']]);
    expect((await scene.refresh())['gold.device']).toMatchObject({ outcome: 'unchanged' });
    await scene.land('iot', [reading('c', '2026-03-01T09:00:00Z')]);
    expect((await scene.refresh())['gold.device']).toMatchObject({ rowsWritten: 1, rowsRemoved: 1 });
    expect(await scene.rows('SELECT first_seen, _refresh FROM gold.device')).toEqual([
      ['2026-03-01 09:00:00+00', '5000'],
    ]);
  });

  it('add a new column of a model to a table that has rows', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    await scene.refresh();
    scene.writeModel(
      'silver/iot/reading.sql',
      READING.replace('columns:', 'columns:\n  measured_on: { type: date, description: Day. }').replace(
        'b.event.id AS event_id,',
        'b.event.id AS event_id, b.event.data.measuredOn AS measured_on,',
      ),
    );
    await scene.land('iot', [reading('b', '2026-03-02T10:00:00Z')]);
    await scene.refresh();
    expect(await scene.rows('SELECT event_id, measured_on FROM silver.reading ORDER BY 1')).toEqual([
      ['a', null],
      ['b', '2026-03-02'],
    ]);
  });

  it('replace: reads the configured days around affected ones, and keeps only the affected ones', async () => {
    // A reading of the last hour counts for the next day.
    const shifted = `CAST(event_time + INTERVAL 1 HOUR AS DATE)`;
    scene.writeModel(
      'gold/facts/device_day.sql',
      DEVICE_DAY.replace('SELECT DISTINCT event_date', `SELECT DISTINCT ${shifted} AS event_date`)
        .replace('columns:', 'restrictDays: 1\ncolumns:')
        .replace(
          'FROM silver.reading\n',
          `FROM (SELECT ${shifted} AS event_date, device_id, celsius FROM silver.reading) AS shifted
           WHERE event_date IN (SELECT event_date FROM run.affected)\n`,
        ),
    );
    await scene.land('iot', [
      reading('a', '2026-03-01T23:30:00Z', 1),
      reading('b', '2026-03-02T08:00:00Z', 2),
      reading('c', '2026-03-02T23:30:00Z', 4),
      reading('d', '2026-03-03T08:00:00Z', 8),
    ]);
    await scene.refresh();
    await scene.land('iot', [reading('e', '2026-03-02T09:00:00Z', 16)]);
    expect((await scene.refresh('silver.reading,gold.device_day'))['gold.device_day']).toMatchObject({
      rowsWritten: 1,
      rowsRemoved: 1,
    });
    expect(
      await scene.rows('SELECT event_date, readings, celsius_sum FROM gold.device_day ORDER BY 1'),
    ).toEqual([
      ['2026-03-02', '3', '19.000'],
      ['2026-03-03', '2', '12.000'],
    ]);
  });
});
