import { APP_IDENTITY, ENVIRONMENT } from './environment';
import { FakeClouds, lineOf, type Rule } from './fake-clouds';

let clouds: FakeClouds;
const start = (rules: readonly Rule[], tools?: readonly string[]): FakeClouds =>
  (clouds = new FakeClouds(rules, tools));
afterEach(() => {
  clouds.close();
});

const account: Rule = { on: 'az account show', says: { id: ENVIRONMENT.AZURE_SUBSCRIPTION_ID } };

describe('before provisioning', () => {
  const running: readonly Rule[] = [
    account,
    { on: 'get .*asa-sales', says: { properties: { jobState: 'Running' } } },
    { on: 'get .*asa-finance', says: { properties: { jobState: 'Stopped' } } },
    { on: 'post .*asa-sales/stop' },
    {
      on: 'get .*/triggers',
      says: { value: [{ id: '/t/daily', name: 'daily', properties: { runtimeState: 'Started' } }] },
    },
    { on: 'post .*t/daily/stop' },
  ];

  it('stops what runs, because it would refuse the change', async () => {
    const { code, calls } = await start(running).run('preprovision.mjs', ENVIRONMENT);
    expect(code).toBe(0);
    const posts = calls.map(lineOf).filter((line) => line.includes('--method post'));
    expect(posts).toEqual([expect.stringContaining('asa-sales/stop'), expect.stringContaining('daily/stop')]);
  });

  it('names every tool that the switches need and the machine does not have, and touches nothing', async () => {
    const { code, output, calls } = await start(running, ['az', 'azd', 'npm']).run('preprovision.mjs', {
      ...ENVIRONMENT,
      DEPLOY_SYNAPSE: 'true',
    });
    expect(code).toBe(1);
    expect(output).toContain('databricks is not on this machine; install the Databricks CLI');
    expect(output).toContain('sqlcmd is not on this machine');
    expect(calls).toEqual([]);
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
  it('takes out of the metastore and of Power BI what is ours, and nothing else', async () => {
    const { code, calls } = await start([
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
