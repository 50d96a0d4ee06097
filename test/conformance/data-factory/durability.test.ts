import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INTERRUPTED } from '../../../local/data-factory/runs/run-store';
import { programArguments } from '../../testing/program';
import { ADF, FactoryFixture, TOKEN_KEY } from './factory-fixture';
import { UNREACHABLE_STORAGE } from '../../testing/unreachable-storage';

const MAIN = 'local/main.ts';

const fixture = new FactoryFixture();
afterAll(() => fixture.remove());

const child = (...flags: readonly string[]): ChildProcess =>
  spawn(process.execPath, [...programArguments(MAIN), 'data-factory', ...flags], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });

async function readyOf(
  started: ChildProcess,
): Promise<{ endpoint: string; factoryResourceId: string; port: number }> {
  const [line] = (await once(started.stdout ?? started, 'data')) as [Buffer];
  return (
    JSON.parse(line.toString()) as { ready: { endpoint: string; factoryResourceId: string; port: number } }
  ).ready;
}

// Proves durability of data-factory with HTTP.
test('fails a run in progress after a kill and a restart, and keeps others unchanged', async () => {
  await fixture.start();
  const done = await fixture.createRun('ingest_reference_files', { runId: 'done', files: ['airports.csv'] });
  const before = await fixture.until(done);
  await fixture.factory.close();

  const data = join(fixture.directory, 'data-factory');
  const flags = [
    '--data',
    data,
    '--definitions',
    ADF,
    '--token-key',
    TOKEN_KEY,
    '--lake',
    UNREACHABLE_STORAGE,
  ];
  const process1 = child(...flags, '--override', `gitHubRaw=${fixture.files.baseUrl}`);
  const { endpoint, factoryResourceId } = await readyOf(process1);
  const headers = { authorization: `Bearer ${fixture.token()}`, 'content-type': 'application/json' };
  fixture.files.faults.inject({ kind: 'slow-body', until: new Promise(() => undefined) });
  const answer = await fetch(
    `${endpoint}${factoryResourceId}/pipelines/ingest_reference_files/createRun?api-version=2018-06-01`,
    { method: 'POST', headers, body: JSON.stringify({ runId: 'cut', files: ['weather.csv'] }) },
  );
  const { runId } = (await answer.json()) as { runId: string };
  const ended = once(process1, 'exit');
  process1.kill('SIGKILL');
  await ended;

  await fixture.start();
  expect(await fixture.run(runId)).toMatchObject({ status: 'Failed', message: INTERRUPTED });
  for (const activity of await fixture.activities(runId)) expect(activity['status']).toBe('Failed');
  expect(await fixture.run(done)).toEqual(before);
  fixture.files.faults.clear();
  const again = await fixture.createRun('ingest_reference_files', { runId: 'cut', files: ['weather.csv'] });
  expect(await fixture.until(again)).toMatchObject({ status: 'Succeeded' });
});

test('fails the runs of a closed service at the next start', async () => {
  await fixture.restart();
  fixture.factory.faults.inject({ kind: 'run-never-ends' });
  const runId = await fixture.createRun('ingest_reference_files', { runId: 'closing', files: [] });
  await fixture.until(runId, 'InProgress');
  await fixture.restart();
  expect(await fixture.run(runId)).toMatchObject({ status: 'Failed', message: INTERRUPTED });
});

test('removes runs after 45 days', async () => {
  const runId = await fixture.createRun('ingest_reference_files', { runId: 'old', files: [] });
  await fixture.until(runId);
  const days = (count: number) => () => new Date(Date.now() + count * 86_400_000);
  await fixture.restart({ clock: days(44) });
  const headers = { authorization: `Bearer ${fixture.token(undefined, days(44)())}` };
  expect((await fixture.send('GET', `/pipelineruns/${runId}`, undefined, headers)).status).toBe(200);
  await fixture.restart({ clock: days(46) });
  await fixture.restart();
  expect((await fixture.send('GET', `/pipelineruns/${runId}`)).status).toBe(404);
});

test('refuses to start with a run that cannot be read', async () => {
  const file = join(fixture.directory, 'data-factory', 'runs', 'broken.json');
  writeFileSync(file, '{');
  try {
    await expect(fixture.restart()).rejects.toMatchObject({ code: 'corrupt' });
  } finally {
    rmSync(file);
  }
});

test('prints its address, and stops when its standard input ends', async () => {
  const started = child(
    '--data',
    join(fixture.directory, 'other'),
    '--definitions',
    ADF,
    '--token-key',
    'k',
    '--lake',
    UNREACHABLE_STORAGE,
    '--retry-interval-seconds',
    '1',
  );
  expect(await readyOf(started)).toMatchObject({ port: expect.any(Number) as number });
  const ended = once(started, 'exit');
  started.stdin?.end();
  expect(await ended).toEqual([0, null]);
});

test.each([
  [['--data', 'x'], /usage: .*--definitions/],
  [['--colour', 'red'], /--colour/],
  [
    ['--data', 'x', '--definitions', ADF, '--token-key', 'k', '--lake', 'x', '--override', 'x'],
    /LINKED_SERVICE=URL/,
  ],
])('refuses the flags %j', async (flags, why) => {
  const started = child(...flags);
  let errors = '';
  started.stderr?.on('data', (chunk) => (errors += String(chunk)));
  expect(await once(started, 'close')).toEqual([1, null]);
  expect(errors).toMatch(why);
});

test.each([
  [{ factoryResourceId: '/subscriptions/s' }, /not the resource id/],
  [{ tokenKey: '' }, /tokenKey/],
  [{ overrides: { gitHub: 'http://127.0.0.1' } }, /linked service does not exist/],
  [{ overrides: { lake: 'http://127.0.0.1' } }, /AzureBlobFS/],
  [{ overrides: { gitHubRaw: '127.0.0.1' } }, /not an http URL/],
])('refuses the options %j', async (options, why) => {
  const other = new FactoryFixture();
  try {
    await expect(other.start(options)).rejects.toThrow(why);
  } finally {
    await other.remove();
  }
});
