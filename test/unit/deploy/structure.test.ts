import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BicepProject, readProject, REPOSITORY, sampleProject } from './project';
import {
  checkDescriptions,
  checkLoaded,
  checkModules,
  checkNames,
  checkPlaces,
  checkVersions,
} from './structure';

const definitions = readdirSync(join(REPOSITORY, 'adf'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.json'))
  .map((path) => join('adf', path));

describe('the Bicep files', () => {
  let project: BicepProject;
  beforeAll(async () => {
    project = await readProject();
  });

  it('can be read, and there is a main file for the subscription', () => {
    expect(project.files.find(({ path }) => path === 'bicep/main.bicep')?.targetScope).toBe('subscription');
  });

  it('give modules what they take and read outputs that they have', () => {
    expect(checkModules(project)).toEqual([]);
  });

  it('use what they declare, and nothing else', () => {
    expect(checkNames(project)).toEqual([]);
  });

  it('describe parameters and outputs', () => {
    expect(checkDescriptions(project)).toEqual([]);
  });

  it('name versions of resource types that are no previews', () => {
    expect(checkVersions(project)).toEqual([]);
  });

  it('name no region and no address of one cloud', () => {
    expect(checkPlaces(project)).toEqual([]);
  });

  it('deploy every definition of the data factory', () => {
    expect(definitions.length).toBeGreaterThan(0);
    expect(checkLoaded(project, definitions)).toEqual([]);
  });
});

const MODULE = `@description('Region.')
param location string
@description('Tags.')
param tags object = {}
var name = toLower(location)
@description('Name.')
output name string = '\${name}\${tags.a}'
`;

describe('the rules of structure', () => {
  it('find nothing in sound files', async () => {
    const main = `targetScope = 'subscription'
@description('Region.')
param location string
module a 'a.bicep' = { params: { location: location } }
@description('Name.')
output x string = a.outputs.name
`;
    const project = await sampleProject({ 'main.bicep': main, 'a.bicep': MODULE });
    for (const check of [checkModules, checkNames, checkDescriptions, checkVersions])
      expect(check(project)).toEqual([]);
  });

  it.each([
    ["module a 'b.bicep' = { params: { location: 'x' } }", 'there is no b.bicep'],
    ["module a 'a.bicep' = { params: { location: 'x', region: 'x' } }", 'takes no parameter region'],
    ["module a 'a.bicep' = { params: {} }", 'parameter location is missing'],
    [
      "module a 'a.bicep' = { params: { location: 'x' } }\noutput o string = a.outputs.id",
      'a.bicep has no output id',
    ],
    ["var a = loadJsonContent('a.json').properties", 'there is no a.json'],
    ["module b 'shape.bicep' = { params: { of: { a: 'x', c: 'x' } } }", 'parameter of has no c'],
    ["var of = { b: 1 }\nmodule b 'shape.bicep' = { params: { of: of } }", 'parameter of lacks a'],
  ])('find the fault of %j', async (text, fault) => {
    const shape = 'type shape = {\n  a: string\n  b: int?\n}\nparam of shape';
    const project = await sampleProject({ 'main.bicep': text, 'a.bicep': MODULE, 'shape.bicep': shape });
    expect(checkModules(project)).toEqual([expect.stringContaining(fault)]);
  });

  it.each([
    ['output a string = b', 'b is declared nowhere'],
    ['param a string', 'a is not used'],
    ["var a = 'x'", 'a is not used'],
    ['param a string\nvar a = 1\noutput o string = a', 'a is declared twice'],
    ["output o string = lower('x')", 'there is no function lower'],
  ])('find the wrong name of %j', async (text, fault) => {
    expect(checkNames(await sampleProject({ 'main.bicep': text }))).toEqual([expect.stringContaining(fault)]);
  });

  it.each([
    ['param a string', 'a has no description that is a sentence'],
    ["@description('how many')\nparam a string", 'a has no description that is a sentence'],
    ["@description('x')\noutput a string = ''", 'a has no description that is a sentence'],
    ["targetScope = 'subscription'\n@description('Many.')\nparam a int = 1", 'no smallest and largest'],
    ["@description('One.')\n@allowed(['x', 'y'])\nparam a string = 'z'", 'the default of a is not allowed'],
  ])('find what %j leaves out', async (text, fault) => {
    expect(checkDescriptions(await sampleProject({ 'main.bicep': text }))).toEqual([
      expect.stringContaining(fault),
    ]);
  });

  it.each([
    ["resource a 'T/t@latest' = { name: 'a' }", 'is no version'],
    ["resource a 'T/t@2024-01-01-preview' = { name: 'a' }", 'is a preview'],
    [
      "resource a 'T/t@2024-01-01' = { name: 'a' }\nresource b 'T/t@2023-01-01' = { name: 'b' }",
      'also used as 2024-01-01',
    ],
  ])('find the version of %j', async (text, fault) => {
    expect(checkVersions(await sampleProject({ 'main.bicep': text }))).toEqual([
      expect.stringContaining(fault),
    ]);
  });

  it.each([
    ["var a = 'https://x.vault.azure.net/'", 'is of one cloud'],
    ["var a = 'https://${x}.blob.core.windows.net'", 'is of one cloud'],
    ["resource a 'T/t@2024-01-01' = { location: 'westeurope' }", 'a is in a region of its own'],
  ])('find the place of %j', async (text, fault) => {
    expect(checkPlaces(await sampleProject({ 'main.bicep': text }))).toEqual([
      expect.stringContaining(fault),
    ]);
  });

  it('find a definition that is not deployed', async () => {
    const project = await sampleProject({ 'bicep/main.bicep': "var a = loadJsonContent('../adf/a.json')" });
    expect(checkLoaded(project, ['adf/a.json', 'adf/b.json'])).toEqual([
      'adf/b.json is deployed by no module',
    ]);
  });
});
