import { existsSync } from 'node:fs';
import { ENVIRONMENT } from './environment';
import { FakeClouds, type HookResult, lineOf, type Rule } from './fake-clouds';
import { CATALOG, NOTHING, PEPPER, RULES } from './postprovision-cloud';

/** Commands that change something. The bundle compares by itself, and the SQL can run repeatedly. */
const CHANGES =
  /secret set|put-secret|api (post|put|patch|delete)|env set|appsettings set|--method (post|put|delete)/;

let clouds: FakeClouds | undefined;
const create = (rules: readonly Rule[] = RULES, tools?: readonly string[]): FakeClouds => {
  const made = new FakeClouds(rules, tools);
  made.write('synapse/10-database.sql', 'create database sluice');
  made.write('synapse/11-data-source.sql', "-- ($(Comment) is none)\nselect '$(LakeEndpoint)/gold'");
  made.write('synapse/20-views.sql', 'create view x');
  return made;
};
const start = (...how: Parameters<typeof create>): FakeClouds => {
  clouds?.close();
  return (clouds = create(...how));
};
afterEach(() => {
  clouds?.close();
  clouds = undefined;
});

/** A first run, and a second one on its result, for several tests. */
let shared: FakeClouds;
let first: HookResult;
let second: HookResult;
beforeAll(async () => {
  shared = create();
  first = await shared.run('postprovision.mjs', ENVIRONMENT);
  second = await shared.run('postprovision.mjs', { ...ENVIRONMENT, DATABRICKS_JOB_ID: '77' });
});
afterAll(() => {
  shared.close();
});

it('runs the steps that Bicep cannot do, in the order of their dependencies', () => {
  const { code, output, calls } = first;
  expect(output).not.toContain('failed');
  expect(code).toBe(0);
  const changes = calls.map(lineOf).filter((line) => CHANGES.test(line) || /bundle deploy|sqlcmd/.test(line));
  expect(changes.map((line) => line.replace(/ --.*| abfss.*| \{.*/, ''))).toEqual([
    'az keyvault secret set',
    'databricks api post /api/2.0/secrets/scopes/create',
    'databricks secrets put-secret sluice pseudonym-pepper',
    `databricks api post ${CATALOG}/storage-credentials`,
    `databricks api post ${CATALOG}/external-locations`,
    `databricks api post ${CATALOG}/external-locations`,
    `databricks api post ${CATALOG}/external-locations`,
    'databricks bundle deploy',
    'azd env set DATABRICKS_JOB_ID 77',
    'databricks api post /api/2.0/preview/scim/v2/ServicePrincipals',
    'databricks api patch /api/2.0/permissions/jobs/77',
    'az functionapp config appsettings set',
    'sqlcmd -S syn-x-ondemand.sql.azuresynapse.net -d master',
    'sqlcmd -S syn-x-ondemand.sql.azuresynapse.net -d sluice',
    'sqlcmd -S syn-x-ondemand.sql.azuresynapse.net -d sluice',
    'az rest',
    'az rest',
  ]);
});

it('changes nothing the second time', () => {
  const { code, output, calls } = second;
  expect(code).toBe(0);
  expect(output).toContain('unchanged');
  expect(calls.map(lineOf).filter((line) => CHANGES.test(line))).toEqual([]);
});

it('passes the pepper through a file and standard input, and never shows it', () => {
  const { output, calls } = first;
  expect(output).not.toContain(PEPPER);
  expect(calls.map(lineOf).join('\n')).not.toContain(PEPPER);
  expect(calls.find((call) => lineOf(call).includes('put-secret'))?.input).toBe(PEPPER);
  const set = calls.find((call) => lineOf(call).includes('secret set'));
  expect(set?.args).toEqual(expect.arrayContaining(['--file', '--output', 'none']));
  const file = set?.args[set.args.indexOf('--file') + 1] ?? '';
  expect(file).toContain(shared.folder);
  expect(existsSync(file)).toBe(false);
});

it('signs in to Databricks with the Azure CLI, and passes the lake', () => {
  const { calls } = first;
  const deploy = calls.find((call) => lineOf(call).startsWith('databricks bundle deploy'));
  expect(deploy?.args).toEqual([
    'bundle',
    'deploy',
    '--target',
    'prod',
    '--var',
    'lake=abfss://{container}@stlakex.dfs.core.windows.net',
  ]);
  expect(deploy?.env).toMatchObject({
    DATABRICKS_HOST: ENVIRONMENT.DATABRICKS_WORKSPACE_URL,
    DATABRICKS_AUTH_TYPE: 'azure-cli',
    DATABRICKS_AZURE_RESOURCE_ID: ENVIRONMENT.DATABRICKS_WORKSPACE_ID,
  });
});

it('starts a job from its last output, and a new one from now', () => {
  const { calls } = first;
  const body = (job: string): string | undefined =>
    calls.find((call) => lineOf(call).includes(`${job}/start`))?.args.at(-1);
  expect(body('asa-sales')).toBe('{"outputStartMode":"JobStartTime"}');
  expect(body('asa-finance')).toBe('{"outputStartMode":"LastOutputEventTime"}');
});

it('passes the variables of the SQL, signed in with Entra', () => {
  const [database, source] = first.calls.filter(({ tool }) => tool === 'sqlcmd');
  expect(database?.args).toEqual(
    expect.arrayContaining(['--authentication-method', 'ActiveDirectoryDefault', '-b', '-I']),
  );
  expect(database?.args).not.toContain('-v');
  expect(source?.args.slice(-2)).toEqual(['-v', 'LakeEndpoint=https://stlakex.dfs.core.windows.net']);
});

it('creates no views before Gold has tables', async () => {
  const empty: Rule = { on: 'az storage blob list', says: [] };
  const only = { ...ENVIRONMENT, ...NOTHING, SYNAPSE_SERVERLESS_ENDPOINT: 'syn-x' };
  const { code, output, calls } = await start([empty, ...RULES]).run('postprovision.mjs', only);
  expect(code).toBe(0);
  expect(calls.filter(({ tool }) => tool === 'sqlcmd')).toHaveLength(2);
  expect(output).toContain('Gold has no tables yet; run `azd hooks run postprovision`');
});

it('refuses SQL with an unknown variable', async () => {
  const machine = start();
  machine.write('synapse/30-more.sql', "select '$(Surprise)'");
  const { code, output } = await machine.run('postprovision.mjs', ENVIRONMENT);
  expect(code).toBe(1);
  expect(output).toContain('30-more.sql has unknown variables: Surprise');
});

it('skips disabled parts, and reports that', async () => {
  const { code, output, calls } = await start([]).run('postprovision.mjs', {
    ...ENVIRONMENT,
    ...NOTHING,
  });
  expect(code).toBe(0);
  expect(calls).toEqual([]);
  expect(output.match(/skipped/g)).toHaveLength(12);
});

it('waits until a role on the vault is effective', async () => {
  const forbidden: Rule = {
    on: 'secret list',
    times: 2,
    code: 1,
    stderr: '(Forbidden) Caller is not authorized',
  };
  const only = { ...ENVIRONMENT, ...NOTHING, DATABRICKS_WORKSPACE_URL: ENVIRONMENT.DATABRICKS_WORKSPACE_URL };
  const { code, calls } = await start([forbidden, ...RULES]).run('postprovision.mjs', only);
  expect(code).toBe(0);
  expect(calls.filter((call) => lineOf(call).includes('secret list'))).toHaveLength(3);
});

it('continues after a failed step, skips dependent steps, and ends with 1', async () => {
  const broken: Rule = { on: 'bundle deploy', code: 1, stderr: 'Error: cannot parse databricks.yml' };
  const { code, output, calls } = await start([broken, ...RULES]).run('postprovision.mjs', ENVIRONMENT);
  expect(code).toBe(1);
  expect(output).toContain('cannot parse databricks.yml');
  expect(output).toContain('not tried  right of the app to run the job: it needs "Databricks bundle"');
  expect(calls.some(({ tool }) => tool === 'sqlcmd')).toBe(true);
});

it('stores the titles of failed steps for the hook after the deployment, until they succeed', async () => {
  const broken: Rule = { on: 'bundle deploy', times: 1, code: 1, stderr: 'Error: no such host' };
  const failed = await start([broken, ...RULES]).run('postprovision.mjs', ENVIRONMENT);
  const names = 'Databricks bundle; right of the app to run the job; job id in the settings of the app';
  expect(failed.calls.map(lineOf)).toContain(`azd env set UNFINISHED_STEPS ${names}`);
  const repeated = await clouds?.run('postprovision.mjs', { ...ENVIRONMENT, UNFINISHED_STEPS: names });
  expect(repeated?.code).toBe(0);
  expect(repeated?.calls.map(lineOf)).toContain('azd env set UNFINISHED_STEPS ');
});

it('reports a missing Databricks CLI once, and runs the other steps', async () => {
  const { code, output, calls } = await start(RULES, ['az', 'azd', 'sqlcmd']).run(
    'postprovision.mjs',
    ENVIRONMENT,
  );
  expect(code).toBe(1);
  expect(output.match(/databricks is not on this machine/g)).toHaveLength(1);
  expect(output).toContain('not tried  Databricks bundle: it needs "Databricks CLI"');
  expect(calls.some((call) => lineOf(call).includes('secret set'))).toBe(true);
  expect(calls.some(({ tool }) => tool === 'sqlcmd')).toBe(true);
});

it.each([
  ['User does not have CREATE STORAGE CREDENTIAL on Metastore.', 'an administrator of the metastore'],
  ['No metastore assigned for the current workspace.', 'an administrator of the Databricks account'],
])('names the administrator if Unity Catalog returns: %s', async (stderr, whom) => {
  const refused: Rule = { on: 'api post .*storage-credentials', code: 1, stderr: `Error: ${stderr}` };
  const { code, output } = await start([refused, ...RULES]).run('postprovision.mjs', ENVIRONMENT);
  expect(code).toBe(1);
  expect(output).toContain(`${stderr}\nAsk ${whom}`);
});

it('reports what to change if Synapse refuses this address, which sqlcmd prints on standard output', async () => {
  const refused: Rule = {
    on: 'sqlcmd',
    code: 1,
    says: "Client with IP address '192.0.2.1' is not allowed to access the server.",
  };
  const only = { ...ENVIRONMENT, ...NOTHING, SYNAPSE_SERVERLESS_ENDPOINT: 'syn-x' };
  const { output } = await start([refused, ...RULES]).run('postprovision.mjs', only);
  expect(output).toContain("'192.0.2.1' is not allowed");
  expect(output).toContain('azd env set SYNAPSE_ALLOWED_ADDRESSES');
});

it('waits until the workspace has the new principal', async () => {
  const unknown: Rule = {
    on: 'api patch .*permissions/jobs',
    times: 1,
    code: 1,
    stderr: 'Error: Principal: ServicePrincipalName(client-1) does not exist',
  };
  const { code, calls } = await start([unknown, ...RULES]).run('postprovision.mjs', ENVIRONMENT);
  expect(code).toBe(0);
  expect(calls.filter((call) => lineOf(call).includes('api patch'))).toHaveLength(2);
});

describe('in a closed network', () => {
  const only = {
    ...ENVIRONMENT,
    ...NOTHING,
    DATA_FACTORY_NAME: ENVIRONMENT.DATA_FACTORY_NAME,
    VNET_ENABLED: 'true',
  };
  const connection = (id: string, endpoint: string, status = 'Pending'): object => ({ id, endpoint, status });
  const ofFactory = '/subscriptions/of-microsoft/…/privateEndpoints/adf-x.lake';
  const rules = (...lake: readonly object[]): readonly Rule[] => [
    { on: 'private-endpoint-connection list --name stlakex ', says: lake },
    { on: 'private-endpoint-connection list --name kv-x ', says: [connection('v1', ofFactory, 'Approved')] },
    { on: 'private-endpoint-connection approve', says: '' },
    ...RULES,
  ];

  it('approves the endpoints of Data Factory, and no other requests', async () => {
    const asked = [connection('l1', ofFactory), connection('l2', '/…/privateEndpoints/of-a-stranger')];
    const { code, output, calls } = await start(rules(...asked)).run('postprovision.mjs', only);
    expect(code).toBe(0);
    expect(output).toContain('done       private endpoints of Data Factory: stlakex');
    const approvals = calls.map(lineOf).filter((line) => line.includes('approve'));
    expect(approvals).toEqual([
      'az network private-endpoint-connection approve --id l1 --description Data Factory of Sluice --output none',
    ]);
  });

  it('lists waiting connections if none can be assigned to the factory', async () => {
    const strange = connection('l2', '/…/privateEndpoints/of-a-stranger');
    const { code, output } = await start(rules(strange)).run('postprovision.mjs', only);
    expect(code).toBe(1);
    expect(output).toContain('stlakex has no connection of adf-x; waiting there: l2');
  });

  it('does nothing if all are approved', async () => {
    const { code, output } = await start(rules(connection('l1', ofFactory, 'Approved'))).run(
      'postprovision.mjs',
      only,
    );
    expect(code).toBe(0);
    expect(output).toContain('unchanged  private endpoints of Data Factory');
  });
});

it.each([
  ['as many workers as in the environment', 'DATABRICKS_WORKERS', '1', 'workers=1'],
  [
    'the time zone of business days',
    'BUSINESS_TIME_ZONE',
    'Europe/Berlin',
    'business_time_zone=Europe/Berlin',
  ],
])('passes to the bundle %s', async (_, name, value, variable) => {
  const { calls } = await start().run('postprovision.mjs', { ...ENVIRONMENT, [name]: value });
  for (const command of ['bundle deploy', 'bundle summary'])
    expect(calls.find((call) => lineOf(call).includes(command))?.args).toEqual(
      expect.arrayContaining(['--var', variable]),
    );
});

it('reports the remedy for a missing tool, and for a missing sign-in', async () => {
  const withoutTool = await start(RULES, ['az']).run('postprovision.mjs', {
    ...ENVIRONMENT,
    ...NOTHING,
    SYNAPSE_SERVERLESS_ENDPOINT: 'x',
  });
  expect(withoutTool.code).toBe(1);
  expect(withoutTool.output).toContain('sqlcmd is not on this machine; install sqlcmd (Go)');

  const out: Rule = { on: '^az ', code: 1, stderr: "ERROR: Please run 'az login' to setup account." };
  const signedOut = await start([out]).run('postprovision.mjs', {
    ...ENVIRONMENT,
    ...NOTHING,
    STREAM_ANALYTICS_JOBS: 'asa-sales',
  });
  expect(signedOut.code).toBe(1);
  expect(signedOut.output).toContain('Sign in with `az login`');
});
