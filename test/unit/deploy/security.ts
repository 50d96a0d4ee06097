import {
  at,
  type Findings,
  type Resource,
  type Snapshot,
  textsIn,
  told,
  walk,
} from '../../testing/fixtures/snapshots';

/** Which parts of a shape are reachable from the internet. */
export interface Reach {
  /** Stores, hubs, the vault and services on the lake. */
  readonly stores: boolean;
  /** The function app and IoT Hub. */
  readonly ingestion: boolean;
}

/** A value that depends on reachability: the first one if the internet may connect. */
const IF_OPEN = {
  access: ['Enabled', 'Disabled'],
  action: ['Allow', 'Deny'],
} as const;

type Wanted = unknown;

/**
 * Settings that close each type of resource (https://learn.microsoft.com/azure/templates); one of `IF_OPEN` if the
 * deployment chooses.
 */
const CLOSED: Readonly<Record<string, Readonly<Record<string, Wanted>>>> = {
  'Microsoft.Storage/storageAccounts': {
    'properties.minimumTlsVersion': 'TLS1_2',
    'properties.supportsHttpsTrafficOnly': true,
    'properties.allowSharedKeyAccess': false,
    'properties.allowBlobPublicAccess': false,
    'properties.publicNetworkAccess': IF_OPEN.access,
    'properties.networkAcls.defaultAction': IF_OPEN.action,
  },
  'Microsoft.Storage/storageAccounts/blobServices/containers': { 'properties.publicAccess': 'None' },
  'Microsoft.EventHub/namespaces': {
    'properties.minimumTlsVersion': '1.2',
    'properties.disableLocalAuth': true,
    'properties.publicNetworkAccess': IF_OPEN.access,
  },
  'Microsoft.EventHub/namespaces/networkRuleSets': {
    'properties.publicNetworkAccess': IF_OPEN.access,
    'properties.defaultAction': IF_OPEN.action,
  },
  'Microsoft.Devices/IotHubs': {
    'properties.disableLocalAuth': true,
    'properties.disableDeviceSAS': true,
    'properties.disableModuleSAS': true,
    'properties.publicNetworkAccess': IF_OPEN.access,
  },
  'Microsoft.KeyVault/vaults': {
    'properties.enableRbacAuthorization': true,
    'properties.enableSoftDelete': true,
    'properties.enablePurgeProtection': true,
    'properties.publicNetworkAccess': IF_OPEN.access,
    'properties.networkAcls.defaultAction': IF_OPEN.action,
  },
  'Microsoft.Web/sites': {
    'properties.httpsOnly': true,
    'properties.siteConfig.minTlsVersion': '1.2',
    'properties.siteConfig.scmMinTlsVersion': '1.2',
    'properties.publicNetworkAccess': IF_OPEN.access,
  },
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': { 'properties.allow': false },
  'Microsoft.Insights/components': { 'properties.DisableLocalAuth': true },
  'Microsoft.OperationalInsights/workspaces': { 'properties.features.disableLocalAuth': true },
  // The function app, the bundle and people reach it by its public address with tokens of Entra ID; its clusters are
  // inside.
  'Microsoft.Databricks/workspaces': {
    'properties.publicNetworkAccess': 'Enabled',
    'properties.requiredNsgRules': 'AllRules',
    'properties.parameters.enableNoPublicIp.value': true,
  },
  'Microsoft.DataFactory/factories': { 'properties.publicNetworkAccess': IF_OPEN.access },
  'Microsoft.Synapse/workspaces': {
    'properties.azureADOnlyAuthentication': true,
    'properties.publicNetworkAccess': IF_OPEN.access,
  },
  'Microsoft.Synapse/workspaces/sqlPools/transparentDataEncryption': { 'properties.status': 'Enabled' },
};

/** Types to which devices, producers and deployments connect. */
const INGESTION = new Set(['Microsoft.Web/sites', 'Microsoft.Devices/IotHubs']);

/** Types with data that have no setting for closing, each with the reason. */
const CLOSED_OTHERWISE: Readonly<Record<string, string>> = {
  'Microsoft.StreamAnalytics/streamingjobs': 'takes no connections',
  'Microsoft.Synapse/workspaces/sqlPools': 'the workspace takes its connections',
};

/** Checks for TLS 1.2, identities only, and public access according to the shape. */
export function checkClosed(resources: readonly Resource[], reach: Reach): Findings {
  return resources.flatMap((resource) => {
    const isOpen = INGESTION.has(resource.type) ? reach.ingestion : reach.stores;
    return Object.entries(CLOSED[resource.type] ?? {}).flatMap(([path, wanted]) => {
      const value: unknown = Array.isArray(wanted) ? wanted[isOpen ? 0 : 1] : wanted;
      return at(resource, path) === value
        ? []
        : [`${told(resource)}: ${path} is ${String(at(resource, path))}, not ${String(value)}`];
    });
  });
}

/** Types with a public address or a separate sign-in that the table above lacks. */
export function checkAllAreDecided(resources: readonly Resource[]): Findings {
  const asks = ['publicNetworkAccess', 'disableLocalAuth', 'allowSharedKeyAccess'];
  return resources
    .filter(({ type }) => !(type in CLOSED) && !(type in CLOSED_OTHERWISE))
    .filter(({ properties }) => asks.some((name) => at(properties, name) !== undefined))
    .map((resource) => `${told(resource)}: nobody has said how it is closed`);
}

/** How a service signs in to another, by property. */
const SIGN_IN: Readonly<Record<string, readonly unknown[]>> = {
  authenticationMode: ['Msi'],
  authenticationType: ['identityBased'],
};

/** Sources outside Azure do not know our identities: the vault keeps the credentials of Data Factory. */
const LINKED_SERVICE = 'Microsoft.DataFactory/factories/linkedservices';
const PASSWORD =
  /^(password|secretAccessKey|accountKey|servicePrincipalKey|sasToken|sasUri|connectionString)$/i;

/**
 * Checks that services sign in to each other with identities. Each such property must have one of these values, and
 * each data source must have one.
 */
export function checkSignIn(resources: readonly Resource[]): Findings {
  return [
    ...checkServices(resources.filter(({ type }) => type !== LINKED_SERVICE)),
    ...checkSources(resources),
  ];
}

function checkSources(resources: readonly Resource[]): Findings {
  return resources
    .filter(({ type }) => type === LINKED_SERVICE)
    .flatMap((resource) => {
      const given = at(resource, 'properties.typeProperties');
      return Object.entries((given ?? {}) as Record<string, unknown>)
        .filter(([name, value]) => PASSWORD.test(name) && at(value, 'type') !== 'AzureKeyVaultSecret')
        .map(([name]) => `${told(resource)}: ${name} is not kept in the vault`);
    });
}

function checkServices(resources: readonly Resource[]): Findings {
  return resources.flatMap((resource) =>
    [...walk(resource.properties)].flatMap((value) => {
      if (typeof value !== 'object' || value === null) return [];
      return [
        ...Object.entries(SIGN_IN)
          .filter(([property, ways]) => property in value && !ways.includes(at(value, property)))
          .map(([property]) => `${told(resource)}: ${property} is ${String(at(value, property))}`),
        ...('datasource' in value && at(value, 'datasource.properties.authenticationMode') === undefined
          ? [`${told(resource)}: a data source does not say how it signs in`]
          : []),
        ...('authentication' in value && at(value, 'authentication.type') !== 'UserAssignedIdentity'
          ? [`${told(resource)}: authentication is not by identity`]
          : []),
      ];
    }),
  );
}

const SECRET_CALL = /\blist[A-Z]\w*\(/;
const SECRET_TEXT = /AccountKey=|SharedAccessKey(Name)?=|SharedAccessSignature|\bpassword\s*=|[?&]sig=/i;
const SECRET_NAME = /(password|secret|connectionstring|accesskey|sharedkey|sastoken|primarykey|_key$)/i;

/** Checks that nothing reads a key, and that no text or output has a secret. */
export function checkSecrets({ predictedResources, outputs }: Snapshot): Findings {
  const validate = (where: string, value: unknown): Findings =>
    textsIn(value).flatMap((text) => [
      ...(SECRET_CALL.test(text) ? [`${where}: "${text.slice(0, 60)}" reads a secret`] : []),
      ...(SECRET_TEXT.test(text) ? [`${where}: "${text.slice(0, 40)}" holds a secret`] : []),
    ]);
  return [
    ...predictedResources.flatMap((resource) => validate(told(resource), resource)),
    ...validate('outputs', outputs),
    ...Object.keys(outputs)
      .filter((name) => SECRET_NAME.test(name))
      .map((name) => `output ${name} may be a secret`),
  ];
}
