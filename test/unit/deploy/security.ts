import { type BicepFile, type Resource } from '../../helpers/bicep';
import { asText, at, Expression, expressionsIn, isObject, type Value, walk } from '../../helpers/bicep-value';
import { type BicepProject } from './project';
import { type Findings, valuesOf } from './structure';

/** `SWITCHED`: computed, because the deployment chooses. */
const SWITCHED = Symbol('switched');

/**
 * What each type of resource is closed with. A type that has public access takes it from a parameter
 * (https://learn.microsoft.com/azure/templates).
 */
const CLOSED: Readonly<Record<string, Readonly<Record<string, Value | typeof SWITCHED>>>> = {
  'Microsoft.Storage/storageAccounts': {
    'properties.minimumTlsVersion': 'TLS1_2',
    'properties.supportsHttpsTrafficOnly': true,
    'properties.allowSharedKeyAccess': false,
    'properties.allowBlobPublicAccess': false,
    'properties.publicNetworkAccess': SWITCHED,
  },
  'Microsoft.EventHub/namespaces': {
    'properties.minimumTlsVersion': '1.2',
    'properties.disableLocalAuth': true,
    'properties.publicNetworkAccess': SWITCHED,
  },
  'Microsoft.Devices/IotHubs': {
    // Some regions cannot be asked, and take nothing older (https://learn.microsoft.com/azure/iot-hub/iot-hub-tls-support).
    'properties.minTlsVersion': SWITCHED,
    'properties.disableLocalAuth': true,
    'properties.publicNetworkAccess': SWITCHED,
  },
  'Microsoft.KeyVault/vaults': {
    'properties.enableRbacAuthorization': true,
    'properties.enableSoftDelete': true,
    'properties.enablePurgeProtection': true,
    'properties.publicNetworkAccess': SWITCHED,
  },
  'Microsoft.Web/sites': {
    'properties.httpsOnly': true,
    'properties.siteConfig.minTlsVersion': '1.2',
    'properties.siteConfig.scmMinTlsVersion': '1.2',
    'properties.publicNetworkAccess': SWITCHED,
  },
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': { 'properties.allow': false },
  'Microsoft.Insights/components': { 'properties.DisableLocalAuth': true },
  'Microsoft.OperationalInsights/workspaces': { 'properties.features.disableLocalAuth': true },
  // The function app, the bundle and people reach it by its public address with tokens of Entra ID; its clusters are inside.
  'Microsoft.Databricks/workspaces': {
    'properties.publicNetworkAccess': 'Enabled',
    'properties.requiredNsgRules': 'AllRules',
  },
  'Microsoft.DataFactory/factories': { 'properties.publicNetworkAccess': SWITCHED },
  'Microsoft.Synapse/workspaces': {
    'properties.azureADOnlyAuthentication': true,
    'properties.publicNetworkAccess': SWITCHED,
  },
};

const deployed = (file: BicepFile): readonly Resource[] => file.resources.filter(({ existing }) => !existing);

/** How a service signs in to another, by the property that says so. */
const SIGN_IN: Readonly<Record<string, readonly string[]>> = {
  authenticationMode: ['Msi'],
  authenticationType: ['identityBased', 'UserAssignedIdentity'],
};

/** Services sign in to each other as identities: every property that says how is one of those, and every data source has one. */
export function checkSignIn(project: BicepProject): Findings {
  return project.files.flatMap((file) =>
    deployed(file).flatMap(({ name, line, body }) => {
      const where = `${file.path}:${line}: ${name}`;
      return [...walk(body)].filter(isObject).flatMap((value) => [
        ...Object.entries(SIGN_IN)
          .filter(([property, ways]) => property in value && !ways.includes(asText(value[property])))
          .map(([property]) => `${where}: ${property} is ${asText(value[property])}`),
        ...('datasource' in value && at(value, 'datasource.properties.authenticationMode') === undefined
          ? [`${where}: a data source does not say how it signs in`]
          : []),
        ...('authentication' in value && at(value, 'authentication.type') !== 'UserAssignedIdentity'
          ? [`${where}: authentication is not by identity`]
          : []),
      ]);
    }),
  );
}

/** TLS 1.2, identities only, and public access as the deployment chooses. */
export function checkClosed(project: BicepProject): Findings {
  return project.files.flatMap((file) =>
    deployed(file).flatMap(({ type, name, line, body }) =>
      Object.entries(CLOSED[type] ?? {}).flatMap(([path, wanted]) => {
        const value = resolved(file, at(body, path));
        const good = wanted === SWITCHED ? value instanceof Expression : value === wanted;
        const want = wanted === SWITCHED ? 'taken from a parameter' : asText(wanted);
        return good ? [] : [`${file.path}:${line}: ${name} (${type}): ${path} must be ${want}`];
      }),
    ),
  );
}

/** What a name of a variable stands for; anything else is itself. */
function resolved(file: BicepFile, value: Value | undefined): Value | undefined {
  if (!(value instanceof Expression) || value.kind !== 'name') return value;
  const variable = file.variables.find(({ name }) => name === value.name);
  return variable === undefined ? value : variable.value;
}

/** Why an output whose name sounds like a secret is none. */
export const NO_SECRETS: Readonly<Record<string, string>> = {
  applicationInsightsConnectionString: 'an address: with local auth off only identities may write there',
};

const SECRET_CALL =
  /^list(Keys|Secrets|AccountSas|ServiceSas|CallbackUrl|AuthKeys|ConnectionStrings|[A-Z]\w*)?$/;
const SECRET_TEXT = /AccountKey=|SharedAccessKey(Name)?=|SharedAccessSignature|\bpassword\s*=|[?&]sig=/i;
const SECRET_NAME = /(password|secret|connectionstring|accesskey|sharedkey|sastoken|primarykey|\bkey$)/i;

/** Nothing reads a key, no text holds one, and no output is called like one. */
export function checkSecrets(project: BicepProject): Findings {
  return project.files.flatMap((file) => {
    const values = valuesOf(file);
    const calls = values
      .flatMap(expressionsIn)
      .filter(({ kind, name }) => kind === 'call' && SECRET_CALL.test(name))
      .map(({ name, line }) => `${file.path}:${line}: ${name} reads a secret`);
    const texts = values
      .flatMap((value) => [...walk(value)])
      .map((value) => (value instanceof Expression && value.kind === 'template' ? value.text : value))
      .filter((value) => typeof value === 'string' && SECRET_TEXT.test(value))
      .map((text) => `${file.path}: "${asText(text).slice(0, 40)}" holds a secret`);
    const secure = new Set(
      file.parameters
        .filter(({ decorators }) => decorators.some(({ name }) => name === 'secure'))
        .map(({ name }) => name),
    );
    const outputs = file.outputs
      .filter(({ name, value }) => {
        if (name in NO_SECRETS) return false;
        return (
          SECRET_NAME.test(name) ||
          expressionsIn(value).some((part) => part.kind === 'name' && secure.has(part.name))
        );
      })
      .map(({ name, line }) => `${file.path}:${line}: output ${name} may be a secret`);
    return [...calls, ...texts, ...outputs];
  });
}

/** Types that take tags (https://learn.microsoft.com/azure/azure-resource-manager/management/tag-support). */
const TAGGED = new Set([
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
  'Microsoft.Portal/dashboards',
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

/** Types that take none, or that belong to one that does. */
const isUntagged = (type: string): boolean =>
  /^Microsoft\.(Authorization|Resources\/deployments|Insights\/diagnosticSettings)/.test(type) ||
  type.split('/').length > 2;

/** Every resource that takes tags gets those of the deployment; a type that the table does not know is told. */
export function checkTags(project: BicepProject): Findings {
  return project.files.flatMap((file) =>
    deployed(file).flatMap(({ type, name, line, body }) => {
      const where = `${file.path}:${line}: ${name} (${type})`;
      if (!TAGGED.has(type)) return isUntagged(type) ? [] : [`${where}: is in neither table of tags`];
      const given =
        body['tags'] !== undefined &&
        expressionsIn(body['tags']).some(({ name: used }) => /tags/i.test(used));
      return given ? [] : [`${where}: gets no tags`];
    }),
  );
}

/** Types that have diagnostic settings which a deployment of ours sends to the workspace. */
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

/** Every resource whose type has diagnostic settings is the scope of one that goes to the workspace. */
export function checkDiagnostics(project: BicepProject): Findings {
  return project.files.flatMap((file) => {
    const settings = file.resources.filter(({ type }) => type === 'Microsoft.Insights/diagnosticSettings');
    const scopes = new Set(
      settings
        .filter(({ body }) => at(body, 'properties.workspaceId') !== undefined)
        .flatMap(({ body }) => (body['scope'] === undefined ? [] : expressionsIn(body['scope'])))
        .map(({ name }) => name),
    );
    return deployed(file)
      .filter(({ type, name }) => DIAGNOSED.has(type) && !scopes.has(name))
      .map(({ type, name, line }) => `${file.path}:${line}: ${name} (${type}): has no diagnostic settings`);
  });
}
