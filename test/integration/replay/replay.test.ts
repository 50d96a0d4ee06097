import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { runScript, type ScriptResult } from '../../testing/fixtures/run-script';
import { ROOT, startTestStack, type TestStack } from '../../testing/fixtures/stack';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';

/** Enough for a start of the stack and a landing on a busy machine. */
const PATIENCE_MILLISECONDS = 120_000;

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let dataDirectory: string;

beforeAll(async () => {
  folder = await temporaryDirectory();
  dataDirectory = join(folder.path, 'data');
});

afterAll(() => folder.remove());

const runReplay = (...options: readonly string[]): Promise<ScriptResult> =>
  runScript('replay.js', [...options, '--data', dataDirectory]);

/** Reads Bronze with DuckDB, which shares no code with the app. */
async function query(source: string, select: string): Promise<unknown> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    memory_limit: '512MB',
  });
  const connection = await instance.connect();
  const files = join(dataDirectory, 'lake', 'bronze', source, '*', '*', '*', '*.ndjson.gz').replaceAll(
    "'",
    "''",
  );
  try {
    const reader = await connection.runAndReadAll(
      `SELECT ${select} FROM read_json('${files}', format = 'newline_delimited', columns = {meta: 'JSON', event: 'JSON'})`,
    );
    return reader.getRowObjectsJson();
  } finally {
    connection.closeSync();
  }
}

it(
  'starts its own stack and lands exactly the flights that it sends',
  async () => {
    const { code, output } = await runReplay('flights', '--limit', '2000', '--batch', '300');
    expect(output).toContain('Landed exactly 2,000.');
    expect(output).toMatch(/sent +2,000 +7 requests/);
    expect(code).toBe(0);
    expect(existsSync(join(dataDirectory, 'stack.json'))).toBe(false);
    expect(
      await query(
        'logistics',
        `count(*)::INTEGER AS records,
         count(DISTINCT event->>'$.id')::INTEGER AS ids,
         count(*) FILTER (meta->>'$.verdict' = 'accepted')::INTEGER AS accepted,
         sum((event->>'$.data.delayMinutes')::INTEGER)::INTEGER AS delay,
         max((event->>'$.data.distanceKilometres')::DOUBLE) AS furthest`,
      ),
    ).toEqual([{ records: 2000, ids: 2000, accepted: 2000, ...(await flightsInTheFile()) }]);
  },
  PATIENCE_MILLISECONDS,
);

/** Computes the same sums from the first 2,000 rows of the data set. */
async function flightsInTheFile(): Promise<object> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  const file = join(ROOT, 'node_modules', 'vega-datasets', 'data', 'flights-3m.parquet');
  const reader = await connection.runAndReadAll(
    `SELECT sum(delay)::INTEGER AS delay, round(max(distance) * 1.609344, 1)::DOUBLE AS furthest
     FROM (FROM read_parquet('${file}') LIMIT 2000)`,
  );
  connection.closeSync();
  return reader.getRowObjectsJson()[0] ?? {};
}

describe('a replay over a running stack', () => {
  let stack: TestStack;

  beforeAll(async () => {
    stack = await startTestStack({ dataDirectory, partitionCount: 4 });
  }, PATIENCE_MILLISECONDS);

  afterAll(() => stack.end(), PATIENCE_MILLISECONDS);

  const READINGS = `\ufeffstation,at,temp,wind
A,24.12.2025 18:00,"-1,5",36
A,24.12.2025 19:00,n/a,18
A,24.12.2025 20:00,cold,18
`;
  const MAPPING = {
    fields: {
      readingId: { template: '{station}:{@row}' },
      deviceId: { from: 'station' },
      measuredAt: { from: 'at', as: 'time', format: 'dd.MM.yyyy HH:mm', zone: '+01:00' },
      site: { constant: { siteCode: 'A', country: 'PL', latitude: 54.4, longitude: 18.6 } },
      'metrics.temperatureCelsius': {
        from: 'temp',
        as: 'number',
        decimalMark: ',',
        optional: true,
        missing: ['n/a'],
      },
      'metrics.windSpeedMetresPerSecond': { from: 'wind', as: 'number', scale: 0.277777778, digits: 1 },
      status: { constant: 'ok' },
    },
  };

  it(
    'lands the rows of a CSV file that it can map, and names the row that it cannot',
    async () => {
      const file = join(folder.path, 'readings.csv');
      const mapping = join(folder.path, 'mapping.json');
      writeFileSync(file, READINGS);
      writeFileSync(mapping, JSON.stringify(MAPPING));
      const as = ['--source', 'iot', '--event', 'telemetry'];
      const { code, output } = await runReplay(file, ...as, '--map', mapping);
      expect(output).toContain('Landed exactly 2.');
      expect(output).toContain(
        'row 3: field "metrics.temperatureCelsius": "cold" of column "temp" is not a number',
      );
      expect(code).toBe(1);
      expect(await query('iot', `event->>'$.id' AS id, event->'$.data' AS data`)).toEqual(
        expect.arrayContaining([
          { id: 'A:1', data: expect.stringContaining('"measuredAt":"2025-12-24T18:00:00+01:00"') as string },
          {
            id: 'A:2',
            data: expect.stringContaining('"metrics":{"windSpeedMetresPerSecond":5.0}') as string,
          },
        ]),
      );
    },
    PATIENCE_MILLISECONDS,
  );

  it(
    'sends the same ids in a second replay, and prints why records are rejected',
    async () => {
      const file = join(folder.path, 'again.ndjson');
      writeFileSync(file, `{"readingId": "A:9", "deviceId": "A"}\nnot json\n`);
      const weather = await runReplay('weather', '--limit', '20');
      expect(weather).toMatchObject({
        code: 0,
        output: expect.stringContaining('Landed exactly 20.') as string,
      });
      expect((await runReplay('weather', '--limit', '20')).output).toContain('Landed exactly 20.');
      expect(
        await query('iot', `count(DISTINCT event->>'$.id')::INTEGER AS ids, count(*)::INTEGER AS records`),
      ).toEqual([{ ids: 22, records: 42 }]);

      const asTheyAre = await runReplay(file, '--source', 'iot', '--event', 'telemetry', '--allow-rejected');
      expect(asTheyAre.output).toMatch(/rejected +2\b/);
      expect(asTheyAre.output).toMatch(/row 1: .*measuredAt/);
      expect(asTheyAre.output).toContain('Landed exactly 0.');
      expect(asTheyAre.code).toBe(0);
    },
    PATIENCE_MILLISECONDS,
  );

  it(
    'sends CSV unchanged when no mapping is given',
    async () => {
      const file = join(folder.path, 'flat.csv');
      writeFileSync(
        file,
        'readingId,deviceId,measuredAt,site.siteCode,site.country,site.latitude,site.longitude,metrics.temperatureCelsius,status\r\n' +
          'F:1,F,2026-01-01T00:00:00Z,F,PL,54.4,18.6,1.5,ok\r\nF:2,F,2026-01-01T01:00:00Z,F,PL,54.4,18.6,2.5,ok\r\n',
      );
      const { code, output } = await runReplay(
        file,
        '--source',
        'iot',
        '--event',
        'telemetry',
        '--batch',
        '1',
      );
      expect(output).toContain('Landed exactly 2.');
      expect(code).toBe(0);
    },
    PATIENCE_MILLISECONDS,
  );

  it(
    'sends CSV in UTF-16 with semicolons and mixed line ends when the separator is given',
    async () => {
      const file = join(folder.path, 'semicolons.csv');
      const header =
        'readingId;deviceId;measuredAt;site.siteCode;site.country;site.latitude;site.longitude;metrics.temperatureCelsius;status';
      const rows = ['S:1', 'S:2', 'S:3'].map((id) => `${id};S;2026-01-01T00:00:00Z;S;PL;54.4;18.6;1.50;ok`);
      writeFileSync(file, Buffer.from(`\ufeff${header}\n${rows[0]}\r\n${rows[1]}\r${rows[2]}`, 'utf16le'));
      const as = ['--source', 'iot', '--event', 'telemetry'];
      const refused = await runReplay(file, ...as);
      expect(refused.output).toContain('add --delimiter ";"');
      expect(refused.code).toBe(1);
      const { code, output } = await runReplay(file, ...as, '--delimiter', ';');
      expect(output).toContain('Landed exactly 3.');
      expect(code).toBe(0);
    },
    PATIENCE_MILLISECONDS,
  );

  it(
    'keeps ids beyond 2^53 different when a mapping turns them into texts',
    async () => {
      const file = join(folder.path, 'numbers.ndjson');
      const mapping = join(folder.path, 'numbers.json');
      writeFileSync(file, '{"id":9007199254740992,"t":1.10}\n{"id":9007199254740993,"t":1.10}\n');
      const fields = {
        readingId: { template: 'r-{id}' },
        deviceId: { constant: 'N' },
        measuredAt: { constant: '2026-01-01T00:00:00Z' },
        site: MAPPING.fields.site,
        'metrics.temperatureCelsius': { from: 't' },
        status: { constant: 'ok' },
      };
      writeFileSync(mapping, JSON.stringify({ fields }));
      const { code } = await runReplay(file, '--source', 'iot', '--event', 'telemetry', '--map', mapping);
      expect(code).toBe(0);
      expect(await query('iot', `event->>'$.id' AS id`)).toEqual(
        expect.arrayContaining([{ id: 'r-9007199254740992' }, { id: 'r-9007199254740993' }]),
      );
    },
    PATIENCE_MILLISECONDS,
  );
});
