import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from '../testing/fixtures/run-script';

// The test starts a stack with all sources: more than a minute on a busy machine.
jest.setTimeout(180_000);

let data: string;

beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'sluice-commands-'));
});

afterAll(() => {
  rmSync(data, { recursive: true, force: true });
});

/** @returns a slot of the lake that is not the newest of its partition */
function someSlot(): string {
  const files = readdirSync(join(data, 'lake', 'bronze'), { recursive: true, encoding: 'utf8' });
  const slots = files.filter((file) => file.endsWith('000000000000.ndjson.gz')).sort();
  const slot = slots.find((file) => files.includes(file.replace('000000000000', '000000000001')));
  if (slot === undefined) throw new Error('no partition has two slots');
  return join(data, 'lake', 'bronze', slot);
}

it('prints the progress of the pipeline, lands all events, and ends with code 0', async () => {
  const { code, output } = await runScript('start.js', [
    '--for',
    '4s',
    '--rate',
    '100',
    '--port',
    '0',
    '--data',
    data,
  ]);
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('Function app') as string });
  expect(output).toMatch(/iot +\d/);
  const [, received, accepted, quarantined, lag] = (output.match(/^all .*$/gm)?.at(-1) ?? '')
    .split(/\s+/)
    .slice(2)
    .map((cell) => Number(cell.replaceAll(',', '')));
  expect(received).toBeGreaterThan(200);
  expect((accepted ?? 0) + (quarantined ?? 0)).toBe(received);
  expect(lag).toBe(0);
});

it('reconciles a stopped stack without differences', async () => {
  const { code, output } = await runScript('reconcile.js', ['--data', data]);
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('Clean:') as string });
});

it('names a slot with changed bytes, and ends with code 1', async () => {
  const slot = someSlot();
  const bytes = readFileSync(slot);
  const changed = Buffer.from(bytes);
  // The last byte of gzip's header names the operating system of the writer, so the content stays readable.
  changed[9] = (changed[9] ?? 0) ^ 1;
  writeFileSync(slot, changed);
  try {
    const { code, output } = await runScript('reconcile.js', ['--data', data]);
    expect(code).toBe(1);
    expect(output).toMatch(/slot 0: the sha256 of the object is/);
  } finally {
    writeFileSync(slot, bytes);
  }
});

it('names an unknown source when it refuses the options', async () => {
  const { code, output } = await runScript('start.js', ['--sources', 'iot,weather']);
  expect(code).toBe(1);
  expect(output).toContain("'weather' is not a source");
});

describe('the query command', () => {
  const query = (...args: readonly string[]): ReturnType<typeof runScript> =>
    runScript('query.js', [...args, '--data', data]);

  it('lists the views of Bronze of a lake that no refresh has read', async () => {
    const { code, output } = await query('--format', 'csv');
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringMatching(/^bronze\.iot_telemetry,view,\d+,/m) as string,
    });
  });

  it('counts the events of Bronze as the pipeline did', async () => {
    const { output } = await query(
      '--format',
      'json',
      'select (select count(*) from bronze.quarantine) as quarantined, (select count(*) from bronze.iot_telemetry) as telemetry, (select count(*) from bronze.quarantine where code is null) as unexplained',
    );
    const [row] = JSON.parse(output) as readonly Readonly<Record<string, string>>[];
    expect(Number(row?.['telemetry'])).toBeGreaterThan(20);
    expect(Number(row?.['unexplained'])).toBe(0);
    const { output: reconciled } = await runScript('reconcile.js', ['--data', data, '--json']);
    const { accounts } = JSON.parse(reconciled.slice(reconciled.indexOf('{'))) as {
      readonly accounts: readonly { readonly quarantined: number }[];
    };
    const quarantined = accounts.reduce((sum, account) => sum + account.quarantined, 0);
    expect(Number(row?.['quarantined'])).toBe(quarantined);
  });

  it('suggests a name, and ends with code 1', async () => {
    const { code, output } = await query('select * from bronze.iot_telemetri');
    expect({ code, output }).toEqual({
      code: 1,
      output:
        '\nthe lake has no bronze.iot_telemetri. Did you mean bronze.iot_telemetry? `npm run query` without SQL lists all names.\n',
    });
  });
});

it('explains a data folder that cannot be made, instead of printing a code', async () => {
  const file = join(data, 'a-file');
  writeFileSync(file, '');
  const { code, output } = await runScript('start.js', ['--data', file]);
  expect(code).toBe(1);
  expect(output).toContain(`${file} is not a folder: choose another, such as with --data (EEXIST)`);
});
