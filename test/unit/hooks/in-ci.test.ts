import { ENVIRONMENT } from './environment';
import { FakeClouds, lineOf, type Rule } from './fake-clouds';

let clouds: FakeClouds;
const start = (rules: readonly Rule[], tools?: readonly string[]): FakeClouds =>
  (clouds = new FakeClouds(rules, tools));
afterEach(() => {
  clouds.close();
});

describe('the programs for CI', () => {
  const ci = { ...ENVIRONMENT, AZURE_LOCATION: 'westeurope', AZD_SETTINGS: '{"DEPLOY_SYNAPSE":"true"}' };

  it('creates the azd environment from its switches and the values of earlier hooks', async () => {
    const { code, calls } = await start([
      {
        on: 'az resource list --tag azd-env-name=dev',
        says: [
          { type: 'Microsoft.Web/sites', name: 'func-x', group: 'rg-dev', principal: null },
          { type: 'Microsoft.Devices/IotHubs', name: 'iot-x', group: 'rg-dev', principal: 'principal-2' },
        ],
      },
      {
        on: 'appsettings list',
        says: [
          { name: 'DATABRICKS_JOB_ID', value: '77' },
          { name: 'POWER_BI_DATASET_ID', value: '' },
        ],
      },
      { on: 'azd env' },
    ]).run('restore-environment.mjs', ci);
    expect(code).toBe(0);
    expect(calls.filter(({ tool }) => tool === 'azd').map(lineOf)).toEqual([
      expect.stringContaining('azd env new dev'),
      'azd env set DATABRICKS_JOB_ID 77',
      'azd env set IOT_HUB_PRINCIPAL_ID principal-2',
      'azd env set DEPLOY_SYNAPSE true',
    ]);
  });

  it('uses the set switches among the variables of the repository, after those of AZD_SETTINGS', async () => {
    const variables = {
      AZURE_CLIENT_ID: 'client-1',
      DATABRICKS_HOST: 'https://adb-1',
      DEPLOY_IOT_HUB: 'true',
      DEPLOY_SYNAPSE: 'false',
      ALERT_EMAIL: '',
    };
    const { code, calls } = await start([{ on: 'az resource list', says: [] }, { on: 'azd env' }]).run(
      'restore-environment.mjs',
      { ...ci, AZD_VARIABLES: JSON.stringify(variables) },
    );
    expect(code).toBe(0);
    expect(calls.map(lineOf).filter((line) => line.startsWith('azd env set'))).toEqual([
      'azd env set DEPLOY_IOT_HUB true',
      'azd env set DEPLOY_SYNAPSE true',
    ]);
  });

  it('fetches tokens, and warns of a service that the tenant lacks', async () => {
    const { code, output, calls } = await start([
      { on: 'get-access-token .*powerbi', code: 1, stderr: 'AADSTS500011: not found' },
      { on: 'az account get-access-token --resource [^ ]+ --output none' },
    ]).run('fetch-tokens.mjs', ci);
    expect(code).toBe(0);
    expect(calls).toHaveLength(7);
    expect(output).toMatch(/::warning::no token for https:\/\/analysis\.windows\.net\/powerbi\/api: /);
  });

  it('fails after a failed step of provisioning', async () => {
    const values = { FUNCTION_APP_NAME: 'func-x', UNFINISHED_STEPS: 'Databricks bundle' };
    start([
      { on: 'azd env get-values --output json', times: 1, says: values },
      { on: 'azd env get-values --output json', says: { ...values, UNFINISHED_STEPS: '' } },
    ]);
    const failed = await clouds.run('check-finished.mjs', { AZURE_ENV_NAME: 'dev' });
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('Databricks bundle');
    expect((await clouds.run('check-finished.mjs', { AZURE_ENV_NAME: 'dev' })).code).toBe(0);
  });

  it('rolls back to the package of the last successful deployment, and fails without one', async () => {
    const tools = ['az', 'azd', 'gh'];
    const none = await start([{ on: 'gh run list', says: [] }], tools).run('roll-back.mjs', ENVIRONMENT);
    expect(none.code).toBe(1);
    clouds.close();
    const { calls } = await start(
      [
        { on: 'gh run list', says: [{ databaseId: 9, headSha: 'abc' }] },
        { on: 'gh run download 9 --name package' },
        { on: 'azd deploy api --from-package .*package.zip --no-prompt' },
      ],
      tools,
    ).run('roll-back.mjs', { ...ENVIRONMENT, FUNCTION_APP_URI: 'no address', FUNCTION_KEY: 'x' }, []);
    expect(calls.map(({ args }) => (args[0] === 'run' ? args[1] : args[0]))).toEqual([
      'list',
      'download',
      'deploy',
    ]);
  });
});
