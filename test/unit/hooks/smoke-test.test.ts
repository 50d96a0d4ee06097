import { ENVIRONMENT } from './environment';
import { FakeApp } from './fake-app';
import { FakeClouds, type HookResult, type Rule } from './fake-clouds';

const KEY = 'a-function-key';
const keys: Rule = { on: 'az functionapp keys list', says: KEY };

let app: FakeApp;
let url: string;
let clouds: FakeClouds;

beforeEach(async () => {
  app = new FakeApp();
  clouds = new FakeClouds([keys]);
  url = await app.start();
});
afterEach(async () => {
  clouds.close();
  await app.close();
});

const test = (within = '30'): Promise<HookResult> =>
  clouds.run('smoke-test.mjs', ENVIRONMENT, ['--url', url, '--within-seconds', within]);

it('waits until the app is ready, ingests an event with a function key, and waits until it lands', async () => {
  const { code, output } = await test();
  expect(code).toBe(0);
  expect(output).toContain('all 4 events of the hub have landed');
  expect(output).not.toContain(KEY);
  const ingested = app.seen.find(({ path }) => path.startsWith('/api/ingest'));
  expect(ingested?.key).toBe(KEY);
  expect(JSON.parse(ingested?.body ?? '')).toMatchObject({ deviceId: 'smoke-test', status: 'ok' });
});

it('fails at once if the event is refused', async () => {
  app.ingestStatus = 422;
  const { code, output } = await test();
  expect(code).toBe(1);
  expect(output).toContain('the event is refused: 422');
});

it('fails if the event does not land in time, and reports the progress', async () => {
  app.isStuck = true;
  app.notReady = 0;
  const { code, output } = await test('0.1');
  expect(code).toBe(1);
  expect(output).toContain('all 4 events of the hub have landed: not in time; 1 have');
});
