import { APP_IDENTITY, ENVIRONMENT } from './environment';
import { FakeClouds, lineOf, type Rule } from './fake-clouds';

let clouds: FakeClouds;
const start = (rules: readonly Rule[], tools?: readonly string[]): FakeClouds =>
  (clouds = new FakeClouds(rules, tools));
afterEach(() => {
  clouds.close();
});

describe('predown.mjs', () => {
  const workspace: Rule = {
    on: 'az rest --method get .*workspaces/dbw-x',
    says: { properties: { managedResourceGroupId: '/subscriptions/1/resourceGroups/rg-dev-databricks-x' } },
  };
  const kept: Rule = { on: 'azd env set DATABRICKS_MANAGED_GROUP rg-dev-databricks-x' };
  const gone: Rule = { on: 'az ', code: 3, stderr: 'ERROR: Not Found({"code":"ResourceNotFound"})' };

  it('removes only our objects from the metastore and Power BI', async () => {
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

  it('succeeds without the workspace and the app that an earlier try deleted', async () => {
    const { code, output, calls } = await start([{ on: 'get .*/datasets', says: { value: [] } }, gone]).run(
      'predown.mjs',
      { ...ENVIRONMENT, DATABRICKS_JOB_ID: '77', POWER_BI_WORKSPACE_ID: 'ws-1' },
    );
    expect(code).toBe(0);
    expect(output).toContain('the workspace is gone');
    expect(calls.some(({ tool }) => tool === 'databricks')).toBe(false);
  });

  it('succeeds without a Databricks CLI that never existed, and fails if objects remain', async () => {
    start([workspace, kept], ['az', 'azd']);
    const never = await clouds.run('predown.mjs', ENVIRONMENT);
    expect(never.code).toBe(0);
    const once = await clouds.run('predown.mjs', { ...ENVIRONMENT, DATABRICKS_JOB_ID: '77' });
    expect(once.code).toBe(1);
    expect(once.output).toContain('databricks is not on this machine; install');
  });

  it('removes the role after an earlier try removed its assignment, and waits until that is effective', async () => {
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

  it('removes the remaining role, after its assignments', async () => {
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

describe('postdown.mjs', () => {
  const after = {
    AZURE_ENV_NAME: 'dev',
    DATABRICKS_MANAGED_GROUP: 'rg-dev-databricks-x',
    DATABRICKS_JOB_ID: '77',
  };

  it('deletes the managed resource group of Databricks, and removes values of hooks', async () => {
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

  it('deletes nothing if the group was deleted with the workspace, or never existed', async () => {
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

  it('keeps the semantic model of another person', async () => {
    const models = { ...after, POWER_BI_SEMANTIC_MODEL_ID: 'model-1' };
    start([{ on: 'az group exists', says: 'false' }, { on: 'azd env set' }]);
    const theirs = await clouds.run('postdown.mjs', models);
    expect(theirs.calls.map(lineOf).join()).not.toContain('SEMANTIC');
    const ours = await clouds.run('postdown.mjs', { ...models, DEPLOY_SEMANTIC_MODEL: 'true' });
    expect(ours.calls.map(lineOf)).toContain('azd env set POWER_BI_SEMANTIC_MODEL_ID ');
  });
});
