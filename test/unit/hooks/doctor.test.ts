import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ENVIRONMENT } from './environment';
import { FakeClouds, lineOf, type Rule } from './fake-clouds';

const ROOT = resolve(__dirname, '../../..');
let clouds: FakeClouds;
afterEach(() => {
  clouds.close();
});

const SUBSCRIPTION = ENVIRONMENT.AZURE_SUBSCRIPTION_ID;
const VALUES = {
  AZURE_ENV_NAME: 'dev',
  AZURE_LOCATION: 'westeurope',
  AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
  DATABRICKS_WORKERS: '1',
};
const TOOLS = ['az', 'azd', 'databricks', 'npm'];

/** A machine and a subscription with all prerequisites of the defaults. */
const HEALTHY: readonly Rule[] = [
  { on: '^npm --version', says: '11.4.2' },
  { on: '^az version', says: '"2.77.0"' },
  { on: '^azd version', says: 'azd version 1.23.13 (commit abc) (stable)' },
  { on: '^databricks version', says: 'Databricks CLI v0.270.0' },
  { on: '^azd env get-values', says: VALUES },
  {
    on: '^az account show',
    says: { id: SUBSCRIPTION, name: 'Sandbox', tenant: 't', user: { name: 'me@example.com', type: 'user' } },
  },
  { on: '^azd auth login --check-status' },
  { on: '^az ad signed-in-user show', says: 'principal-1' },
  { on: '^az role assignment list --assignee principal-1', says: ['Reader', 'Owner'] },
  {
    on: '^az provider list',
    says: [
      'Microsoft.Authorization',
      'Microsoft.EventHub',
      'microsoft.insights',
      'Microsoft.KeyVault',
      'Microsoft.Web',
      'Microsoft.ManagedIdentity',
      'Microsoft.OperationalInsights',
      'Microsoft.Storage',
      'Microsoft.Databricks',
      'Microsoft.DataFactory',
      'Microsoft.Compute',
      'Microsoft.Network',
      'Microsoft.Portal',
    ],
  },
  { on: '^az functionapp list-flexconsumption-locations', says: ['West Europe', 'eastus'] },
  {
    on: '^az vm list-usage --location westeurope',
    says: [
      { name: 'cores', used: 2, limit: '10' },
      { name: 'standardDDSv5Family', used: 0, limit: 10 },
    ],
  },
];
const diagnose = (rules: readonly Rule[], tools = TOOLS): ReturnType<FakeClouds['run']> => {
  clouds = new FakeClouds([...rules, ...HEALTHY], tools);
  return clouds.run('doctor.mjs', {});
};

describe('npm run azure -- doctor', () => {
  it('succeeds with all prerequisites, and changes nothing', async () => {
    const { code, output, calls } = await diagnose([]);
    expect([code, output]).toEqual([0, expect.stringContaining('All checked prerequisites are met')]);
    expect(output).toContain('unchanged  resource providers: all 13 are registered');
    expect(output).toContain('me@example.com in Sandbox');
    const changing = calls
      .map(lineOf)
      .filter((line) => /\b(set|create|register|delete|up|provision)\b/.test(line));
    expect(changing).toEqual([]);
  });

  it('reports how to install az and azd, and the checks that did not run', async () => {
    const { code, output, calls } = await diagnose([], ['npm']);
    expect(code).toBe(1);
    expect(output).toContain('az is not on this machine; install the Azure CLI');
    expect(output).toContain('azd is not on this machine; install the Azure Developer CLI');
    expect(output).toContain('databricks is not on this machine');
    expect(output).toContain('not tried  quotas: it needs "sign-in of az"');
    expect(calls.map(({ tool }) => tool)).toEqual(['npm']);
  });

  it.each([
    ['azd', { on: '^azd version', says: 'azd version 1.9.3 (commit abc)' }, '1.9.3 is older than 1.23.13'],
    ['az', { on: '^az version', says: '"2.45.0"' }, '2.45.0 is older than 2.60.0'],
    [
      'databricks',
      { on: '^databricks version', says: 'Databricks CLI v0.18.0' },
      '0.18.0 is older than 0.250.0',
    ],
  ])('refuses an old %s and names the source of the new one', async (_tool, rule, message) => {
    const { code, output } = await diagnose([rule]);
    expect(code).toBe(1);
    expect(output).toContain(`${message}; install the `);
  });

  it('reports a missing sign-in, and runs the checks that need none', async () => {
    const { code, output } = await diagnose([
      { on: '^az account show', code: 1, stderr: "ERROR: Please run 'az login' to setup account." },
      { on: '^azd auth login --check-status', code: 1, stderr: 'ERROR: not logged in' },
    ]);
    expect(code).toBe(1);
    expect(output).toContain('Sign in with `az login`');
    expect(output).toContain('azd is not signed in; run `azd auth login`');
    expect(output).toContain('not tried  roles');
    expect(output).toContain('done       databricks: 0.270.0');
  });

  it.each([
    [['Contributor'], ['User Access Administrator']],
    [['Contributor', 'Role Based Access Control Administrator'], ['User Access Administrator']],
    [['User Access Administrator'], ['Contributor']],
    [[], ['Contributor', 'User Access Administrator']],
  ])('requests the rights that %j lacks', async (roles, missing) => {
    const { code, output } = await diagnose([{ on: '^az role assignment list', says: roles }]);
    expect(code).toBe(1);
    const asked = [...output.matchAll(/az role assignment create --assignee principal-1 --role "([^"]+)"/g)];
    expect(asked.map(([, role]) => role)).toEqual(missing);
  });

  it('accepts Contributor and User Access Administrator, including for a program', async () => {
    const { code } = await diagnose([
      {
        on: '^az account show',
        says: {
          id: SUBSCRIPTION,
          name: 'Sandbox',
          tenant: 't',
          user: { name: 'app-1', type: 'servicePrincipal' },
        },
      },
      { on: '^az ad sp show --id app-1', says: 'principal-2' },
      {
        on: '^az role assignment list --assignee principal-2',
        says: ['Contributor', 'User Access Administrator'],
      },
    ]);
    expect(code).toBe(0);
  });

  it('lists unregistered providers with the command for each, and does not fail', async () => {
    const { code, output } = await diagnose([{ on: '^az provider list', says: ['Microsoft.Web'] }]);
    expect(code).toBe(0);
    expect(output).toContain('az provider register --namespace Microsoft.Databricks --wait');
    expect(output).not.toContain('--namespace Microsoft.Web ');
  });

  it('refuses a region without the plan of the app, and lists those that have it', async () => {
    const { code, output } = await diagnose([
      { on: '^az functionapp list-flexconsumption-locations', says: ['East US', 'northeurope'] },
    ]);
    expect(code).toBe(1);
    expect(output).toContain('westeurope has no Flex Consumption; choose one of eastus, northeurope');
  });

  it('counts the processors of a refresh, in total and of the family', async () => {
    const { code, output } = await diagnose([
      { on: '^azd env get-values', says: { ...VALUES, DATABRICKS_WORKERS: '2' } },
      {
        on: '^az vm list-usage',
        says: [{ name: 'cores', used: 1, limit: 10 }],
      },
    ]);
    expect(code).toBe(1);
    expect(output).toContain(
      'a refresh starts 3 machines with 12 vCPUs; westeurope has 9 left in all and 0 left of the family DDSv5',
    );
  });

  it('sends no request for Databricks if it is disabled', async () => {
    const { code, output } = await diagnose(
      [{ on: '^azd env get-values', says: { ...VALUES, DEPLOY_DATABRICKS: 'false' } }],
      ['az', 'azd', 'npm'],
    );
    expect(code).toBe(0);
    expect(output).toContain('skipped    databricks: DEPLOY_DATABRICKS is not true');
    expect(output).toContain('skipped    quotas: only Databricks uses machines');
  });

  it('uses the defaults if no environment was created yet', async () => {
    const { code, output } = await diagnose([
      { on: '^azd env get-values', code: 1, stderr: 'ERROR: no default environment set' },
    ]);
    expect(code).toBe(0);
    expect(output).toContain('skipped    azd environment: there is none yet');
    expect(output).toContain('skipped    region: none is chosen yet');
  });
});

it('covers every provider of the template', () => {
  const bicep = readdirSync(join(ROOT, 'bicep'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bicep'))
    .map((file) => readFileSync(join(ROOT, 'bicep', file), 'utf8'))
    .join('\n');
  const named = new Set(
    [...bicep.matchAll(/'(Microsoft\.\w+)\/[\w/]+@\d{4}/g)].map(([, provider]) => provider),
  );
  named.delete('Microsoft.Resources'); // Always registered.
  const known = readFileSync(join(ROOT, 'hooks/lib/providers.mjs'), 'utf8');
  expect(named.size).toBeGreaterThan(10);
  expect([...named].filter((provider) => !known.includes(`'${provider ?? ''}'`))).toEqual([]);
});
