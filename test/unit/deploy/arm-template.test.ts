import { toFiles } from './arm-template';
import { checkClosed, checkDiagnostics, checkSecrets, checkTags } from './security';

const NAMESPACE = {
  type: 'Microsoft.EventHub/namespaces',
  apiVersion: '2024-01-01',
  name: "[parameters('name')]",
  tags: "[parameters('tags')]",
  properties: {
    minimumTlsVersion: '1.2',
    disableLocalAuth: true,
    publicNetworkAccess: "[if(parameters('isPrivate'), 'Disabled', 'Enabled')]",
  },
};

const LOGS = {
  type: 'Microsoft.Insights/diagnosticSettings',
  apiVersion: '2021-05-01-preview',
  scope: "[resourceId('Microsoft.EventHub/namespaces', parameters('name'))]",
  name: 'logs',
  properties: { workspaceId: "[parameters('workspaceId')]" },
};

const inModule = (resources: object, outputs: object = {}) =>
  ({
    resources: {
      hub: {
        type: 'Microsoft.Resources/deployments',
        properties: {
          template: {
            parameters: { name: { type: 'string' }, key: { type: 'securestring' } },
            resources,
            outputs,
          },
        },
      },
    },
  }) as unknown as Parameters<typeof toFiles>[0];

const check = (rule: typeof checkClosed, ...of: Parameters<typeof inModule>): readonly string[] =>
  rule({ files: toFiles(inModule(...of), 'main.json'), exists: () => true });

describe('the rules of security over a compiled template', () => {
  it('find nothing in a sound one', () => {
    for (const rule of [checkClosed, checkSecrets, checkTags, checkDiagnostics])
      for (const resources of [{ namespace: NAMESPACE, logs: LOGS }, [NAMESPACE, LOGS]])
        expect(check(rule, resources, { id: { value: "[resourceId('x', parameters('name'))]" } })).toEqual(
          [],
        );
  });

  it('find what is open, in the module that it is in', () => {
    const open = { ...NAMESPACE, properties: { ...NAMESPACE.properties, disableLocalAuth: false } };
    expect(check(checkClosed, { namespace: open })).toEqual([
      'main.json hub:0: namespace (Microsoft.EventHub/namespaces): properties.disableLocalAuth must be true',
    ]);
    const always = { ...NAMESPACE, properties: { ...NAMESPACE.properties, publicNetworkAccess: 'Enabled' } };
    expect(check(checkClosed, { namespace: always })).toHaveLength(1);
  });

  it('find secrets in outputs', () => {
    const outputs = { a: { value: "[listKeys(resourceId('x', 'y'), '2024-01-01').primaryKey]" } };
    expect(check(checkSecrets, {}, outputs)).toEqual(['main.json hub:0: listKeys reads a secret']);
    expect(check(checkSecrets, {}, { a: { value: "[parameters('key')]" } })).toEqual([
      'main.json hub:0: output a may be a secret',
    ]);
  });

  it('find what has no tags and what is not logged', () => {
    expect(check(checkTags, { namespace: { ...NAMESPACE, tags: {} } })).toHaveLength(1);
    expect(check(checkDiagnostics, { namespace: NAMESPACE })).toHaveLength(1);
    const elsewhere = { ...LOGS, scope: "[resourceId('Microsoft.KeyVault/vaults', 'x')]" };
    expect(check(checkDiagnostics, { namespace: NAMESPACE, logs: elsewhere })).toHaveLength(1);
  });
});
