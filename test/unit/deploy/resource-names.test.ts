import { fileAt, readProject, sampleProject } from './project';
import { checkResourceNames } from './resource-names';

/** The shortest, and the longest with every character that azd lets a name of an environment have. */
const ENVIRONMENTS = ['e', 'My_env.(1)-long-name'];

describe('the Bicep files', () => {
  it('give names that each type takes, for every name of an environment', async () => {
    const project = await readProject();
    const main = fileAt(project, 'bicep/main.bicep');
    const length = main?.parameters.find(({ name }) => name === 'environmentName')?.decorators;
    expect(length).toContainEqual({ name: 'maxLength', args: [ENVIRONMENTS[1]?.length] });
    // The metrics that are watched, and each reader of each hub, come out of computations.
    const untold = ['metricAlerts', 'groups'];
    expect(checkResourceNames(project, { environmentName: ENVIRONMENTS }, untold)).toEqual([]);
  });
});

const MAIN = `targetScope = 'subscription'
param environment string
var token = uniqueString(environment)
var short = loadJsonContent('short.json')
var stores = { one: 'bronze', two: 'gold' }
resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-\${environment}'
}
module store 'store.bicep' = {
  name: 'store'
  scope: group
  params: {
    name: '\${short.account}\${token}'
    containers: map(items(stores), one => one.value)
    vault: { name: 'kv-\${toLower(token)}' }
  }
}
`;

const STORE = `param name string
param containers string[]
param vault { name: string }
param pool string = 'pool'
resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name

  resource blobs 'blobServices' = {
    name: 'default'
  }
}
resource all 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [
  for container in containers: {
    parent: account::blobs
    name: container
  }
]
resource keys 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: empty(pool) ? vault.name : 'kv'
}
resource roles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for row in filter(containers, row => row != pool): {
    name: guid(account.id, row)
    scope: account
  }
]
`;

describe('the rule of names', () => {
  const check = async (before = '', after = ''): Promise<readonly string[]> => {
    const texts = { 'main.bicep': MAIN, 'store.bicep': STORE, 'short.json': '{ "account": "st" }' };
    const planted = Object.entries(texts).map(([path, text]) => [path, text.replace(before, after)]);
    const project = await sampleProject(Object.fromEntries(planted) as typeof texts);
    return checkResourceNames(project, { environment: ['e', 'environment-1'] });
  };

  it('follows variables, modules, loops and JSON files', async () => {
    expect(await check("'kv'", "'kv-1'")).toEqual([]);
  });

  it.each([
    ["'pool'", "'pool'", '"kv" is shorter than 3'],
    ['"st"', '"st-"', '"st-abcdefghijk27" has a character that does not belong there'],
    ['"st"', '"storageaccount"', '"storageaccountabcdefghijk27" is longer than 24'],
    ["one: 'bronze'", "one: 'Bronze'", '"Bronze" has a character that does not belong there'],
    ["'kv-${toLower", "'kv--${toLower", '"kv--abcdefghijk27" has a character'],
    ["'rg-${environment}'", "'rg-${environment}.'", '"rg-e." has a character'],
    ["name: 'store'", "name: 'store/of the group'", 'store: "store/of the group" has a character'],
    ['guid(account.id, row)', 'row', 'roles: its name cannot be told'],
    [
      "'Microsoft.KeyVault/vaults@2024-11-01'",
      "'Microsoft.New/things@2024-11-01'",
      'nobody knows what a Microsoft.New/things may be called',
    ],
  ])('finds that %j has become %j', async (before, after, fault) => {
    expect(await check(before, after)).toContainEqual(expect.stringContaining(fault));
  });
});
