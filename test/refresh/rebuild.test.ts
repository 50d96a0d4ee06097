import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import contract from '../../schemas/iot/telemetry.v1.json';
import { ended, LONG_MILLISECONDS, query, startRefresh } from '../testing/fixtures/lakehouse';
import { runScript } from '../testing/fixtures/run-script';
import { ROOT, startTestStack, type TestStack } from '../testing/fixtures/stack';

const [EXAMPLE] = contract.examples;

let app: string;
let stack: TestStack;

beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), 'sluice-app-'));
  // The models are a copy, because the test changes one.
  for (const entry of readdirSync(ROOT).filter((name) => !name.startsWith('.') && name !== 'lakehouse'))
    symlinkSync(join(ROOT, entry), join(app, entry));
  cpSync(join(ROOT, 'lakehouse'), join(app, 'lakehouse'), { recursive: true });
  stack = await startTestStack({ appDirectory: app, withLakehouse: true });
});

afterAll(async () => {
  await stack.end();
  rmSync(app, { recursive: true, force: true });
});

async function send(number: number): Promise<void> {
  const reading = {
    ...(EXAMPLE as object),
    readingId: `r-${number}`,
    measuredAt: `2026-11-20T10:00:0${number}Z`,
    metrics: { temperatureCelsius: number },
  };
  const response = await stack.api('ingest/iot/telemetry', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(reading),
  });
  expect([response.status, await response.text()]).toEqual([202, expect.any(String)]);
  await stack.landed();
}

/** `npm run refresh` with these options. */
const refresh = (...options: readonly string[]) =>
  runScript('refresh.js', ['--pipelines', 'none', '--data', stack.dataDirectory, ...options]);

const temperatures = async (): Promise<unknown[]> => {
  const rows = await query(
    stack.dataDirectory,
    'SELECT metrics_temperature_celsius AS t FROM silver.iot_telemetry ORDER BY event_time',
  );
  return rows.map(({ t }) => t);
};

it(
  'says that a model changed, and a rebuild gives all rows by the present model',
  async () => {
    await send(1);
    expect((await ended(stack, await startRefresh(stack, '?pipelines=none'))).state).toBe('succeeded');

    const file = join(app, 'lakehouse/models/silver/iot/iot_telemetry.sql');
    const text = readFileSync(file, 'utf8');
    const changed = text.replace('metrics.temperatureCelsius AS', 'metrics.temperatureCelsius + 100 AS');
    expect(changed).not.toBe(text);
    writeFileSync(file, changed);
    await send(2);
    const mixed = await refresh();
    expect([mixed.code, mixed.output]).toEqual([
      0,
      expect.stringMatching(
        /changed: The model of silver\.iot_telemetry changed on \S+ \S+ UTC\. Older rows stay until the table is rebuilt: npm run refresh -- --rebuild silver\.iot_telemetry\n/,
      ),
    ]);
    expect(await temperatures()).toEqual([1, 102]);

    const rebuilt = await refresh('--rebuild', 'silver.iot_telemetry');
    expect([rebuilt.code, rebuilt.output]).toEqual([
      0,
      expect.stringMatching(
        /same contract come along: silver\.iot_telemetry_rejected\.[^]*rebuilt: .*silver\.iot_telemetry,/,
      ),
    ]);
    expect(rebuilt.output).not.toContain('changed:');
    expect(await temperatures()).toEqual([101, 102]);
    const [minutes] = await query(
      stack.dataDirectory,
      'SELECT sum(events)::INTEGER AS events FROM gold.window_iot_telemetry',
    );
    expect(minutes).toEqual({ events: 2 });
  },
  2 * LONG_MILLISECONDS,
);

it('refuses an unknown table before it starts a refresh', async () => {
  expect(await refresh('--rebuild', 'silver.iot_telemetri')).toEqual({
    code: 1,
    output: expect.stringContaining('similar tables are silver.iot_telemetry') as string,
  });
  const response = await stack.api('refresh?rebuild=silver.iot_telemetri', { method: 'POST' });
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({ code: 'rebuild_unknown' }),
  ]);
});
