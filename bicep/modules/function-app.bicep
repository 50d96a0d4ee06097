metadata description = 'The function app on Flex Consumption: Node 22, with a user-assigned identity for all services, and its settings.'

@description('Name of the site; unique in Azure.')
@minLength(2)
@maxLength(60)
param name string

@description('Name of the plan. Flex Consumption has one app per plan.')
param planName string

@description('Region of the app. `az functionapp list-flexconsumption-locations` lists the available ones.')
param location string

@description('Tags of every resource.')
param tags object

@description('Name of the service in azure.yaml, by which azd finds the site.')
param serviceName string = 'api'

@description('Workspace for logs and metrics.')
param logAnalyticsWorkspaceId string

@description('The identity of the app: resource id and client id.')
param identity { id: string, clientId: string }

@description('Memory of an instance in MB; 2,048 has half a processor core, 4,096 has one core.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Maximum instances. A hub uses at most one instance per partition and consumer group.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('Always-ready instances of each landing function; 0 for none.')
@minValue(0)
@maxValue(10)
param landingAlwaysReadyInstances int

@description('Resource id of the subnet for outgoing calls; an empty text uses the internet.')
param subnetId string

@description('Whether producers and deployments reach the app over the internet. Function keys authorize callers.')
param publicNetworkAccess bool

@description('Destination of telemetry.')
param applicationInsightsConnectionString string

@description('Storage account of the host: endpoints without a slash at the end, and the container of the app\'s package.')
param hostStorage {
  blobEndpoint: string
  queueEndpoint: string
  tableEndpoint: string
  packageContainerName: string
}

@description('Namespace of the hubs, as `name.servicebus.windows.net`.')
param fullyQualifiedNamespace string

@description('Blob endpoint of the lake, without a slash at the end.')
param lakeBlobEndpoint string

@description('Containers of the lake that the app writes to.')
param containers { bronze: string, gold: string }

@description('Names of the tables by content.')
param tables {
  landing: string
  refresh: string
  live: string
  windows: string
  quarantine: string
}

@description('Name and address of the vault.')
param keyVault { name: string, uri: string }

@description('The refresh of Silver and Gold. Workspace and job are set together: the job exists after a hook has deployed the bundle.')
param refresh {
  @description('As `https://adb-….azuredatabricks.net`; an empty text if there is no workspace.')
  databricksWorkspaceUrl: string
  @description('An empty text until the job is deployed; nothing is refreshed until then.')
  databricksJobId: string
  @description('Resource id; an empty text if there is no factory.')
  dataFactoryId: string
  @description('Pipelines separated by commas; an empty text for none.')
  pipelines: string
  @description('Six-field NCRONTAB, in UTC; an empty text for no timer.')
  schedule: string
  @description('Six-field NCRONTAB, in UTC, for counting arrivals; an empty text for no timer.')
  arrivalsSchedule: string
}

@description('How long the trigger waits for a full batch, as `hh:mm:ss`.')
param triggerMaxWait string

@description('Destinations and schedule of live windows.')
param live {
  @description('Six-field NCRONTAB, in UTC; an empty text for no timer, which also keeps old windows forever.')
  deliverSchedule: string
  @description('Workspace of Power BI; an empty text for none.')
  powerBiWorkspaceId: string
  @description('Push dataset; an empty text if there is none yet.')
  powerBiDatasetId: string
  @description('Secret of the vault with push URLs, instead of the dataset; an empty text for none.')
  powerBiPushUrlsVaultEntry: string
  @description('Semantic model of Gold; an empty text for none.')
  powerBiSemanticModelId: string
  @description('Secret of the vault with the connection string of a Fabric Eventstream; an empty text for none.')
  eventstreamVaultEntry: string
  @description('Event hub of that Eventstream, if its connection string has no EntityPath.')
  eventstreamHub: string
}

@description('Six-field NCRONTAB, in UTC, for indexing quarantined records; an empty text for no timer.')
param quarantineIndexSchedule string

@description('Six-field NCRONTAB, in UTC, for measuring the age of events that wait for landing; an empty text for no timer.')
param landingAgeSchedule string

@description('The sources, each with its own functions.')
param sources {
  name: string
  @description('Null if nothing is simulated.')
  simulator: {
    @description('Events a second, as a text, because Bicep has no fractions.')
    eventsPerSecond: string
    @description('Six-field NCRONTAB, in UTC.')
    schedule: string
  }?
}[]

@description('Whether the simulators create events.')
param simulate bool

@description('Name of the environment in telemetry.')
param environmentName string

@description('More settings, or other values of these. docs/settings.md lists the settings of the app.')
param moreSettings object

// A sink without a schedule would receive nothing, and the app refuses such settings.
var sinks = empty(live.deliverSchedule)
  ? []
  : concat(empty(live.powerBiDatasetId) && empty(live.powerBiPushUrlsVaultEntry) ? [] : ['power-bi'], empty(live.eventstreamVaultEntry) ? [] : ['eventstream'])

@description('The text with a capital first letter, as in the function names of a source.')
func capitalised(text string) string => '${toUpper(take(text, 1))}${skip(text, 1)}'

var simulated = map(filter(sources, source => source.?simulator != null), source => { name: source.name, simulator: source.simulator! })

// A function that neither HTTP nor Durable Functions starts has its own instances, and is named with `function:`:
// https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#set-always-ready-instance-counts
var landingFunctions = map(sources, source => 'land${capitalised(source.name)}')

// The schedule must exist even if the simulators are off: the host does not start a function with an invalid
// schedule.
var simulation = reduce(
  map(simulated, source => {
    'SIMULATE_${toUpper(source.name)}_SCHEDULE': source.simulator.schedule
    'SIMULATE_${toUpper(source.name)}_EVENTS_PER_SECOND': simulate ? source.simulator.eventsPerSecond : '0'
    'AzureWebJobs.simulate${capitalised(source.name)}.Disabled': simulate ? 'false' : 'true'
  }),
  {},
  (all, source) => union(all, source)
)

// The app reads an empty text as "not set" (src/lib/platform/settings.ts). Settings that are missing here keep the
// app's defaults, or are for other places. Examples are connection strings for a developer's machine and the endpoint
// of a collector besides Azure Monitor.
var settings = {
  AZURE_CLIENT_ID: identity.clientId

  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.clientId
  AzureWebJobsStorage__blobServiceUri: hostStorage.blobEndpoint
  AzureWebJobsStorage__queueServiceUri: hostStorage.queueEndpoint
  AzureWebJobsStorage__tableServiceUri: hostStorage.tableEndpoint

  EventHubs__fullyQualifiedNamespace: fullyQualifiedNamespace
  EventHubs__credential: 'managedidentity'
  EventHubs__clientId: identity.clientId

  Lake__blobServiceUri: lakeBlobEndpoint
  Lake__clientId: identity.clientId
  BRONZE_CONTAINER: containers.bronze
  GOLD_CONTAINER: containers.gold

  Tables__tableServiceUri: hostStorage.tableEndpoint
  Tables__clientId: identity.clientId
  LANDING_TABLE: tables.landing
  LANDING_AGE_SCHEDULE: landingAgeSchedule
  REFRESH_TABLE: tables.refresh
  LIVE_TABLE: tables.live
  WINDOWS_TABLE: tables.windows
  QUARANTINE_TABLE: tables.quarantine

  KEY_VAULT_URL: keyVault.uri

  DATABRICKS_WORKSPACE_URL: empty(refresh.databricksJobId) ? '' : refresh.databricksWorkspaceUrl
  DATABRICKS_JOB_ID: empty(refresh.databricksWorkspaceUrl) ? '' : refresh.databricksJobId
  DATA_FACTORY_RESOURCE_ID: refresh.dataFactoryId
  REFRESH_PIPELINES: empty(refresh.dataFactoryId) ? '' : refresh.pipelines
  REFRESH_SCHEDULE: refresh.schedule
  REFRESH_ARRIVALS_SCHEDULE: refresh.arrivalsSchedule

  // Overrides host.json, whose value is for a developer's machine.
  AzureFunctionsJobHost__extensions__eventHubs__maxWaitTime: triggerMaxWait

  LIVE_DELIVER_SCHEDULE: live.deliverSchedule
  LIVE_SINKS: join(sinks, ',')
  POWER_BI_WORKSPACE_ID: live.powerBiWorkspaceId
  POWER_BI_DATASET_ID: live.powerBiDatasetId
  // Only one of the two is set.
  POWER_BI_PUSH_URL_SECRET: empty(live.powerBiDatasetId) ? live.powerBiPushUrlsVaultEntry : ''
  POWER_BI_SEMANTIC_MODEL_ID: live.powerBiSemanticModelId
  Eventstream: empty(live.eventstreamVaultEntry) ? '' : '@Microsoft.KeyVault(VaultName=${keyVault.name};SecretName=${live.eventstreamVaultEntry})'
  EVENTSTREAM_HUB: live.eventstreamHub

  QUARANTINE_INDEX_SCHEDULE: quarantineIndexSchedule

  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.clientId};Authorization=AAD'
  // No endpoint is deployed. An endpoint that is added later needs a protocol that the app and the Functions host
  // both support.
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf'
  OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=${environmentName}'
  // The sampling decision of a caller is followed. Of the other traces one in twenty is kept, because traces are
  // billed by size (docs/costs.md).
  OTEL_TRACES_SAMPLER: 'parentbased_traceidratio'
  OTEL_TRACES_SAMPLER_ARG: '0.05'
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    // Linux.
    reserved: true
  }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identity.id
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.blobEndpoint}/${hostStorage.packageContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: {
        name: 'node'
        version: '22'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        // An empty list removes the always-ready instances of an earlier deployment.
        alwaysReady: landingAlwaysReadyInstances == 0 ? [] : map(landingFunctions, landing => { name: 'function:${landing}', instanceCount: landingAlwaysReadyInstances })
      }
    }
    // Flex Consumption refuses settings of other plans (ftpsState, linuxFxVersion, alwaysOn, …), and has no FTP:
    // https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
    siteConfig: {
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, simulation, moreSettings)
  }

  // No user name and password for deployments: azd and the CLI sign in with Microsoft Entra ID.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

// The plan has no diagnostic settings: a Flex Consumption plan measures nothing besides its one app. There is no
// newer stable version.
#disable-next-line use-recent-api-versions
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: site
  properties: {
    workspaceId: logAnalyticsWorkspaceId
    logs: [
      {
        category: 'FunctionAppLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

output name string = site.name
output id string = site.id
output uri string = 'https://${site.properties.defaultHostName}'
