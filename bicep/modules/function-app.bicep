metadata description = 'The function app on Flex Consumption: Node 22, signed in everywhere as its user-assigned identity, and its settings.'

@description('Name of the site; unique in Azure.')
@minLength(2)
@maxLength(60)
param name string

@description('Name of the plan. Flex Consumption takes one app a plan.')
param planName string

@description('Region of the app. `az functionapp list-flexconsumption-locations` says which there are.')
param location string

@description('Tags of every resource.')
param tags object

@description('Name of the service in azure.yaml, by which azd finds the site.')
param serviceName string = 'api'

@description('Workspace that takes logs and metrics.')
param logAnalyticsWorkspaceId string

@description('The identity that the app acts as: resource id and client id.')
param identity { id: string, clientId: string }

@description('Memory of an instance in MB; half a processor core comes with 2,048, one core with 4,096.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Most instances at a time. A hub keeps at most one instance a partition and consumer group busy.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('Instances that each landing function keeps ready; 0 for none.')
@minValue(0)
@maxValue(10)
param landingAlwaysReadyInstances int

@description('Resource id of the subnet that calls go out from; an empty text lets them go out to the internet.')
param subnetId string

@description('Whether producers and deployments reach the app over the internet. Who may call it is decided by function keys.')
param publicNetworkAccess bool

@description('Where telemetry goes.')
param applicationInsightsConnectionString string

@description('The account of the host: endpoints without a slash at the end, and the container of the app\'s package.')
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

@description('Tables by what is in them.')
param tables {
  landing: string
  refresh: string
  live: string
  windows: string
  quarantine: string
}

@description('Name and address of the vault.')
param keyVault { name: string, uri: string }

@description('The refresh of Silver and Gold. Workspace and job are set together: the job is known once a hook has deployed the bundle.')
param refresh {
  @description('As `https://adb-….azuredatabricks.net`; an empty text where there is no workspace.')
  databricksWorkspaceUrl: string
  @description('An empty text until the job is deployed; nothing is refreshed until then.')
  databricksJobId: string
  @description('Resource id; an empty text where there is no factory.')
  dataFactoryId: string
  @description('Pipelines with commas between them; an empty text for none.')
  pipelines: string
  @description('Six-field NCRONTAB, in UTC; an empty text for no timer.')
  schedule: string
  @description('Six-field NCRONTAB, in UTC, on which arrivals are counted; an empty text for no timer.')
  arrivalsSchedule: string
}

@description('Where live windows go, and when.')
param live {
  @description('Six-field NCRONTAB, in UTC; an empty text for no timer, which also keeps old windows for good.')
  deliverSchedule: string
  @description('Workspace of Power BI; an empty text for none.')
  powerBiWorkspaceId: string
  @description('Push dataset; an empty text where there is none yet.')
  powerBiDatasetId: string
  @description('Secret of the vault with push URLs, in place of the dataset; an empty text for none.')
  powerBiPushUrlsVaultEntry: string
  @description('Semantic model of Gold; an empty text for none.')
  powerBiSemanticModelId: string
  @description('Secret of the vault with the connection string of a Fabric Eventstream; an empty text for none.')
  eventstreamVaultEntry: string
  @description('Event hub of that Eventstream, where its connection string has no EntityPath.')
  eventstreamHub: string
}

@description('Six-field NCRONTAB, in UTC, on which quarantined records are indexed; an empty text for no timer.')
param quarantineIndexSchedule string

@description('Six-field NCRONTAB, in UTC, on which it is measured for how long events wait to be landed; an empty text for no timer.')
param landingAgeSchedule string

@description('The sources, each with functions of its own.')
param sources {
  name: string
  @description('Null where nothing is simulated.')
  simulator: {
    @description('Events that it makes a second, as a text: Bicep has no fractions.')
    eventsPerSecond: string
    @description('Six-field NCRONTAB, in UTC.')
    schedule: string
  }?
}[]

@description('Whether the simulators make events.')
param simulate bool

@description('Name of the environment, as telemetry shows it.')
param environmentName string

@description('More settings, or other values of these. docs/settings.md lists what the app reads.')
param moreSettings object

// A sink without a schedule would get nothing, and the app refuses such settings.
var sinks = empty(live.deliverSchedule)
  ? []
  : concat(empty(live.powerBiDatasetId) && empty(live.powerBiPushUrlsVaultEntry) ? [] : ['power-bi'], empty(live.eventstreamVaultEntry) ? [] : ['eventstream'])

@description('The text with its first letter as a capital, as the app names the function of a source.')
func capitalised(text string) string => '${toUpper(take(text, 1))}${skip(text, 1)}'

var simulated = map(filter(sources, source => source.?simulator != null), source => { name: source.name, simulator: source.simulator! })

// A function that neither HTTP nor Durable Functions starts has instances of its own, and is named by `function:`:
// https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#set-always-ready-instance-counts
var landingFunctions = map(sources, source => 'land${capitalised(source.name)}')

// The schedule must be there even where the simulators are off: the host does not start a function whose schedule it cannot read.
var simulation = reduce(
  map(simulated, source => {
    'SIMULATE_${toUpper(source.name)}_SCHEDULE': source.simulator.schedule
    'SIMULATE_${toUpper(source.name)}_EVENTS_PER_SECOND': simulate ? source.simulator.eventsPerSecond : '0'
    'AzureWebJobs.simulate${capitalised(source.name)}.Disabled': simulate ? 'false' : 'true'
  }),
  {},
  (all, source) => union(all, source)
)

// An empty text is "not set" to the app (src/lib/platform/settings.ts). Settings that are not here keep the app's own defaults, or are
// for another place: connection strings for a developer's machine, the endpoint of a collector besides Azure Monitor.
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

  LIVE_DELIVER_SCHEDULE: live.deliverSchedule
  LIVE_SINKS: join(sinks, ',')
  POWER_BI_WORKSPACE_ID: live.powerBiWorkspaceId
  POWER_BI_DATASET_ID: live.powerBiDatasetId
  // One way or the other.
  POWER_BI_PUSH_URL_SECRET: empty(live.powerBiDatasetId) ? live.powerBiPushUrlsVaultEntry : ''
  POWER_BI_SEMANTIC_MODEL_ID: live.powerBiSemanticModelId
  Eventstream: empty(live.eventstreamVaultEntry) ? '' : '@Microsoft.KeyVault(VaultName=${keyVault.name};SecretName=${live.eventstreamVaultEntry})'
  EVENTSTREAM_HUB: live.eventstreamHub

  QUARANTINE_INDEX_SCHEDULE: quarantineIndexSchedule

  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.clientId};Authorization=AAD'
  // No endpoint is deployed. One that is added later needs the protocol that the app and the Functions host both speak.
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf'
  OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=${environmentName}'
  // A caller that samples is followed; of the rest one in twenty, because traces are paid by their bytes (docs/costs.md).
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
        // An empty list takes back what an earlier deployment kept ready.
        alwaysReady: landingAlwaysReadyInstances == 0 ? [] : map(landingFunctions, landing => { name: 'function:${landing}', instanceCount: landingAlwaysReadyInstances })
      }
    }
    // Flex Consumption refuses what says how other plans run (ftpsState, linuxFxVersion, alwaysOn, …), and has no FTP:
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

// The plan has none: a Flex Consumption plan measures nothing besides its one app.
// No stable version is newer.
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
