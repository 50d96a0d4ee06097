import { type Findings, ofType, ownName, type Resource, told } from '../../testing/fixtures/snapshots';

interface Limit {
  readonly shortest: number;
  readonly longest: number;
  readonly pattern?: RegExp;
}

const limit = (shortest: number, longest: number, pattern?: RegExp): Limit => ({
  shortest,
  longest,
  ...(pattern !== undefined && { pattern }),
});

const WORDS = /^[a-z0-9]([\w-]*[a-z0-9])?$/i;
const HYPHENS = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;
const GUID = limit(36, 36, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);

/**
 * Rules for names of each type
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules, and lengths and patterns
 * of https://learn.microsoft.com/azure/templates).
 */
const LIMITS: Readonly<Record<string, Limit>> = {
  'Microsoft.Authorization/roleAssignments': GUID,
  'Microsoft.Authorization/roleDefinitions': GUID,
  'Microsoft.DataFactory/factories': limit(3, 63, HYPHENS),
  'Microsoft.DataFactory/factories/datasets': limit(1, 260, /^[\w][^<>*#.%&:\\+?/-]*$/),
  'Microsoft.DataFactory/factories/integrationRuntimes': limit(3, 63, /^[a-z0-9]+(-[a-z0-9]+)*$/i),
  'Microsoft.DataFactory/factories/linkedservices': limit(1, 260, /^[\w][^<>*#.%&:\\+?/-]*$/),
  'Microsoft.DataFactory/factories/managedVirtualNetworks': limit(1, 127, /^\w([\w-]*\w)?$/),
  'Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints': limit(
    1,
    127,
    /^\w([\w-]*\w)?$/,
  ),
  'Microsoft.DataFactory/factories/pipelines': limit(1, 260, /^[\w][^<>*#.%&:\\+?/]*$/),
  'Microsoft.Databricks/accessConnectors': limit(3, 64, WORDS),
  'Microsoft.Databricks/workspaces': limit(3, 64, WORDS),
  'Microsoft.Devices/IotHubs': limit(3, 50, HYPHENS),
  'Microsoft.EventHub/namespaces': limit(6, 50, /^[a-z][a-z0-9-]*[a-z0-9]$/i),
  'Microsoft.EventHub/namespaces/eventhubs': limit(1, 256, /^[a-z0-9]([\w.-]*[a-z0-9])?$/i),
  'Microsoft.EventHub/namespaces/eventhubs/consumergroups': limit(1, 50, /^[a-z0-9]([\w.-]*[a-z0-9])?$/i),
  'Microsoft.EventHub/namespaces/networkRuleSets': limit(7, 7, /^default$/),
  'Microsoft.Insights/actionGroups': limit(1, 260, /^[^:<>+/&%\\?|]*[^:<>+/&%\\?| .]$/),
  'Microsoft.Insights/components': limit(1, 260, /^[^%&\\?/]*[^%&\\?/ .]$/),
  'Microsoft.Insights/diagnosticSettings': limit(1, 260, WORDS),
  'Microsoft.Insights/metricAlerts': limit(1, 260, /^[^*#&+:<>?@%{}\\/]*[^*#&+:<>?@%{}\\/ .]$/),
  'Microsoft.Insights/scheduledQueryRules': limit(1, 260, /^[^*<>%{}&:\\?/#]*[^*<>%{}&:\\?/# .]$/),
  'Microsoft.Insights/workbooks': GUID,
  'Microsoft.Portal/dashboards': GUID,
  'Microsoft.KeyVault/vaults': limit(3, 24, /^[a-z](-?[a-z0-9])*$/i),
  'Microsoft.ManagedIdentity/userAssignedIdentities': limit(3, 128, WORDS),
  'Microsoft.Network/natGateways': limit(1, 80, /^[a-z0-9]([\w.-]*\w)?$/i),
  'Microsoft.Network/networkSecurityGroups': limit(1, 80, /^[a-z0-9]([\w.-]*\w)?$/i),
  'Microsoft.Network/privateEndpoints': limit(2, 64, /^[a-z0-9]([\w.-]*\w)?$/i),
  'Microsoft.Network/publicIPAddresses': limit(1, 80, /^[a-z0-9]([\w.-]*\w)?$/i),
  'Microsoft.Network/virtualNetworks': limit(2, 64, /^[a-z0-9][\w.-]*\w$/i),
  'Microsoft.OperationalInsights/workspaces': limit(4, 63, HYPHENS),
  'Microsoft.Resources/resourceGroups': limit(1, 90, /^[\w().-]*[\w()-]$/),
  'Microsoft.Storage/storageAccounts': limit(3, 24, /^[a-z0-9]+$/),
  'Microsoft.Storage/storageAccounts/blobServices/containers': limit(3, 63, /^[a-z0-9](-?[a-z0-9])*$/),
  'Microsoft.Storage/storageAccounts/tableServices/tables': limit(3, 63, /^[a-z][a-z0-9]*$/i),
  'Microsoft.StreamAnalytics/streamingjobs': limit(3, 63, WORDS),
  'Microsoft.Synapse/workspaces': limit(1, 50, /^[a-z0-9](-?[a-z0-9])*$/),
  'Microsoft.Synapse/workspaces/sqlPools': limit(1, 60, /^[^<>*%&:\\/?@-]*[^<>*%&:\\/?@. -]$/),
  'Microsoft.Web/serverfarms': limit(1, 60, HYPHENS),
  'Microsoft.Web/sites': limit(2, 60, HYPHENS),
};

/** Types with a single name, which the compiler checks. */
const SINGLES =
  /\/((blob|queue|table)Services|managementPolicies|networkRuleSets|transparentDataEncryption|config|basicPublishingCredentialsPolicies|privateDnsZoneGroups)$/;

/** Names that a person chooses, and zones, whose names the service defines. */
const ELSEWHERE = /\/(firewallRules|privateDnsZones(\/virtualNetworkLinks)?)$/;

/** Returns names that are too long, too short or have an invalid character. */
export function checkResourceNames(resources: readonly Resource[]): Findings {
  return resources
    .filter(({ type }) => !SINGLES.test(type) && !ELSEWHERE.test(type))
    .flatMap((resource) => {
      const limits = LIMITS[resource.type];
      return limits === undefined
        ? [`${told(resource)}: the rules of names for ${resource.type} are missing in this file`]
        : validate(resource, limits);
    });
}

function validate(resource: Resource, { shortest, longest, pattern }: Limit): Findings {
  const name = ownName(resource);
  return [
    ...(name.length < shortest ? [`${told(resource)}: is shorter than ${shortest}`] : []),
    ...(name.length > longest ? [`${told(resource)}: is longer than ${longest}`] : []),
    ...(pattern?.test(name) === false
      ? [`${told(resource)}: has a character that does not belong there`]
      : []),
  ];
}

/** Every resource except the group has its own id; an IoT hub is created twice, without its route and with it. */
export function checkIds(resources: readonly Resource[]): Findings {
  const twice = new Set(ofType(resources, 'Microsoft.Devices/IotHubs').flatMap(({ id }) => [id, `${id}/`]));
  const ids = resources.map(({ id }) => id.toLowerCase());
  return resources
    .filter(({ id }, index) => ids.indexOf(id.toLowerCase()) < index)
    .filter(({ id }) => ![...twice].some((hub) => id.startsWith(hub)))
    .map((resource) => `${told(resource)}: is deployed twice`);
}
