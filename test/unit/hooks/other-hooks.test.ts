import { APP_IDENTITY, ENVIRONMENT } from './environment';
import { FakeClouds, lineOf, type Rule } from './fake-clouds';

let clouds: FakeClouds;
const start = (rules: readonly Rule[], tools?: readonly string[]): FakeClouds =>
  (clouds = new FakeClouds(rules, tools));
afterEach(() => {
  clouds.close();
});

const TRIGGER = `${ENVIRONMENT.DATA_FACTORY_RESOURCE_ID}/triggers/daily`;
const account: Rule = { on: 'az account show', says: { id: ENVIRONMENT.AZURE_SUBSCRIPTION_ID } };

describe('before provisioning', () => {
  const running: readonly Rule[] = [
    account,
    { on: 'az provider show', says: 'Registered' },
    { on: 'az keyvault list-deleted', says: [] },
    { on: 'azd env set RECOVER_KEY_VAULT' },
    { on: 'get .*asa-sales', unless: 'stop', says: { properties: { jobState: 'Running' } } },
    { on: 'get .*asa-sales', times: 2, says: { properties: { jobState: 'Stopping' } } },
    { on: 'get .*asa-sales', says: { properties: { jobState: 'Stopped' } } },
    { on: 'get .*asa-finance', says: { properties: { jobState: 'Stopped' } } },
    { on: 'post .*asa-sales/stop', sets: 'stop' },
    {
      on: 'get .*/triggers',
      says: { value: [{ id: TRIGGER, name: 'daily', properties: { runtimeState: 'Started' } }] },
    },
    { on: 'post .*triggers/daily/stop' },
  ];

  it('stops what runs, because it would refuse the change', async () => {
    const { code, calls } = await start(running).run('preprovision.mjs', ENVIRONMENT);
    expect(code).toBe(0);
    const posts = calls.map(lineOf).filter((line) => line.includes('--method post'));
    expect(posts).toEqual([expect.stringContaining('asa-sales/stop'), expect.stringContaining('daily/stop')]);
  });

  it('waits until a job is at its end, because one that is stopping refuses the change, too', async () => {
    const { calls } = await start(running).run('preprovision.mjs', ENVIRONMENT);
    const lines = calls.map(lineOf);
    const stop = lines.findIndex((line) => line.includes('asa-sales/stop'));
    const looks = lines.slice(stop).filter((line) => /get .*asa-sales/.test(line));
    expect(looks).toHaveLength(3);
    expect(lines.at(-1)).toContain('daily/stop');
  });

  it('brings the vault back that the environment has left, and asks for it no further time', async () => {
    const first = await start([{ on: 'az keyvault list-deleted', says: ['kv-x'], times: 1 }, ...running]).run(
      'preprovision.mjs',
      ENVIRONMENT,
    );
    expect(first.calls.map(lineOf)).toContain('azd env set RECOVER_KEY_VAULT true');
    const second = await clouds.run('preprovision.mjs', { ...ENVIRONMENT, RECOVER_KEY_VAULT: 'true' });
    expect(second.calls.map(lineOf)).toContain('azd env set RECOVER_KEY_VAULT false');
  });

  it('is not held up by a job that somebody has deleted', async () => {
    const gone: Rule = {
      on: 'get .*(asa-|triggers)',
      code: 3,
      stderr: 'ERROR: Not Found({"code":"ResourceNotFound"})',
    };
    const { code, output } = await start([gone, ...running]).run('preprovision.mjs', ENVIRONMENT);
    expect(code).toBe(0);
    expect(output.match(/there are none/g)).toHaveLength(2);
  });

  it('names every tool that is missing where nothing goes without one, and touches nothing', async () => {
    const { code, output, calls } = await start(running, ['azd', 'npm']).run('preprovision.mjs', {
      ...ENVIRONMENT,
      DEPLOY_SYNAPSE: 'true',
    });
    expect(code).toBe(1);
    expect(output).toContain('az is not on this machine; install the Azure CLI');
    expect(output).toContain('databricks is not on this machine; install the Databricks CLI');
    expect(output).toContain('sqlcmd is not on this machine');
    expect(calls).toEqual([]);
  });

  it('goes on without a tool that one part alone needs, and says how to make up for it', async () => {
    const { code, output } = await start(running, ['az', 'azd', 'npm']).run('preprovision.mjs', ENVIRONMENT);
    expect(code).toBe(0);
    expect(output).toContain('databricks is not on this machine; install the Databricks CLI');
    expect(output).toContain('then `azd hooks run postprovision`');
    expect(output).not.toContain('sqlcmd');
  });

  it('registers in a new subscription what the template does not name, and nothing the second time', async () => {
    const registering: readonly Rule[] = [
      {
        on: 'az provider show --namespace Microsoft.(Compute|App|Sql) ',
        unless: 'registered',
        says: 'NotRegistered',
      },
      { on: 'az provider register', sets: 'registered' },
    ];
    const environment = { ...ENVIRONMENT, VNET_ENABLED: 'true', DEPLOY_SYNAPSE: 'true' };
    const first = await start([...registering, ...running]).run('preprovision.mjs', environment);
    const registered = (calls: typeof first.calls): readonly string[] =>
      calls.filter(({ args }) => args[1] === 'register').map(({ args }) => args[3] ?? '');
    expect(registered(first.calls)).toEqual(['Microsoft.Compute', 'Microsoft.App', 'Microsoft.Sql']);
    expect(first.output).toContain('registered Microsoft.Compute, Microsoft.App, Microsoft.Sql');
    const second = await clouds.run('preprovision.mjs', environment);
    expect(registered(second.calls)).toEqual([]);
    const without = await clouds.run('preprovision.mjs', { ...ENVIRONMENT, DEPLOY_DATABRICKS: 'false' });
    expect(without.calls.map(lineOf).filter((line) => line.startsWith('az provider'))).toEqual([]);
  });

  it('refuses another subscription than that of azd', async () => {
    const { code, output } = await start([{ on: 'az account show', says: { id: 'other' } }]).run(
      'preprovision.mjs',
      ENVIRONMENT,
    );
    expect(code).toBe(1);
    expect(output).toContain(`az account set --subscription ${ENVIRONMENT.AZURE_SUBSCRIPTION_ID}`);
  });

  it('refuses a switch that is neither true nor false', async () => {
    const { code, output } = await start(running).run('preprovision.mjs', { DEPLOY_SYNAPSE: 'yes' });
    expect(code).toBe(1);
    expect(output).toContain('DEPLOY_SYNAPSE is "yes"; say true or false');
  });
});

describe('after deploying', () => {
  const powerBi = {
    ...ENVIRONMENT,
    POWER_BI_WORKSPACE_ID: 'ws-1',
    DEPLOY_SEMANTIC_MODEL: 'true',
    CI: 'true',
  };
  const rules: readonly Rule[] = [
    { on: 'az functionapp identity show', says: APP_IDENTITY },
    { on: 'get .*ws-1/users', unless: 'user', says: { value: [] } },
    {
      on: 'get .*ws-1/users',
      says: { value: [{ identifier: 'principal-1', groupUserAccessRight: 'Contributor' }] },
    },
    { on: 'post .*ws-1/users', sets: 'user' },
    { on: 'get .*ws-1/semanticModels', unless: 'model', says: { value: [] } },
    { on: 'get .*ws-1/semanticModels', says: { value: [{ id: 'model-1', displayName: 'Sluice' }] } },
    { on: 'post .*ws-1/semanticModels', sets: 'model' },
    { on: 'azd env set' },
    { on: 'appsettings list', says: [] },
    { on: 'appsettings set' },
  ];

  it('gives the app its role in Power BI once', async () => {
    const first = await start(rules).run('postdeploy.mjs', powerBi);
    const body = first.calls.find((call) => lineOf(call).includes('post') && lineOf(call).includes('/users'));
    expect(JSON.parse(body?.args.at(-1) ?? '')).toEqual({
      identifier: 'principal-1',
      groupUserAccessRight: 'Contributor',
      principalType: 'App',
    });
    const second = await clouds.run('postdeploy.mjs', powerBi);
    expect(second.calls.map(lineOf).filter((line) => /post .*\/users/.test(line))).toEqual([]);
  });

  it('makes the semantic model once and brings it up to date from then on', async () => {
    const first = await start(rules).run('postdeploy.mjs', powerBi);
    expect(first.calls.map(lineOf)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/post .*ws-1\/semanticModels --output/),
        'azd env set POWER_BI_SEMANTIC_MODEL_ID model-1',
      ]),
    );
    const second = await clouds.run('postdeploy.mjs', powerBi);
    expect(second.calls.map(lineOf)).toEqual(
      expect.arrayContaining([expect.stringContaining('semanticModels/model-1/updateDefinition')]),
    );
  });

  it('needs no tool where Power BI has no workspace', async () => {
    const { code, calls, output } = await start([]).run('postdeploy.mjs', { ...ENVIRONMENT, CI: 'true' });
    expect(code).toBe(0);
    expect(calls).toEqual([]);
    expect(output.match(/POWER_BI_WORKSPACE_ID is not set/g)).toHaveLength(3);
  });

  it('ends with an error where a step after provisioning had failed, with the app deployed by then', async () => {
    const { code, output } = await start([]).run('postdeploy.mjs', {
      ...ENVIRONMENT,
      CI: 'true',
      UNFINISHED_STEPS: 'Unity Catalog knows the lake',
    });
    expect(code).toBe(1);
    expect(output).toContain('did not succeed: Unity Catalog knows the lake');
    expect(output).toContain('`azd hooks run postprovision`');
  });

  it('writes local settings that sign in as the developer and land nothing', async () => {
    start([]);
    await clouds.run('postdeploy.mjs', ENVIRONMENT);
    const text = clouds.read('local.settings.json') ?? '';
    const { Values: values } = JSON.parse(text) as { Values: Record<string, string> };
    expect(values).toMatchObject({
      EventHubs__fullyQualifiedNamespace: 'evhns-x.servicebus.windows.net',
      Lake__blobServiceUri: 'https://stlakex.blob.core.windows.net',
      Tables__tableServiceUri: 'https://sthostx.table.core.windows.net',
      AzureWebJobsStorage: 'UseDevelopmentStorage=true',
    });
    for (const kind of ['land', 'live', 'simulate'])
      for (const source of ['Iot', 'Ecommerce', 'Customers', 'Logistics'])
        expect(values[`AzureWebJobs.${kind}${source}.Disabled`]).toBe('true');
    // As a person and not as an identity of Azure, and without a key.
    expect(text).not.toMatch(/clientId|AccountKey|SharedAccessKey/);

    const again = await clouds.run('postdeploy.mjs', ENVIRONMENT);
    expect(again.output).toContain('unchanged  local.settings.json');
  });

  it('leaves settings alone that were written by hand', async () => {
    start([]).write('local.settings.json', '{"Values":{}}');
    await clouds.run('postdeploy.mjs', ENVIRONMENT);
    expect(clouds.read('local.settings.json')).toBe('{"Values":{}}');
  });
});

describe('before going down', () => {
  const workspace: Rule = {
    on: 'az rest --method get .*workspaces/dbw-x',
    says: { properties: { managedResourceGroupId: '/subscriptions/1/resourceGroups/rg-dev-databricks-x' } },
  };
  const kept: Rule = { on: 'azd env set DATABRICKS_MANAGED_GROUP rg-dev-databricks-x' };
  const gone: Rule = { on: 'az ', code: 3, stderr: 'ERROR: Not Found({"code":"ResourceNotFound"})' };

  it('takes out of the metastore and of Power BI what is ours, and nothing else', async () => {
    const { code, calls } = await start([
      workspace,
      kept,
      {
        on: 'databricks api get .*external-locations/sluice_stlakex_gold$',
        code: 1,
        stderr: 'does not exist',
      },
      { on: 'databricks api get', says: {} },
      { on: 'databricks api delete', says: {} },
      {
        on: 'get .*/datasets',
        says: {
          value: [
            { id: 'ds-1', name: 'ours' },
            { id: 'ds-2', name: 'theirs' },
          ],
        },
      },
      { on: 'delete .*' },
      { on: 'identity show', says: APP_IDENTITY },
      {
        on: 'get .*/users',
        says: { value: [{ identifier: 'principal-1', groupUserAccessRight: 'Contributor' }] },
      },
    ]).run('predown.mjs', { ...ENVIRONMENT, POWER_BI_WORKSPACE_ID: 'ws-1', POWER_BI_DATASET_ID: 'ds-1' });
    expect(code).toBe(0);
    const deleted = calls.map(lineOf).filter((line) => line.includes('delete'));
    expect(deleted.map((line) => /[^/]+\/[^/ ]+(?= --output|\?force)/.exec(line)?.[0])).toEqual([
      'external-locations/sluice_stlakex_bronze',
      'external-locations/sluice_stlakex_silver',
      'storage-credentials/sluice_stlakex',
      'datasets/ds-1',
      'users/principal-1',
    ]);
  });

  it('is not held up by a workspace and an app that an earlier try has deleted', async () => {
    const { code, output, calls } = await start([{ on: 'get .*/datasets', says: { value: [] } }, gone]).run(
      'predown.mjs',
      { ...ENVIRONMENT, DATABRICKS_JOB_ID: '77', POWER_BI_WORKSPACE_ID: 'ws-1' },
    );
    expect(code).toBe(0);
    expect(output).toContain('the workspace is gone');
    expect(calls.some(({ tool }) => tool === 'databricks')).toBe(false);
  });

  it('is not held up by a Databricks CLI that was never there, and is by one that has left something', async () => {
    start([workspace, kept], ['az', 'azd']);
    const never = await clouds.run('predown.mjs', ENVIRONMENT);
    expect(never.code).toBe(0);
    const once = await clouds.run('predown.mjs', { ...ENVIRONMENT, DATABRICKS_JOB_ID: '77' });
    expect(once.code).toBe(1);
    expect(once.output).toContain('databricks is not on this machine; install');
  });

  it('removes the role where an earlier try took its assignment, and waits until that is known', async () => {
    const { code, calls } = await start([
      { on: 'role definition list', says: ['role-1'] },
      { on: 'role assignment delete', code: 1, stderr: 'ERROR: No matched assignments were found to delete' },
      {
        on: 'role definition delete',
        times: 1,
        code: 1,
        stderr: 'ERROR: (RoleDefinitionHasAssignments) There are',
      },
      { on: 'role definition delete' },
    ]).run('predown.mjs', {
      ...ENVIRONMENT,
      DATABRICKS_WORKSPACE_URL: '',
      PIPELINE_RUNS_ROLE_NAME: 'Sluice',
    });
    expect(code).toBe(0);
    expect(calls.filter((call) => lineOf(call).includes('definition delete'))).toHaveLength(2);
  });

  it('removes the role that would stay behind, after its assignments', async () => {
    const { calls } = await start([
      { on: 'role definition list', says: ['role-1'] },
      { on: 'role (assignment|definition) delete' },
    ]).run('predown.mjs', {
      ...ENVIRONMENT,
      DATABRICKS_WORKSPACE_URL: '',
      PIPELINE_RUNS_ROLE_NAME: 'Sluice pipeline runs (rg-dev, x)',
    });
    expect(calls.map(({ args }) => args.slice(0, 3).join(' '))).toEqual([
      'role definition list',
      'role assignment delete',
      'role definition delete',
    ]);
  });

  it('removes the local settings of this deployment only', async () => {
    const quiet = { ...ENVIRONMENT, DATABRICKS_WORKSPACE_URL: '' };
    start([]).write('local.settings.json', '{"azdEnvironment":"prod"}');
    await clouds.run('predown.mjs', quiet);
    expect(clouds.read('local.settings.json')).toBeDefined();
    clouds.write('local.settings.json', '{"azdEnvironment":"dev"}');
    await clouds.run('predown.mjs', quiet);
    expect(clouds.read('local.settings.json')).toBeUndefined();
  });
});

describe('after going down', () => {
  const after = {
    AZURE_ENV_NAME: 'dev',
    DATABRICKS_MANAGED_GROUP: 'rg-dev-databricks-x',
    DATABRICKS_JOB_ID: '77',
  };

  it('deletes the resource group that Databricks keeps, and forgets what hooks had kept', async () => {
    const { code, calls } = await start([
      { on: 'az group exists --name rg-dev-databricks-x', says: 'true' },
      { on: 'az group delete --name rg-dev-databricks-x --yes' },
      { on: 'azd env set' },
    ]).run('postdown.mjs', after);
    expect(code).toBe(0);
    expect(calls.map(lineOf)).toEqual([
      expect.stringContaining('az group exists'),
      expect.stringContaining('az group delete'),
      'azd env set DATABRICKS_MANAGED_GROUP ',
      'azd env set DATABRICKS_JOB_ID ',
    ]);
  });

  it('finds nothing to delete where the group went with the workspace, or there was none', async () => {
    const { code, calls } = await start([
      { on: 'az group exists', says: 'false' },
      { on: 'azd env set' },
    ]).run('postdown.mjs', after);
    expect(code).toBe(0);
    expect(calls.map(lineOf).filter((line) => line.includes('delete'))).toEqual([]);
    const none = await clouds.run('postdown.mjs', { AZURE_ENV_NAME: 'dev' });
    expect(none.calls).toEqual([]);
    expect(none.code).toBe(0);
  });

  it("leaves a semantic model alone that is somebody else's", async () => {
    const models = { ...after, POWER_BI_SEMANTIC_MODEL_ID: 'model-1' };
    start([{ on: 'az group exists', says: 'false' }, { on: 'azd env set' }]);
    const theirs = await clouds.run('postdown.mjs', models);
    expect(theirs.calls.map(lineOf).join()).not.toContain('SEMANTIC');
    const ours = await clouds.run('postdown.mjs', { ...models, DEPLOY_SEMANTIC_MODEL: 'true' });
    expect(ours.calls.map(lineOf)).toContain('azd env set POWER_BI_SEMANTIC_MODEL_ID ');
  });
});

describe('in CI', () => {
  const ci = { ...ENVIRONMENT, AZURE_LOCATION: 'westeurope', AZD_SETTINGS: '{"DEPLOY_SYNAPSE":"true"}' };

  it('makes the azd environment of its switches and of what earlier hooks gave', async () => {
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

  it('stops where a step after provisioning had failed', async () => {
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

  it('goes back to the package of the last deployment that succeeded, and fails where there is none', async () => {
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
