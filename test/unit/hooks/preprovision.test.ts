import { ENVIRONMENT } from './environment';
import { FakeClouds, lineOf, type Rule } from './fake-clouds';

let clouds: FakeClouds;
const start = (rules: readonly Rule[], tools?: readonly string[]): FakeClouds =>
  (clouds = new FakeClouds(rules, tools));
afterEach(() => {
  clouds.close();
});

const TRIGGER = `${ENVIRONMENT.DATA_FACTORY_RESOURCE_ID}/triggers/daily`;
const account: Rule = { on: 'az account show', says: { id: ENVIRONMENT.AZURE_SUBSCRIPTION_ID } };

describe('preprovision.mjs', () => {
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

  it('stops running jobs, because they would refuse the change', async () => {
    const { code, calls } = await start(running).run('preprovision.mjs', ENVIRONMENT);
    expect(code).toBe(0);
    const posts = calls.map(lineOf).filter((line) => line.includes('--method post'));
    expect(posts).toEqual([expect.stringContaining('asa-sales/stop'), expect.stringContaining('daily/stop')]);
  });

  it('waits until a job has stopped, because a stopping one refuses the change, too', async () => {
    const { calls } = await start(running).run('preprovision.mjs', ENVIRONMENT);
    const lines = calls.map(lineOf);
    const stop = lines.findIndex((line) => line.includes('asa-sales/stop'));
    const looks = lines.slice(stop).filter((line) => /get .*asa-sales/.test(line));
    expect(looks).toHaveLength(3);
    expect(lines.at(-1)).toContain('daily/stop');
  });

  it('recovers the vault of a deleted environment, and requests that once', async () => {
    const first = await start([{ on: 'az keyvault list-deleted', says: ['kv-x'], times: 1 }, ...running]).run(
      'preprovision.mjs',
      ENVIRONMENT,
    );
    expect(first.calls.map(lineOf)).toContain('azd env set RECOVER_KEY_VAULT true');
    const second = await clouds.run('preprovision.mjs', { ...ENVIRONMENT, RECOVER_KEY_VAULT: 'true' });
    expect(second.calls.map(lineOf)).toContain('azd env set RECOVER_KEY_VAULT false');
  });

  it('succeeds without a job that was deleted', async () => {
    const gone: Rule = {
      on: 'get .*(asa-|triggers)',
      code: 3,
      stderr: 'ERROR: Not Found({"code":"ResourceNotFound"})',
    };
    const { code, output } = await start([gone, ...running]).run('preprovision.mjs', ENVIRONMENT);
    expect(code).toBe(0);
    expect(output.match(/there are none/g)).toHaveLength(2);
  });

  it('reports every missing tool if a required one is missing, and changes nothing', async () => {
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

  it('continues without a tool that only one part needs, and reports the remedy', async () => {
    const { code, output } = await start(running, ['az', 'azd', 'npm']).run('preprovision.mjs', ENVIRONMENT);
    expect(code).toBe(0);
    expect(output).toContain('databricks is not on this machine; install the Databricks CLI');
    expect(output).toContain('then `azd hooks run postprovision`');
    expect(output).not.toContain('sqlcmd');
  });

  it('registers providers that the template does not name, once', async () => {
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

  it('refuses another subscription than azd uses', async () => {
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
    expect(output).toContain('DEPLOY_SYNAPSE is "yes"; use true or false');
  });
});
