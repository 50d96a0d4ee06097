import { SIMULATED_SOURCES, SOURCES } from '../../../src/lib/contracts/source';
import { APP_IDENTITY, ENVIRONMENT } from './environment';
import { FakeClouds, lineOf, type Rule } from './fake-clouds';

let clouds: FakeClouds;
const start = (rules: readonly Rule[], tools?: readonly string[]): FakeClouds =>
  (clouds = new FakeClouds(rules, tools));
afterEach(() => {
  clouds.close();
});

describe('postdeploy.mjs', () => {
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

  it('creates the semantic model once and updates it later', async () => {
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

  it('needs no tool without a workspace of Power BI', async () => {
    const { code, calls, output } = await start([]).run('postdeploy.mjs', { ...ENVIRONMENT, CI: 'true' });
    expect(code).toBe(0);
    expect(calls).toEqual([]);
    expect(output.match(/POWER_BI_WORKSPACE_ID is not set/g)).toHaveLength(3);
  });

  it('ends with an error after a failed step of provisioning, with the app already deployed', async () => {
    const { code, output } = await start([]).run('postdeploy.mjs', {
      ...ENVIRONMENT,
      CI: 'true',
      UNFINISHED_STEPS: 'lake in Unity Catalog',
    });
    expect(code).toBe(1);
    expect(output).toContain('failed: lake in Unity Catalog');
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
    // Functions of hubs and schedules are disabled for every source.
    const disabled = (kind: string, source: string): string =>
      `AzureWebJobs.${kind}${source.charAt(0).toUpperCase()}${source.slice(1)}.Disabled`;
    const expected = [
      ...SOURCES.map((source) => disabled('land', source)),
      ...SIMULATED_SOURCES.map((source) => disabled('simulate', source)),
    ];
    expect(expected).toContain('AzureWebJobs.simulateIot.Disabled');
    const given = Object.keys(values).filter((name) => name.startsWith('AzureWebJobs.'));
    expect(given.sort()).toEqual(expected.sort());
    for (const name of expected) expect(values[name]).toBe('true');
    for (const source of SIMULATED_SOURCES)
      expect(values[`SIMULATE_${source.toUpperCase()}_SCHEDULE`]).toBe('0 0 0 1 1 *');
    // With a person's sign-in and not with an identity of Azure, and without a key.
    expect(text).not.toMatch(/clientId|AccountKey|SharedAccessKey/);

    const again = await clouds.run('postdeploy.mjs', ENVIRONMENT);
    expect(again.output).toContain('unchanged  local.settings.json');
  });

  it('keeps hand-written settings', async () => {
    start([]).write('local.settings.json', '{"Values":{}}');
    await clouds.run('postdeploy.mjs', ENVIRONMENT);
    expect(clouds.read('local.settings.json')).toBe('{"Values":{}}');
  });
});
