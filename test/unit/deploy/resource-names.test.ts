import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changed, ofType, REPOSITORY, resourcesOf, SHAPES } from '../../testing/fixtures/snapshots';
import { checkIds, checkResourceNames } from './resource-names';

describe('a deployment', () => {
  it.each(SHAPES)('gives each resource a valid name for its type: %s', (shape) => {
    expect(checkResourceNames(resourcesOf(shape))).toEqual([]);
  });

  it.each(SHAPES)('deploys no resource twice: %s', (shape) => {
    expect(checkIds(resourcesOf(shape))).toEqual([]);
  });

  it('has a shape with the longest name of an environment', () => {
    const [group] = ofType(resourcesOf('longest-name'), 'Microsoft.Resources/resourceGroups');
    const main = readFileSync(join(REPOSITORY, 'bicep/main.bicep'), 'utf8');
    const longest = /@maxLength\((\d+)\)\nparam environmentName /.exec(main)?.[1];
    expect(group?.name.replace('rg-', '')).toHaveLength(Number(longest));
  });
});

describe('the checks of names', () => {
  it.each([
    ['Microsoft.KeyVault/vaults', 'kv', 'is shorter than 3'],
    ['Microsoft.KeyVault/vaults', 'kv--x', 'has a character that does not belong there'],
    ['Microsoft.Storage/storageAccounts', 'storageaccountabcdefghijk27', 'is longer than 24'],
    ['Microsoft.Storage/storageAccounts/blobServices/containers', 'st/default/Bronze', 'has a character'],
    ['Microsoft.Resources/resourceGroups', 'rg-e.', 'has a character'],
    ['Microsoft.Authorization/roleAssignments', "[guid(reference('x').id)]", 'has a character'],
    ['Microsoft.New/things', 'new', 'the rules of names for Microsoft.New/things are missing in this file'],
  ])('find the error of %s %s', (type, name, fault) => {
    const [any] = resourcesOf('default');
    if (any === undefined) throw new Error('the snapshot has no resource');
    expect(checkResourceNames([changed(any, { type, name })])).toContainEqual(expect.stringContaining(fault));
  });

  it('find a resource that is deployed twice', () => {
    const resources = resourcesOf('default');
    expect(checkIds([...resources, ...ofType(resources, 'Microsoft.KeyVault/vaults')])).toEqual([
      expect.stringContaining('is deployed twice'),
    ]);
  });
});
