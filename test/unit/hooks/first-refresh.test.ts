import { ENVIRONMENT } from './environment';
import { FakeApp } from './fake-app';
import { FakeClouds, type HookResult } from './fake-clouds';

const KEY = 'a-function-key';
const TITLE = 'first refresh of Silver and Gold';

let app: FakeApp;
let url: string;
let clouds: FakeClouds;

beforeEach(async () => {
  app = new FakeApp();
  clouds = new FakeClouds([{ on: 'az functionapp keys list', says: KEY }]);
  url = await app.start();
});
afterEach(async () => {
  clouds.close();
  await app.close();
});

/** The state after a deployment with the bundle. */
const afterDeploying = (more: Readonly<Record<string, string>> = {}): Promise<HookResult> =>
  clouds.run('postdeploy.mjs', {
    ...ENVIRONMENT,
    FUNCTION_APP_URI: url,
    DATABRICKS_JOB_ID: '77',
    CI: 'true',
    ...more,
  });
const asked = (method: string): readonly string[] =>
  app.seen.filter((request) => request.method === method).map(({ path }) => path);

it('starts one as soon as the app is ready, so that Gold does not wait for the schedule', async () => {
  const { code, output } = await afterDeploying();
  expect(code).toBe(0);
  expect(asked('POST')).toEqual(['/api/refresh']);
  expect(app.seen.find(({ method }) => method === 'POST')?.key).toBe(KEY);
  expect(output).toContain(`done       ${TITLE}: r-1; follow it at ${url}/api/monitor`);
  expect(output).not.toContain(KEY);
});

it('starts none after the first', async () => {
  await afterDeploying();
  const { code, output } = await afterDeploying();
  expect(code).toBe(0);
  expect(asked('POST')).toHaveLength(1);
  expect(output).toContain(`unchanged  ${TITLE}: the newest began at 2026-11-21T08:00:00Z`);
});

it('reports the missing service if the app is not ready in time', async () => {
  app.notReady = Infinity;
  const { code, output } = await afterDeploying({ SLUICE_HOOKS_READY_SECONDS: '0' });
  expect(code).toBe(1);
  expect(output).toContain('the app is ready: not in time; 503');
  expect(output).toContain('Not reachable: lake.');
  expect(asked('POST')).toEqual([]);
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['Databricks is not deployed', { DATABRICKS_WORKSPACE_URL: '' }],
  ['the Databricks bundle is not deployed', { DATABRICKS_JOB_ID: '' }],
  ['from inside the network', { VNET_ENABLED: 'true', PUBLIC_INGESTION: 'false' }],
])('sends no request if %s', async (reason, environment) => {
  const { code, output } = await afterDeploying(environment);
  expect(code).toBe(0);
  expect(app.seen).toEqual([]);
  expect(output).toMatch(new RegExp(`skipped +${TITLE}: .*${reason}`));
});
