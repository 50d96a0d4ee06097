import { at, type Findings, type Resource, told } from '../../testing/fixtures/snapshots';

/** Types that support tags (https://learn.microsoft.com/azure/azure-resource-manager/management/tag-support). */
const TAGGED = new Set([
  'Microsoft.Portal/dashboards',
  'Microsoft.Resources/resourceGroups',
  'Microsoft.Storage/storageAccounts',
  'Microsoft.EventHub/namespaces',
  'Microsoft.Devices/IotHubs',
  'Microsoft.KeyVault/vaults',
  'Microsoft.Web/sites',
  'Microsoft.Web/serverfarms',
  'Microsoft.Insights/components',
  'Microsoft.Insights/actionGroups',
  'Microsoft.Insights/metricAlerts',
  'Microsoft.Insights/scheduledQueryRules',
  'Microsoft.Insights/workbooks',
  'Microsoft.OperationalInsights/workspaces',
  'Microsoft.ManagedIdentity/userAssignedIdentities',
  'Microsoft.Databricks/workspaces',
  'Microsoft.Databricks/accessConnectors',
  'Microsoft.DataFactory/factories',
  'Microsoft.Synapse/workspaces',
  'Microsoft.Synapse/workspaces/sqlPools',
  'Microsoft.StreamAnalytics/streamingjobs',
  'Microsoft.Network/virtualNetworks',
  'Microsoft.Network/networkSecurityGroups',
  'Microsoft.Network/privateEndpoints',
  'Microsoft.Network/privateDnsZones',
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
  'Microsoft.Network/natGateways',
  'Microsoft.Network/publicIPAddresses',
]);

/** Types without tags, or parts of another resource. */
const isUntagged = (type: string): boolean =>
  /^Microsoft\.(Authorization|Insights\/diagnosticSettings)/.test(type) || type.split('/').length > 2;

/** Checks that every resource that supports tags has those of the deployment, and that the table has every type. */
export function checkTags(resources: readonly Resource[], tags: Readonly<Record<string, string>>): Findings {
  return resources.flatMap((resource) => {
    if (!TAGGED.has(resource.type))
      return isUntagged(resource.type) ? [] : [`${told(resource)}: its type is in neither table of tags`];
    return Object.entries(tags)
      .filter(([name, value]) => resource.tags?.[name] !== value)
      .map(([name]) => `${told(resource)}: has no tag ${name}`);
  });
}

/** Types with diagnostic settings that our deployment sends to the workspace. */
const DIAGNOSED = new Set([
  'Microsoft.Storage/storageAccounts/blobServices',
  'Microsoft.Storage/storageAccounts/queueServices',
  'Microsoft.Storage/storageAccounts/tableServices',
  'Microsoft.EventHub/namespaces',
  'Microsoft.Devices/IotHubs',
  'Microsoft.KeyVault/vaults',
  'Microsoft.Web/sites',
  'Microsoft.Databricks/workspaces',
  'Microsoft.DataFactory/factories',
  'Microsoft.Synapse/workspaces',
  'Microsoft.Synapse/workspaces/sqlPools',
  'Microsoft.StreamAnalytics/streamingjobs',
  'Microsoft.OperationalInsights/workspaces',
  'Microsoft.Network/virtualNetworks',
  'Microsoft.Network/networkSecurityGroups',
  'Microsoft.Network/publicIPAddresses',
]);

const SETTINGS = '/providers/Microsoft.Insights/diagnosticSettings/';

/** Checks that every resource with diagnostic settings is the scope of one to the workspace. */
export function checkDiagnostics(resources: readonly Resource[]): Findings {
  const workspace = resources.find(({ type }) => type === 'Microsoft.OperationalInsights/workspaces')?.id;
  const watched = new Set(
    resources
      .filter(({ id }) => id.includes(SETTINGS))
      .filter((settings) => at(settings, 'properties.workspaceId') === workspace)
      .map(({ id }) => id.slice(0, id.indexOf(SETTINGS))),
  );
  return resources
    .filter(({ type, id }) => DIAGNOSED.has(type) && !watched.has(id))
    .map((resource) => `${told(resource)}: has no diagnostic settings`);
}
