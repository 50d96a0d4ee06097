import { EngineScene } from './engine-scene';
import { customer, reading } from './lines';
import { DEVICE_DAY, READING, SMALL_MODELS } from './small-models';

describe('a refresh', () => {
  let scene: EngineScene;

  beforeEach(() => {
    scene = EngineScene.onDisk(SMALL_MODELS);
  });
  afterEach(() => scene.end());

  const resultFile = async (refresh: number, model: string): Promise<unknown> => {
    const path = `_refresh/${String(refresh).padStart(15, '0')}/models/${model}.json`;
    return JSON.parse((await scene.files.read('gold', path))?.toString('utf8') ?? 'null');
  };

  it('reads the slots between the plan of the table’s refresh and its own plan', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    await scene.refresh('silver.reading');
    await scene.land('iot', [reading('b', '2026-03-01T10:00:00Z')]);
    const passedOver = await scene.plan();
    await scene.land('iot', [reading('c', '2026-03-01T10:00:00Z')], 1, 'life-2');
    const next = await scene.plan();
    await scene.land('iot', [reading('d', '2026-03-01T10:00:00Z')]);
    const { 'silver.reading': result } = await scene.run(next, 'silver.reading');
    expect(result).toMatchObject({ outcome: 'committed', rowsRead: 2 });
    expect(await scene.rows('SELECT event_id FROM silver.reading ORDER BY 1')).toEqual([['a'], ['b'], ['c']]);
    expect((await scene.run(passedOver, 'silver.reading'))['silver.reading']).toMatchObject({
      outcome: 'already',
    });
  });

  it('skips quarantined lines and events of other contracts in the same slots', async () => {
    await scene.land('shop', [
      {
        contract: 'shop.order',
        event: {
          id: '1',
          time: '2026-03-01T00:00:00Z',
          data: { orderId: 'o', status: 'paid', totalMinor: 5 },
        },
      },
      { ...customer('2', '2026-03-01T00:00:00Z', 'Riga'), verdict: 'quarantined' },
      customer('3', '2026-03-01T00:00:00Z', 'Oslo'),
    ]);
    await scene.refresh('silver.customer');
    expect(await scene.rows('SELECT city FROM silver.customer')).toEqual([['Oslo']]);
  });

  it('reads events with the types of their contract, and missing fields as NULL', async () => {
    scene.writeModel(
      'silver/iot/typed.sql',
      `/*
description: Everything of an event.
materialise: append
key: [event_id]
firstBy: [event_id]
bronze: { contract: iot.reading }
columns:
  event_id: { type: string, description: Identity. }
  measured_on: { type: date, description: Day. }
  celsius: { type: long, description: Whole degrees. }
  first_tag: { type: string, description: Tag. }
  tags: { type: integer, description: How many. }
  checked_at: { type: timestamp, description: Of the first part. }
  enqueued_time: { type: timestamp, description: When it was enqueued. }
  pepper: { type: string, description: Secret. }
  refreshed_at: { type: timestamp, description: The plan's cut. }
*/
SELECT b.event.id AS event_id, b.event.data.measuredOn AS measured_on, b.event.data.celsius AS celsius,
  element_at(b.event.data.tags, 1) AS first_tag, size(b.event.data.tags) AS tags,
  element_at(b.event.data.parts, 1).checkedAt AS checked_at, b.meta.enqueuedTime AS enqueued_time,
  s.pepper AS pepper, s.refreshed_at AS refreshed_at
FROM bronze.iot_reading AS b CROSS JOIN run.settings AS s`,
    );
    const parts = [{ name: 'p', checkedAt: '2026-03-01T23:30:00.123456789-01:00' }];
    const data = { measuredOn: '2026-03-01', celsius: 7.0, tags: ['x', "it's; -- 'y'"], parts };
    await scene.land('iot', [
      { contract: 'iot.reading', event: { id: 'a', time: '2026-03-01T00:00:00Z', data } },
      { contract: 'iot.reading', event: { id: 'b', time: '2026-03-01T00:00:00Z', data: { tags: null } } },
    ]);
    await scene.refresh('silver.typed');
    const settings = ['pepper', '2026-03-05 06:10:00+00'];
    expect(await scene.rows('SELECT * EXCLUDE _refresh FROM silver.typed ORDER BY 1')).toEqual([
      [
        'a',
        '2026-03-01',
        '7',
        'x',
        2,
        '2026-03-02 00:30:00.123456+00',
        '2026-03-01 00:00:00+00',
        ...settings,
      ],
      ['b', null, null, null, null, null, '2026-03-01 00:00:01+00', ...settings],
    ]);
  });

  it('commits once, and reports that when it is repeated', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    const refresh = await scene.plan();
    await scene.run(refresh);
    const again = await scene.run(refresh);
    for (const model of ['silver.reading', 'gold.device_day', 'gold.device'])
      expect(again[model]).toMatchObject({ outcome: 'already', version: 0, rowsWritten: 0 });
    expect(await scene.rows('SELECT count(*) FROM silver.reading')).toEqual([['1']]);
  });

  it('does nothing when there are no new events', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    await scene.refresh();
    const results = await scene.refresh();
    expect(Object.values(results).map(({ outcome }) => outcome)).toEqual(Array(6).fill('unchanged'));
    expect((await scene.snapshot('silver.reading')).version).toBe(0);
  });

  it('creates every table at first, also those without rows', async () => {
    await scene.refresh();
    expect(await scene.rows('SELECT * FROM gold.device_day')).toEqual([]);
    expect((await scene.snapshot('silver.customer')).transactions.get('sluice')).toBe(2000);
  });

  it('stores how far it has read after many slots without its events', async () => {
    await scene.refresh('silver.customer');
    const order = { contract: 'shop.order', event: { id: '1', time: '2026-03-01T00:00:00Z', data: {} } };
    await scene.land('shop', [order]);
    expect((await scene.refresh('silver.customer'))['silver.customer']).toMatchObject({
      outcome: 'unchanged',
    });
    for (let slot = 0; slot < 25; slot++) await scene.land('shop', [order]);
    expect((await scene.refresh('silver.customer'))['silver.customer']).toMatchObject({
      outcome: 'committed',
      rowsWritten: 0,
    });
    expect((await scene.snapshot('silver.customer')).transactions.get('sluice')).toBe(4000);
  });

  it('writes the result of each model beside its plan', async () => {
    await scene.land('iot', [
      reading('a', '2026-03-01T10:00:00Z', -300),
      reading('b', '2026-03-01T10:00:00Z', 120),
    ]);
    const refresh = await scene.plan();
    await scene.run(refresh);
    expect(await resultFile(refresh, 'silver.reading')).toEqual({
      model: 'silver.reading',
      refresh,
      outcome: 'committed',
      version: 0,
      rowsRead: 2,
      rowsWritten: 1,
      rowsRemoved: 0,
      rowsDropped: 1,
      newestEventTime: '2026-03-01T10:00:00.000Z',
      expectations: [
        { name: 'celsius_possible', action: 'drop', checked: 2, failed: 1 },
        { name: 'celsius_usual', action: 'warn', checked: 1, failed: 1 },
      ],
      rebuilt: false,
      modelChangedAt: null,
      startedAt: expect.stringMatching(/Z$/) as string,
      endedAt: expect.stringMatching(/Z$/) as string,
      durationMilliseconds: expect.any(Number) as number,
      error: null,
    });
    expect(await resultFile(refresh, 'gold.warm_day')).toMatchObject({ outcome: 'unchanged', version: null });
  });

  it('counts a check that is NULL as failed', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z', null)]);
    expect((await scene.refresh('silver.reading'))['silver.reading']).toMatchObject({
      rowsWritten: 0,
      rowsDropped: 1,
    });
  });

  it('commits neither a model with a failed expectation nor its dependents, and runs the others', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z', 1)]);
    await scene.land('shop', [customer('1', '2026-03-01T00:00:00Z', 'Riga')]);
    await scene.refresh();
    scene.writeModel('silver/iot/reading.sql', READING.replace('action: warn', 'action: fail'));
    await scene.land('iot', [
      reading('b', '2026-03-01T10:00:00Z', 150),
      reading('c', '2026-03-01T10:00:00Z', 2),
    ]);
    await scene.land('shop', [customer('2', '2026-03-02T00:00:00Z', 'Oslo')]);
    const refresh = await scene.plan();
    const results = await scene.run(refresh);
    const error = 'nothing is committed, because expectations fail: celsius_usual (1 of 2 rows)';
    expect(results['silver.reading']).toMatchObject({ outcome: 'failed', version: null, error });
    expect(results['gold.device']).toMatchObject({
      outcome: 'failed',
      error: 'silver.reading has failed, and this model reads it',
    });
    expect(results['silver.customer']).toMatchObject({ outcome: 'committed' });
    expect(await resultFile(refresh, 'silver.reading')).toMatchObject({ outcome: 'failed', error });
    expect((await scene.snapshot('silver.reading')).version).toBe(0);

    scene.writeModel('silver/iot/reading.sql', READING);
    expect((await scene.run(refresh))['silver.reading']).toMatchObject({
      outcome: 'committed',
      rowsWritten: 2,
    });
  });

  it('fails only a model with invalid SQL, with the message of DuckDB', async () => {
    scene.writeModel(
      'gold/facts/device_day.sql',
      DEVICE_DAY.replace('count(*) AS readings', 'no_such(1) AS readings'),
    );
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    const results = await scene.run(await scene.plan());
    expect(results['gold.device_day']?.error).toContain('no_such');
    expect(results['gold.device']).toMatchObject({ outcome: 'committed' });
  });

  it('refuses to run without its plan', async () => {
    await expect(scene.run(9000, 'silver')).rejects.toMatchObject({
      code: 'corrupt',
      message: 'refresh 9000 has no plan: gold/_refresh/000000000009000/plan.json is missing',
    });
  });

  it('fails a model whose table has a refresh without a plan', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    await scene.refresh('silver.reading');
    await scene.files.delete('gold', '_refresh/000000000002000/plan.json');
    const { 'silver.reading': result } = await scene.run(await scene.plan(), 'silver.reading');
    expect(result?.error).toBe(
      'refresh 2000 has no plan: gold/_refresh/000000000002000/plan.json is missing',
    );
  });

  it('fails when a slot of its plan is missing, instead of skipping events', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    await scene.files.delete('bronze', 'iot/life-1/p=00/000000000/000000000000.ndjson.gz');
    const { 'silver.reading': result } = await scene.run(await scene.plan(), 'silver.reading');
    expect(result?.error).toContain('000000000000.ndjson.gz is missing');
  });

  it('fails when a later plan ends before an earlier one', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    await scene.refresh('silver.reading');
    const refresh = await scene.plan();
    const path = `_refresh/${String(refresh).padStart(15, '0')}/plan.json`;
    const plan = JSON.parse((await scene.files.read('gold', path))?.toString('utf8') ?? '') as object;
    await scene.files.put('gold', path, Buffer.from(JSON.stringify({ ...plan, bronze: {} })));
    const { 'silver.reading': result } = await scene.run(refresh, 'silver.reading');
    expect(result?.error).toBe(
      'the plan of refresh 3000 ends before slot 0 of iot/life-1/0, which an earlier refresh has read',
    );
  });
});

describe('batch files', () => {
  const PLACE = `/*
description: Places.
materialise: full
key: [code]
bronze: { batch: reference_files, file: place-list.csv, format: csv, columns: { code: string, opened: date, height: double } }
columns:
  code: { type: string, description: Code. }
  opened: { type: date, description: Day. }
  height: { type: double, description: Metres. }
*/
SELECT code, opened, height FROM bronze.place_list`;
  let scene: EngineScene;

  beforeEach(() => {
    scene = EngineScene.onDisk({ 'silver/batch/place.sql': PLACE });
  });
  afterEach(() => scene.end());

  it('are empty until a run has landed one, and are read again after a newer run', async () => {
    expect((await scene.refresh())['silver.place']).toMatchObject({ outcome: 'committed', rowsWritten: 0 });
    await scene.landBatch('reference_files', 'r1', {
      'place-list.csv': 'height,code,comment,opened\n12.5,"A, ""x""",kept out,2026-01-31\n,B,,\n',
    });
    expect((await scene.refresh())['silver.place']).toMatchObject({ outcome: 'committed', rowsWritten: 2 });
    expect(await scene.rows('SELECT * EXCLUDE _refresh FROM silver.place ORDER BY 1')).toEqual([
      ['A, "x"', '2026-01-31', 12.5],
      ['B', null, null],
    ]);
    expect((await scene.refresh())['silver.place']).toMatchObject({ outcome: 'unchanged' });
    await scene.landBatch('reference_files', 'r2', {
      'place-list.csv': 'code,opened,height\nC,2026-01-01,1\n',
    });
    await scene.refresh();
    expect(await scene.rows('SELECT code FROM silver.place')).toEqual([['C']]);
  });

  it.each([
    ['json', '[{"code":"A","height":2,"opened":"2026-01-31"},{"code":"B"}]'],
    [
      'ndjson',
      '{"code":"A","height":2.0,"opened":"2026-01-31","more":{"x":1}}\n{"code":"B","height":null}\n',
    ],
  ])('are also read as %s', async (format, text) => {
    scene.writeModel(
      'silver/batch/place.sql',
      PLACE.replace('format: csv', `format: ${format}`).replace('place-list.csv', `place-list.${format}`),
    );
    await scene.landBatch('reference_files', 'r1', { [`place-list.${format}`]: text });
    await scene.refresh();
    expect(await scene.rows('SELECT * EXCLUDE _refresh FROM silver.place ORDER BY 1')).toEqual([
      ['A', '2026-01-31', 2],
      ['B', null, null],
    ]);
  });

  it('fail the model when the file lacks a declared column, or is missing', async () => {
    await scene.landBatch('reference_files', 'r1', { 'place-list.csv': 'code,height\nC,1\n' });
    const first = await scene.run(await scene.plan());
    expect(first['silver.place']?.error).toContain('opened');
    await scene.landBatch('reference_files', 'r2', { 'other.csv': '' });
    const second = await scene.run(await scene.plan());
    expect(second['silver.place']?.error).toContain('run=r2/place-list.csv is missing');
  });
});
