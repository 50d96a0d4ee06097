import {
  checkConditions,
  checkDependencies,
  checkDeployments,
  checkParents,
  checkScopes,
  checkStart,
} from './compiler';
import { checkLint } from './linter';
import { type BicepProject, readProject, sampleProject } from './project';
import { type Findings } from './structure';

describe('the Bicep files', () => {
  let project: BicepProject;
  beforeAll(async () => {
    project = await readProject();
  });

  it('say what is deployed under which name, before anything is', () => {
    expect(checkStart(project)).toEqual([]);
  });

  it('read what a condition may leave out where it holds', () => {
    expect(checkConditions(project)).toEqual([]);
    const conditional = project.files.flatMap(({ modules, resources }) =>
      [...modules, ...resources].filter(({ condition }) => condition !== undefined),
    );
    expect(conditional.length).toBeGreaterThan(10);
  });

  it('put each resource where it belongs', () => {
    expect(checkScopes(project)).toEqual([]);
    expect(checkParents(project)).toEqual([]);
  });

  it('depend on what they do not name', () => {
    expect(checkDependencies(project)).toEqual([]);
    expect(checkDeployments(project)).toEqual([]);
  });

  it('keep the rules of the linter', () => {
    expect(checkLint(project)).toEqual([]);
  });
});

const NAMESPACE = `param name string
param isThere bool
param workspaceId string
resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: name
  properties: {}
}
resource hub 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = if (isThere) {
  parent: namespace
  name: 'hub'
  properties: { clusterArmId: namespace.id }
}
resource groups 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = [
  for group in ['a', 'b']: if (isThere) {
    parent: hub
    name: group
  }
]
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: namespace
  name: 'logs'
  properties: { workspaceId: workspaceId }
  dependsOn: [hub, groups]
}
output url string = namespace.properties.serviceBusEndpoint
output status string = isThere ? hub!.properties.status : ''
output created string = hub.?properties.createdAt ?? ''
`;

const MAIN = `targetScope = 'subscription'
param location string
param isThere bool
param other string
resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg'
  location: location
}
module first 'namespace.bicep' = {
  name: 'first'
  scope: group
  params: { name: 'one', isThere: isThere, workspaceId: '' }
}
module second 'namespace.bicep' = if (isThere && !empty(other)) {
  name: 'second'
  scope: group
  params: { name: first.outputs.url, isThere: true, workspaceId: '' }
}
output url string = empty(other) ? '' : isThere ? second!.outputs.url : ''
`;

describe('the rules of the compiler', () => {
  const rules = {
    ...{ checkConditions, checkDependencies, checkDeployments, checkLint },
    ...{ checkParents, checkScopes, checkStart },
  };
  const check = async (rule: keyof typeof rules, before = '', after = ''): Promise<Findings> => {
    const plant = (text: string): string => text.replace(before, after);
    const texts = { 'main.bicep': plant(MAIN), 'namespace.bicep': plant(NAMESPACE) };
    expect(Object.values(texts).join('')).toContain(before === '' ? '' : after);
    return rules[rule](await sampleProject(texts));
  };

  it.each(Object.keys(rules) as (keyof typeof rules)[])('find nothing in sound files: %s', async (rule) => {
    expect(await check(rule)).toEqual([]);
  });

  it.each([
    ["name: 'second'", 'name: first.outputs.url', 'second: name reads first.outputs,'],
    ['if (isThere &&', 'if (first.outputs.is &&', 'second: condition reads first.outputs,'],
    ["for group in ['a', 'b']", 'for group in hub!.properties.all', 'groups: loop reads hub!.properties,'],
    ["name: 'hub'", "name: '${namespace.properties.status}'", 'hub: name reads namespace.properties,'],
    ["name: 'hub'", 'name: reference(name).a', 'hub: name reads reference(name)'],
    [
      '  name: name\n  properties: {}',
      '  name: later\n}\nvar later = [for id in hub.properties.ids: id][0]\nvar rest = {',
      'loop reads hub.properties,',
    ],
    ["name: 'logs'", 'name: url\n  tags: {}', ''],
  ])('find that %j is not known at the start as %j', async (before, after, fault) => {
    const found = await check('checkStart', before, after);
    if (fault === '') expect(found).toEqual([]);
    else expect(found).toContainEqual(expect.stringContaining(fault));
  });

  it.each([
    ['hub!.properties.status', 'hub.properties.status', 'so "!" belongs before the dot'],
    ['isThere ? hub', '!isThere ? hub', 'is read where hub may be missing'],
    ["isThere ? second!.outputs.url : ''", 'second!.outputs.url', 'is read where second may be missing'],
    ["empty(other) ? ''", "empty(location) ? ''", 'is read where second may be missing'],
    [
      "  for group in ['a', 'b']: if (isThere) {",
      "  for group in ['a', 'b']: {",
      'groups is there without hub',
    ],
  ])('find that %j may be missing as %j', async (before, after, fault) => {
    expect(await check('checkConditions', before, after)).toEqual([expect.stringContaining(fault)]);
  });

  it.each([
    [
      "module first 'namespace.bicep' = {\n  name: 'first'\n  scope: group",
      "module first 'namespace.bicep' = {\n  name: 'first'",
      'first: its scope is no resource group',
    ],
    [
      "scope: group\n  params: { name: 'one'",
      "scope: subscription()\n  params: { name: 'one'",
      'first: its scope is no resource group',
    ],
    [
      "'Microsoft.Resources/resourceGroups@2024-11-01'",
      "'Microsoft.Web/sites@2024-04-01'",
      'Microsoft.Web/sites is not of a subscription',
    ],
    [
      "'Microsoft.EventHub/namespaces@2024-01-01'",
      "'Microsoft.Resources/resourceGroups@2024-11-01'",
      'is not of a resourceGroup',
    ],
    ["name: 'rg'", 'name: resourceGroup().name', 'a subscription has no resourceGroup()'],
    ['  scope: namespace\n', '', 'logs: its scope is no resource of this file'],
    ['  scope: namespace\n', '  scope: resourceGroup()\n', 'logs: its scope is no resource of this file'],
    ['  name: name\n', '  name: name\n  scope: hub\n', 'extends nothing and has a scope'],
  ])('find the scope of %j in %j', async (before, after, fault) => {
    expect(await check('checkScopes', before, after)).toContainEqual(expect.stringContaining(fault));
  });

  it.each([
    ['  parent: namespace\n', '', 'hub: names no parent of this file'],
    ['  parent: namespace\n', '  parent: name\n', 'hub: names no parent of this file'],
    [
      'parent: hub\n',
      'parent: namespace\n',
      'its parent is a Microsoft.EventHub/namespaces, not a Microsoft.EventHub/namespaces/eventhubs',
    ],
    ["name: 'hub'", "name: '${name}/hub'", "hub: its name has its parent's in it"],
    ['  name: name\n', '  name: name\n  parent: logs\n', 'has no parent'],
  ])('find the parent of %j in %j', async (before, after, fault) => {
    expect(await check('checkParents', before, after)).toContainEqual(expect.stringContaining(fault));
  });

  it.each([
    ['dependsOn: [hub,', 'dependsOn: [namespace, hub,', 'logs: names namespace, and depends on it besides'],
    ['dependsOn: [hub,', 'dependsOn: [other, hub,', 'logs: depends on other, which is not deployed'],
    ['dependsOn: [hub, groups]', 'dependsOn: hub', 'logs: dependsOn is no list'],
    [
      'params: { name: first.outputs.url,',
      'dependsOn: [first]\n  params: { name: first.outputs.url,',
      'second: names first, and depends on it besides',
    ],
  ])('find that %j depends on too much as %j', async (before, after, fault) => {
    expect(await check('checkDependencies', before, after)).toEqual([expect.stringContaining(fault)]);
  });

  it.each([
    [
      'param other string',
      'param other string\nparam adminPassword string',
      'adminPassword sounds like a secret',
    ],
    ['param other string', "param other string? = ''", 'other may be null and has a default'],
    ["name: 'rg'", "name: loadTextContent('${other}.txt')", 'the path must be a text'],
    ["name: 'rg'", "name: '${other}'", 'is only what stands in the braces'],
    ['workspaceId: workspaceId', "workspaceId: '/subscriptions/a'", 'workspaceId is not made like an id'],
    ['workspaceId: workspaceId', 'workspaceId: toLower(workspaceId)', 'workspaceId is not made like an id'],
    [
      'clusterArmId: namespace.id',
      "clusterArmId: made\n}\n}\nvar made = '${name}/a'\nvar rest = { a: {",
      'clusterArmId is not made like an id',
    ],
  ])('find the habit of %j in %j', async (before, after, fault) => {
    expect(await check('checkLint', before, after)).toEqual([expect.stringContaining(fault)]);
  });

  it('find two modules of one name', async () => {
    expect(await check('checkDeployments', "name: 'second'", "name: 'first'")).toEqual([
      expect.stringContaining('second: another module is named first'),
    ]);
  });
});
