import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueToken } from '../../../local/kit';
import { DEFAULT_SEMANTIC_MODEL } from '../../../local/power-bi';
import { programArguments } from '../../testing/program';
import { AUDIENCE, PowerBiFixture, ROW, TABLE, TOKEN_KEY } from './power-bi-fixture';

const fixture = new PowerBiFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.cleanup());

const post = (datasetId: string, rows: readonly object[]) =>
  fixture.send('POST', `/datasets/${datasetId}/tables/reading/rows`, { rows });

// Proves durability of power-bi with HTTP.
test('keeps datasets and rows over a restart', async () => {
  const datasetId = await fixture.createDataset();
  await post(datasetId, [ROW, { ...ROW, n: 2 }]);
  await fixture.restart();
  expect(fixture.service.rows(datasetId, 'reading')).toEqual([ROW, { ...ROW, n: 2 }]);
  await post(datasetId, [{ ...ROW, n: 3 }]);
  expect(fixture.service.rows(datasetId, 'reading').map(({ n }) => n)).toEqual([1, 2, 3]);
});

// Proves durability of power-bi with HTTP.
test('keeps a dataset, its rows and the history of refreshes when the process is killed', async () => {
  const { workspaceId } = fixture.service;
  await fixture.close();
  const child = spawn(
    process.execPath,
    [...programArguments('local/main.ts'), 'power-bi', '--data', fixture.dataDirectory, '--port', '0'],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, SLUICE_TOKEN_KEY: TOKEN_KEY } },
  );
  const exited = once(child, 'exit');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { ready } = JSON.parse(line.toString()) as { ready: { endpoint: string } };
  const authorization = `Bearer ${issueToken({ audience: AUDIENCE, key: TOKEN_KEY, now: new Date(), lifetimeSeconds: 60 })}`;
  const send = (path: string, body: object) =>
    fixture.sendTo(`${ready.endpoint}/v1.0/myorg/groups/${workspaceId}/datasets${path}`, 'POST', body, {
      authorization,
    });
  const { body } = await send('?defaultRetentionPolicy=None', {
    name: 'Live',
    defaultMode: 'Push',
    tables: [TABLE],
  });
  const datasetId = String(body['id']);
  expect(await send(`/${datasetId}/tables/reading/rows`, { rows: [ROW] })).toMatchObject({ status: 200 });
  const refreshes = `/${DEFAULT_SEMANTIC_MODEL.id}/refreshes`;
  expect(await send(refreshes, { notifyOption: 'NoNotification' })).toMatchObject({ status: 202 });
  child.kill('SIGKILL');
  await exited;

  await fixture.start();
  expect(fixture.service.rows(datasetId, 'reading')).toEqual([ROW]);
  expect((await fixture.send('GET', `/datasets${refreshes}`)).body['value']).toHaveLength(1);
});

test('removes a row that a kill left incomplete, and starts a new line', async () => {
  const datasetId = await fixture.createDataset();
  await post(datasetId, [ROW]);
  appendFileSync(join(fixture.dataDirectory, 'datasets', datasetId, 'table-0.ndjson'), '{"n": 2, "si');
  await fixture.restart();
  await post(datasetId, [{ ...ROW, n: 3 }]);
  expect(fixture.service.rows(datasetId, 'reading').map(({ n }) => n)).toEqual([1, 3]);
});

test('refuses to start with a dataset that cannot be read', async () => {
  const datasetId = await fixture.createDataset();
  writeFileSync(join(fixture.dataDirectory, 'datasets', datasetId, 'dataset.json'), '{');
  await expect(fixture.restart()).rejects.toMatchObject({ code: 'corrupt' });
});

// Proves datasets of power-bi with HTTP.
test('does not restore a deleted dataset', async () => {
  const datasetId = await fixture.createDataset();
  expect(await fixture.send('DELETE', `/datasets/${datasetId}`)).toMatchObject({ status: 200 });
  await fixture.restart();
  const { body } = await fixture.send('GET', '/datasets');
  expect(body['value']).toMatchObject([{ name: 'Sluice Gold', isRefreshable: true }]);
});
