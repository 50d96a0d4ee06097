import { changed, ofType, resourcesOf, SHAPES } from '../../testing/fixtures/snapshots';
import { checkDiagnostics, checkTags } from './watched';

/** The tag by which azd finds the resources of an environment, whose name is that after `rg-`. */
function azdTag(shape: (typeof SHAPES)[number]): Record<string, string> {
  const [group] = ofType(resourcesOf(shape), 'Microsoft.Resources/resourceGroups');
  return { 'azd-env-name': (group?.name ?? '').replace('rg-', '') };
}

describe('a deployment', () => {
  it.each(SHAPES)('tags each resource: %s', (shape) => {
    expect(checkTags(resourcesOf(shape), azdTag(shape))).toEqual([]);
    const [site] = ofType(resourcesOf(shape), 'Microsoft.Web/sites');
    expect(site?.tags).toEqual({ ...azdTag(shape), 'azd-service-name': 'api' });
  });

  it.each(SHAPES)('sends the logs of each resource to the workspace: %s', (shape) => {
    expect(checkDiagnostics(resourcesOf(shape))).toEqual([]);
  });
});

describe('the checks of tags and logs', () => {
  const resources = resourcesOf('closed-network');

  it('find a resource without tags, and a type without a rule', () => {
    const [vault] = ofType(resources, 'Microsoft.KeyVault/vaults');
    if (vault === undefined) throw new Error('the snapshot has no vault');
    const tags = azdTag('closed-network');
    expect(checkTags([changed(vault, { tags: {} })], tags)).toEqual([
      expect.stringContaining('has no tag azd-env-name'),
    ]);
    expect(checkTags([changed(vault, { type: 'Microsoft.New/things' })], tags)).toEqual([
      expect.stringContaining('is in neither table of tags'),
    ]);
  });

  it('find each resource whose settings are missing, or have another destination', () => {
    const type = 'Microsoft.Insights/diagnosticSettings';
    const without = resources.filter((resource) => resource.type !== type);
    const settings = new Set(ofType(resources, type).map(({ id }) => id));
    // Account and network settings are exempt: their services monitor these types.
    expect(checkDiagnostics(without).length).toBeGreaterThan(settings.size - 4);
    const elsewhere = resources.map((resource) =>
      resource.type === type ? changed(resource, {}, { workspaceId: 'another' }) : resource,
    );
    expect(checkDiagnostics(elsewhere)).toEqual(checkDiagnostics(without));
  });
});
