import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ContractWindows } from '../../../src/lib/contracts/contract';
import { type EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { generateLakehouse } from '../../../tools/lakehouse/generate-lakehouse';
import { readSchemaFolder } from '../../../tools/contracts/schema-file';
import { SchemaCopy, setAt } from '../tools/schema-folder';
import { expectedWindows, windowQuery } from './expected-windows';
import { lineOf, startLakehouse } from './lakehouse-scene';

jest.setTimeout(120_000);

const FILE = 'iot/telemetry.v1.json';
const SELECT = 'silver/iot,gold/windows';

let scene: EngineScene;

beforeEach(async () => {
  scene = await startLakehouse();
});
afterEach(() => scene.end());

const reading = (readingId: string, measuredAt: string, status = 'ok') => ({
  readingId,
  deviceId: 'dev-1',
  measuredAt,
  site: { siteCode: 'WH-1', country: 'PL', latitude: 54.1, longitude: 18 },
  metrics: { temperatureCelsius: 20.5 },
  status,
});
const land = (...readings: readonly ReturnType<typeof reading>[]): Promise<number> =>
  scene.land(
    'iot',
    readings.map((one) => lineOf('iot.telemetry', one.measuredAt, one)),
  );

it('ends a minute after its last nanosecond, and a day in UTC', async () => {
  await land(
    reading('r-1', '2026-03-02T23:59:59.999999999Z'),
    reading('r-2', '2026-03-03T00:00:00Z'),
    reading('r-3', '2026-03-03T01:59:00+02:00'),
    reading('r-4', '2026-03-03T00:00:59.9999999Z'),
  );
  await scene.refresh(SELECT);
  expect(
    await scene.rows(
      `SELECT CAST(window_date AS VARCHAR), CAST(window_start AS VARCHAR), CAST(events AS INTEGER)
       FROM gold.window_iot_telemetry ORDER BY window_start`,
    ),
  ).toEqual([
    ['2026-03-02', '2026-03-02 23:59:00+00', 2],
    ['2026-03-03', '2026-03-03 00:00:00+00', 2],
  ]);
});

it('computes changed windows of a contract for all events once its table is removed', async () => {
  const readings = [
    reading('r-1', '2026-03-02T08:15:30Z'),
    reading('r-2', '2026-03-02T08:15:40Z', 'fault'),
    reading('r-3', '2026-03-02T08:16:00Z', 'fault'),
  ];
  await land(...readings);
  await scene.refresh(SELECT);

  const windows: ContractWindows = {
    seconds: 60,
    keys: [{ name: 'status', path: '/status' }],
    values: [{ name: 'temperature', aggregate: 'average', path: '/metrics/temperatureCelsius' }],
  };
  const copy = new SchemaCopy('iot');
  try {
    const schema = copy.read(FILE);
    setAt(schema, '/x-contract/windows', windows);
    copy.write(FILE, schema);
    const { files } = readSchemaFolder(copy.schemas);
    const generated = generateLakehouse({ files, models: '' });
    if (generated.outcome === 'refused') throw new Error('refused');
    const path = 'gold/windows/window_iot_telemetry.sql';
    scene.writeModel(path, generated.files.get(path) ?? '');
  } finally {
    copy.remove();
  }
  rmSync(join(scene.lakeDirectory, 'gold/window_iot_telemetry'), { recursive: true });
  await scene.refresh(SELECT);

  const events = readings.map((record) => ({
    id: record.readingId,
    time: Date.parse(record.measuredAt),
    record,
  }));
  const rows = await scene.rows(`${windowQuery('iot_telemetry', windows)} ORDER BY window_start, status`);
  expect(rows).toEqual(expectedWindows(windows, events).sort((a, b) => (String(a) < String(b) ? -1 : 1)));
  expect(rows).toHaveLength(3);
});
