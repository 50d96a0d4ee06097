metadata description = 'Sluice: all Azure resources of the pipeline. `azd up` deploys it; see docs/deploy.md.'

targetScope = 'subscription'

// --- What and where -------------------------------------------------------------------------------------------------

@description('Name of the environment. The resource group is `rg-<name>`, and the names of resources are derived from it.')
@minLength(1)
@maxLength(20)
param environmentName string

@description('Region of the deployment. It must offer Flex Consumption.')
@minLength(1)
@metadata({ azd: { type: 'location' } })
param location string

@description('Second region, for standby hubs; an empty text for none. Copies of the lake there depend on lakeRedundancy.')
param secondLocation string = ''

@description('Tags of every resource, besides azd\'s own.')
param tags object = {}

@description('Object id of the deployer, with the rights that hooks and a developer\'s machine need; an empty text grants nothing.')
param principalId string = ''

@description('Kind of that principal: a person, the identity of a workflow, or a group.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param principalType string = 'User'

// --- Which parts ----------------------------------------------------------------------------------------------------

@description('Databricks. Without it nothing is refreshed; the app still lands events and serves live windows.')
param deployDatabricks bool = true

@description('Data Factory, for the batch sources under adf/.')
param deployDataFactory bool = true

@description('IoT Hub in front of the hub `iot`. An S1 unit costs the same with and without messages.')
param deployIotHub bool = false

@description('Stream Analytics jobs of the departments. Each is billed by the hour while it runs.')
param deployStreamAnalytics bool = false

@description('Synapse workspace with serverless SQL over Gold, billed by the data that queries read.')
param deploySynapse bool = false

@description('Virtual network with private endpoints. The hubs, the lake, the tables and the vault are then closed to the internet.')
param vnetEnabled bool = false

@description('Whether producers, devices and deployments still reach the function app and IoT Hub over the internet if vnetEnabled is true.')
param publicIngestion bool = true

// --- How large, and for how long ------------------------------------------------------------------------------------

@description('Minimum throughput units of the hubs: each ingests 1 MB/s or 1,000 events/s. A deployment resets the namespace to them.')
@minValue(1)
@maxValue(40)
param eventHubsCapacity int = 1

@description('Maximum throughput units for auto-inflate; the same number as the minimum disables it.')
@minValue(1)
@maxValue(40)
param eventHubsMaximumCapacity int = 10

@description('Partitions of a hub whose source.json has none. They cannot be changed later.')
@minValue(1)
@maxValue(32)
param partitionCount int = 4

@description('Hours that hubs keep events if source.json has no value. Landing may be down for that long before events are lost.')
@minValue(1)
@maxValue(168)
param hubRetentionHours int = 72

@description('Copies of the lake: one data centre (LRS), three zones (ZRS), also the paired region (GRS, GZRS; RA: readable there).')
@allowed(['LRS', 'ZRS', 'GRS', 'GZRS', 'RAGRS', 'RAGZRS'])
param lakeRedundancy string = 'LRS'

@description('Days after which Bronze is deleted; 0 keeps it forever. modules/lake.bicep lists the requirements of a retention.')
@minValue(0)
@maxValue(3650)
param bronzeRetentionDays int = 0

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Memory of an instance of the app, in MB.')
@allowed([512, 2048, 4096])
param functionMemoryMB int = 2048

@description('Maximum instances of the app.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 100

@description('Always-ready instances of each landing function, so that the first events after a pause land at once. They are billed while idle, too.')
@minValue(0)
@maxValue(10)
param landingAlwaysReadyInstances int = 0

// --- What the app does, and when ------------------------------------------------------------------------------------

@description('Whether the simulators create events, ten a second together.')
param simulate bool = true

@description('When Silver and Gold are refreshed: six-field NCRONTAB, in UTC, or `off`.')
param refreshSchedule string = '0 0 */6 * * *'

@description('When arrivals are counted, which can start a refresh: six-field NCRONTAB, in UTC, or `off`.')
param refreshArrivalsSchedule string = 'off'

@description('Pipelines that a refresh runs, separated by commas, or `off`. The others need an ERP system, a shop database or a bucket.')
param refreshPipelines string = 'ingest_reference_files'

@description('How long the trigger waits for 100 events of a partition, as `hh:mm:ss`. A longer wait costs less, see docs/scale.md.')
param triggerMaxWait string = '00:00:01'

@description('When a timer delivers live windows that deliveries after a change left, and deletes old ones: six-field NCRONTAB, in UTC, or `off`.')
param liveDeliverSchedule string = '0 * * * * *'

@description('When quarantined records are indexed: six-field NCRONTAB, in UTC, or `off`.')
param quarantineIndexSchedule string = '0 */5 * * * *'

@description('When the waiting time of events before landing is measured: six-field NCRONTAB, in UTC, or `off`, which disables an alert.')
param landingAgeSchedule string = '0 * * * * *'

@description('Job of Databricks; a hook sets it after it deploys the bundle.')
param databricksJobId string = ''

@description('Workspace of Power BI; an empty text for none.')
param powerBiWorkspaceId string = ''

@description('Push dataset of live windows; a hook creates it.')
param powerBiDatasetId string = ''

@description('Name of the vault\'s secret with push URLs of streaming datasets, instead of the dataset; an empty text for none.')
param powerBiPushUrlsVaultEntry string = ''

@description('Semantic model of Gold; a hook deploys it.')
param powerBiSemanticModelId string = ''

@description('Name of the vault\'s secret with the connection string of a Fabric Eventstream; an empty text for none.')
param eventstreamVaultEntry string = ''

@description('Event hub of that Eventstream, if its connection string has no EntityPath.')
param eventstreamHub string = ''

@description('More settings of the app, by name; docs/settings.md lists them.')
param appSettings object = {}

@description('Addresses that may connect to Synapse over the internet, such as { name: "office", start: "192.0.2.1", end: "192.0.2.9" }; none blocks all.')
param synapseAllowedAddresses array = []

@description('Size of a dedicated pool in Synapse, billed by the hour until it is paused; an empty text for none.')
@allowed(['', 'DW100c', 'DW200c', 'DW300c', 'DW400c', 'DW500c', 'DW1000c'])
param synapseDedicatedPoolSize string = ''

@description('Values that replace those in adf/linkedService besides the lake and the vault, such as { erp: { server: "sql.example.internal" } }.')
param linkedServiceParameters object = {}

// --- Who looks after it ---------------------------------------------------------------------------------------------

@description('Address for alerts; an empty text for none.')
param alertEmail string = ''

@description('Object id of IoT Hub\'s system-assigned identity from an earlier deployment; an empty text if there is none yet.')
param iotHubPrincipalId string = ''

@description('Recovers the vault that `azd down` has deleted: it cannot be purged, and its name is reserved for a week. For one deployment.')
param recoverKeyVault bool = false

// --- Names that code, pipelines and models share --------------------------------------------------------------------

// Declarations of schemas/<source>/source.json; `npm run generate` writes the file.
var sources = loadJsonContent('sources.json')
var hubNames = map(sources, source => source.name)
var hubs = map(sources, source => {
  name: source.name
  partitionCount: source.partitions ?? partitionCount
  retentionHours: source.retentionHours ?? hubRetentionHours
})
var hubsOfDevices = map(filter(sources, source => source.devices), source => source.name)
var hubOfDevices = !empty(hubsOfDevices) ? hubsOfDevices[0] : deployIotHub ? fail('DEPLOY_IOT_HUB is true, but no source takes messages of devices: set "devices": true in one source.json') : ''
var consumerGroups = ['bronze', 'heal', 'stream-analytics']

// A sweep lands all events after the newest slot. If that slot were deleted before its events leave the hub, the
// sweep would land events again.
var checkedBronzeRetentionDays = bronzeRetentionDays > 0 && bronzeRetentionDays * 24 <= max(map(hubs, hub => hub.retentionHours))
  ? fail('BRONZE_RETENTION_DAYS is not longer than HUB_RETENTION_HOURS or the retentionHours of a source: keep Bronze longer than the hubs keep events, or forever (0)')
  : bronzeRetentionDays

var containers = {
  bronze: 'bronze'
  silver: 'silver'
  gold: 'gold'
  marts: 'marts'
}

var tables = {
  landing: 'landing'
  refresh: 'refresh'
  live: 'live'
  windows: 'windows'
  quarantine: 'quarantine'
}

var abbreviations = loadJsonContent('abbreviations.json')
var resourceToken = toLower(uniqueString(subscription().id, environmentName, location))
var allTags = union(tags, { 'azd-env-name': environmentName })
var namespaceName = '${abbreviations.eventHubNamespaces}${resourceToken}'
var lakeName = '${abbreviations.storageStorageAccounts}lake${resourceToken}'
var hostStorageName = '${abbreviations.storageStorageAccounts}host${resourceToken}'
var keyVaultName = '${abbreviations.keyVaultVaults}${resourceToken}'
var functionAppName = '${abbreviations.webSitesFunctions}${resourceToken}'
var dataFactoryName = '${abbreviations.dataFactoryFactories}${resourceToken}'
var iotHubName = '${abbreviations.devicesIotHubs}${resourceToken}'
var synapseName = '${abbreviations.synapseWorkspaces}${resourceToken}'
var accessConnectorName = '${abbreviations.databricksAccessConnectors}${resourceToken}'
var identityName = '${abbreviations.managedIdentityUserAssignedIdentities}${resourceToken}'

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: '${abbreviations.resourcesResourceGroups}${environmentName}'
  location: location
  tags: allTags
}

// --- Ground: identities, logs, network ------------------------------------------------------------------------------

module identities 'modules/identities.bicep' = {
  name: 'identities'
  scope: group
  params: {
    location: location
    tags: allTags
    // Firewalls of services only recognize a resource's system-assigned identity, so behind them Databricks and IoT
    // Hub use no other. Stream Analytics, Data Factory and Synapse always use theirs.
    names: {
      app: '${identityName}-app'
      databricks: deployDatabricks && !vnetEnabled ? '${identityName}-databricks' : null
      iotHub: deployIotHub && !vnetEnabled ? '${identityName}-iot-hub' : null
    }
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    location: location
    tags: allTags
    logAnalyticsName: '${abbreviations.operationalInsightsWorkspaces}${resourceToken}'
    applicationInsightsName: '${abbreviations.insightsComponents}${resourceToken}'
    actionGroupName: '${abbreviations.insightsActionGroups}${resourceToken}'
    retentionDays: logRetentionDays
    alertEmail: alertEmail
  }
}

module network 'modules/network.bicep' = if (vnetEnabled) {
  name: 'network'
  scope: group
  params: {
    name: '${abbreviations.networkVirtualNetworks}${resourceToken}'
    location: location
    tags: allTags
    logAnalyticsWorkspaceId: monitoring.outputs.logAnalyticsWorkspaceId
    forDatabricks: deployDatabricks
  }
}

// --- Stores and hubs ------------------------------------------------------------------------------------------------

module hub 'modules/hub.bicep' = {
  name: 'hub'
  scope: group
  params: {
    name: namespaceName
    location: location
    tags: allTags
    logAnalyticsWorkspaceId: monitoring.outputs.logAnalyticsWorkspaceId
    hubs: hubs
    consumerGroupNames: consumerGroups
    capacity: eventHubsCapacity
    maximumCapacity: eventHubsMaximumCapacity
    publicNetworkAccess: !vnetEnabled
  }
}

module lake 'modules/lake.bicep' = {
  name: 'lake'
  scope: group
  params: {
    name: lakeName
    location: location
    tags: allTags
    logAnalyticsWorkspaceId: monitoring.outputs.logAnalyticsWorkspaceId
    containerNames: map(items(containers), container => container.value)
    bronzeContainerName: containers.bronze
    redundancy: lakeRedundancy
    bronzeRetentionDays: checkedBronzeRetentionDays
    publicNetworkAccess: !vnetEnabled
    accessConnectorName: deployDatabricks ? accessConnectorName : ''
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  name: 'host-storage'
  scope: group
  params: {
    name: hostStorageName
    location: location
    tags: allTags
    logAnalyticsWorkspaceId: monitoring.outputs.logAnalyticsWorkspaceId
    packageContainerName: 'app-package'
    tableNames: map(items(tables), table => table.value)
    publicNetworkAccess: !vnetEnabled
  }
}

module keyVault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  scope: group
  params: {
    name: keyVaultName
    location: location
    tags: allTags
    logAnalyticsWorkspaceId: monitoring.outputs.logAnalyticsWorkspaceId
    recover: recoverKeyVault
    publicNetworkAccess: !vnetEnabled
  }
}

// A standby: the same hubs, empty, which receive events while the first region is down. Nothing is copied to it,
// because the Standard tier has no geo-replication. docs/recover-a-region.md, With a standby, lists the manual steps. When
// idle, it has one throughput unit.
module secondRegion 'modules/hub.bicep' = if (!empty(secondLocation)) {
  name: 'second-region'
  scope: group
  params: {
    name: '${namespaceName}-standby'
    location: secondLocation
    tags: allTags
    logAnalyticsWorkspaceId: monitoring.outputs.logAnalyticsWorkspaceId
    hubs: map(hubs, hub => { name: hub.name, partitionCount: hub.partitionCount, retentionHours: 168 })
    consumerGroupNames: consumerGroups
    capacity: 1
    maximumCapacity: eventHubsMaximumCapacity
    publicNetworkAccess: !vnetEnabled
  }
  // A hub's creation time identifies its generation, so two hubs of the same name must not have the same time.
  dependsOn: [hub]
}

// --- What works on the lake -----------------------------------------------------------------------------------------

module databricks 'modules/databricks.bicep' = if (deployDatabricks) {
  name: 'databricks'
  scope: group
  params: {
    name: '${abbreviations.databricksWorkspaces}${resourceToken}'
    accessConnectorName: accessConnectorName
    managedResourceGroupName: '${abbreviations.resourcesResourceGroups}${environmentName}-databricks-${resourceToken}'
    location: location
    tags: allTags
    identityId: vnetEnabled ? '' : identities.outputs.databricks.id
    logAnalyticsWorkspaceId: monitoring.outputs.logAnalyticsWorkspaceId
    virtualNetworkId: vnetEnabled ? network!.outputs.id : ''
    publicSubnetName: vnetEnabled ? network!.outputs.databricksPublicSubnetName : ''
    privateSubnetName: vnetEnabled ? network!.outputs.databricksPrivateSubnetName : ''
  }
}

module dataFactory 'modules/data-factory.bicep' = if (deployDataFactory) {
  name: 'data-factory'
  scope: group
  params: {
    name: dataFactoryName
    location: location
    tags: allTags
    logAnalyticsWorkspaceId: monitoring.outputs.logAnalyticsWorkspaceId
    lakeUrl: lake.outputs.dfsEndpoint
    lakeId: lake.outputs.id
    keyVaultUrl: keyVault.outputs.uri
    keyVaultId: keyVault.outputs.id
    linkedServiceParameters: linkedServiceParameters
    vnetEnabled: vnetEnabled
  }
}

module synapse 'modules/synapse.bicep' = if (deploySynapse) {
  name: 'synapse'
  scope: group
  params: {
    name: synapseName
    managedResourceGroupName: '${abbreviations.resourcesResourceGroups}${environmentName}-synapse-${resourceToken}'
    location: location
    tags: allTags
    logAnalyticsWorkspaceId: monitoring.outputs.logAnalyticsWorkspaceId
    lakeId: lake.outputs.id
    lakeUrl: lake.outputs.dfsEndpoint
    containerName: containers.gold
    administratorId: principalId
    publicNetworkAccess: !vnetEnabled
    managedVirtualNetwork: vnetEnabled
    allowedAddresses: synapseAllowedAddresses
    dedicatedPoolSize: synapseDedicatedPoolSize
  }
}

module streamAnalytics 'modules/stream-analytics.bicep' = if (deployStreamAnalytics) {
  name: 'stream-analytics'
  scope: group
  params: {
    namePrefix: '${abbreviations.streamAnalyticsStreamingJobs}${resourceToken}'
    location: location
    tags: allTags
    logAnalyticsWorkspaceId: monitoring.outputs.logAnalyticsWorkspaceId
    namespaceName: hub.outputs.namespaceName
    lakeName: lake.outputs.name
    containerName: containers.marts
  }
}

// --- Who may do what ------------------------------------------------------------------------------------------------

// A closed namespace admits IoT Hub only by its system-assigned identity, which exists only after the hub:
// https://learn.microsoft.com/azure/iot-hub/iot-hub-managed-identity. So the first deployment creates the hub,
// assigns the role to its identity, and then creates the route. Later ones have the identity's id and keep the route.
module iotHubBeforeRole 'modules/iot-hub.bicep' = if (deployIotHub && vnetEnabled && empty(iotHubPrincipalId)) {
  name: 'iot-hub-before-role'
  scope: group
  params: {
    name: iotHubName
    location: location
    tags: allTags
    logAnalyticsWorkspaceId: monitoring.outputs.logAnalyticsWorkspaceId
    identityId: ''
    routed: false
    fullyQualifiedNamespace: hub.outputs.fullyQualifiedNamespace
    hubName: hubOfDevices
    publicNetworkAccess: publicIngestion
  }
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  scope: group
  params: {
    wanted: {
      app: true
      databricks: deployDatabricks
      dataFactory: deployDataFactory
      synapse: deploySynapse
      iotHub: deployIotHub
      deployer: !empty(principalId)
    }
    identityIds: {
      app: identities.outputs.app.id
      databricks: deployDatabricks && vnetEnabled ? databricks!.outputs.accessConnectorId : identities.outputs.databricks.id
      dataFactory: deployDataFactory ? dataFactory!.outputs.id : ''
      synapse: deploySynapse ? synapse!.outputs.id : ''
      iotHub: deployIotHub && vnetEnabled ? resourceId(subscription().subscriptionId, group.name, 'Microsoft.Devices/IotHubs', iotHubName) : identities.outputs.iotHub.id
      deployer: principalId
    }
    principalIds: {
      app: identities.outputs.app.principalId
      databricks: deployDatabricks && vnetEnabled ? databricks!.outputs.principalId : identities.outputs.databricks.principalId
      dataFactory: deployDataFactory ? dataFactory!.outputs.principalId : ''
      synapse: deploySynapse ? synapse!.outputs.principalId : ''
      iotHub: !deployIotHub || !vnetEnabled ? identities.outputs.iotHub.principalId : empty(iotHubPrincipalId) ? iotHubBeforeRole!.outputs.principalId : iotHubPrincipalId
      deployer: principalId
    }
    streamAnalyticsJobs: deployStreamAnalytics ? streamAnalytics!.outputs.readers : []
    streamAnalyticsPrincipalIds: deployStreamAnalytics ? streamAnalytics!.outputs.principalIds : []
    deployerType: principalType
    hostStorageName: hostStorage.outputs.name
    lakeName: lake.outputs.name
    containers: containers
    namespaceName: hub.outputs.namespaceName
    standbyNamespaceName: empty(secondLocation) ? '' : secondRegion!.outputs.namespaceName
    hubNames: hubNames
    iotHubName: hubOfDevices
    keyVaultName: keyVault.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    dataFactoryName: deployDataFactory ? dataFactory!.outputs.name : ''
  }
}

// --- Private addresses ----------------------------------------------------------------------------------------------

module privateZones 'modules/private-zones.bicep' = if (vnetEnabled) {
  name: 'private-zones'
  scope: group
  params: {
    tags: allTags
    virtualNetworkId: vnetEnabled ? network!.outputs.id : ''
    groups: concat(['blob', 'dfs', 'queue', 'table', 'vault', 'namespace', 'sites'], deployIotHub ? ['iotHub'] : [], deployDataFactory ? ['dataFactory'] : [], deploySynapse ? ['SqlOnDemand'] : [])
  }
}

// Before the app, because it reads its package, its state, the hubs and the vault as soon as it starts.
module storeEndpoints 'modules/private-endpoints.bicep' = if (vnetEnabled) {
  name: 'store-endpoints'
  scope: group
  params: {
    location: location
    tags: allTags
    subnetId: vnetEnabled ? network!.outputs.endpointsSubnetId : ''
    endpoints: concat(
      [
        { resourceId: lake.outputs.id, group: 'blob' }
        { resourceId: lake.outputs.id, group: 'dfs' }
        { resourceId: hostStorage.outputs.id, group: 'blob' }
        { resourceId: hostStorage.outputs.id, group: 'queue' }
        { resourceId: hostStorage.outputs.id, group: 'table' }
        { resourceId: keyVault.outputs.id, group: 'vault' }
        { resourceId: hub.outputs.namespaceId, group: 'namespace' }
      ],
      empty(secondLocation) ? [] : [{ resourceId: secondRegion!.outputs.namespaceId, group: 'namespace' }]
    )
  }
  dependsOn: [privateZones]
}

// --- What needs its roles before it starts --------------------------------------------------------------------------

module functionApp 'modules/function-app.bicep' = {
  name: 'function-app'
  scope: group
  params: {
    name: functionAppName
    planName: '${abbreviations.webServerFarms}${resourceToken}'
    location: location
    tags: allTags
    logAnalyticsWorkspaceId: monitoring.outputs.logAnalyticsWorkspaceId
    environmentName: environmentName
    identity: {
      id: identities.outputs.app.id
      clientId: identities.outputs.app.clientId
    }
    instanceMemoryMB: functionMemoryMB
    maximumInstanceCount: maximumInstanceCount
    landingAlwaysReadyInstances: landingAlwaysReadyInstances
    subnetId: vnetEnabled ? network!.outputs.functionsSubnetId : ''
    publicNetworkAccess: !vnetEnabled || publicIngestion
    applicationInsightsConnectionString: monitoring.outputs.applicationInsightsConnectionString
    hostStorage: {
      blobEndpoint: hostStorage.outputs.blobEndpoint
      queueEndpoint: hostStorage.outputs.queueEndpoint
      tableEndpoint: hostStorage.outputs.tableEndpoint
      packageContainerName: hostStorage.outputs.packageContainerName
    }
    fullyQualifiedNamespace: hub.outputs.fullyQualifiedNamespace
    lakeBlobEndpoint: lake.outputs.blobEndpoint
    containers: {
      bronze: containers.bronze
      gold: containers.gold
    }
    tables: tables
    keyVault: {
      name: keyVault.outputs.name
      uri: keyVault.outputs.uri
    }
    refresh: {
      databricksWorkspaceUrl: deployDatabricks ? databricks!.outputs.workspaceUrl : ''
      databricksJobId: databricksJobId
      dataFactoryId: deployDataFactory ? dataFactory!.outputs.id : ''
      pipelines: refreshPipelines == 'off' ? '' : refreshPipelines
      schedule: refreshSchedule == 'off' ? '' : refreshSchedule
      arrivalsSchedule: refreshArrivalsSchedule == 'off' ? '' : refreshArrivalsSchedule
    }
    triggerMaxWait: triggerMaxWait
    live: {
      deliverSchedule: liveDeliverSchedule == 'off' ? '' : liveDeliverSchedule
      powerBiWorkspaceId: powerBiWorkspaceId
      powerBiDatasetId: powerBiDatasetId
      powerBiPushUrlsVaultEntry: powerBiPushUrlsVaultEntry
      powerBiSemanticModelId: powerBiSemanticModelId
      eventstreamVaultEntry: eventstreamVaultEntry
      eventstreamHub: eventstreamHub
    }
    quarantineIndexSchedule: quarantineIndexSchedule == 'off' ? '' : quarantineIndexSchedule
    landingAgeSchedule: landingAgeSchedule == 'off' ? '' : landingAgeSchedule
    sources: map(sources, source => { name: source.name, simulator: source.simulator })
    simulate: simulate
    moreSettings: appSettings
  }
  // The package container and the references to the vault are read with the app's identity, in a closed network
  // through private addresses.
  dependsOn: [roles, storeEndpoints]
}

module iotHub 'modules/iot-hub.bicep' = if (deployIotHub) {
  name: 'iot-hub'
  scope: group
  params: {
    name: iotHubName
    location: location
    tags: allTags
    logAnalyticsWorkspaceId: monitoring.outputs.logAnalyticsWorkspaceId
    identityId: vnetEnabled ? '' : identities.outputs.iotHub.id
    fullyQualifiedNamespace: hub.outputs.fullyQualifiedNamespace
    hubName: hubOfDevices
    publicNetworkAccess: !vnetEnabled || publicIngestion
  }
  // IoT Hub tests the route when it is created, and a new role takes minutes to become effective. So the app is
  // deployed first.
  dependsOn: [roles, functionApp]
}

// The last deployment for the app, because the endpoint leads to it and it must exist.
module serviceEndpoints 'modules/private-endpoints.bicep' = if (vnetEnabled) {
  name: 'service-endpoints'
  scope: group
  params: {
    location: location
    tags: allTags
    subnetId: vnetEnabled ? network!.outputs.endpointsSubnetId : ''
    endpoints: concat(
      [{ resourceId: functionApp.outputs.id, group: 'sites' }],
      deployIotHub ? [{ resourceId: iotHub!.outputs.id, group: 'iotHub' }] : [],
      deployDataFactory ? [{ resourceId: dataFactory!.outputs.id, group: 'dataFactory' }] : [],
      deploySynapse ? [{ resourceId: synapse!.outputs.id, group: 'SqlOnDemand' }] : [],
      deploySynapse && !empty(synapseDedicatedPoolSize) ? [{ resourceId: synapse!.outputs.id, group: 'Sql' }] : []
    )
  }
  dependsOn: [privateZones]
}

// --- What watches ---------------------------------------------------------------------------------------------------

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    namePrefix: 'sluice-${environmentName}'
    location: location
    tags: allTags
    actionGroupId: monitoring.outputs.actionGroupId
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    namespaceId: hub.outputs.namespaceId
    hubNames: hubNames
    lakeId: lake.outputs.id
    hostStorageId: hostStorage.outputs.id
    dataFactoryId: deployDataFactory ? dataFactory!.outputs.id : ''
    streamAnalyticsJobIds: deployStreamAnalytics ? streamAnalytics!.outputs.jobIds : []
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    displayName: 'Sluice (${environmentName})'
    location: location
    tags: allTags
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    sources: hubNames
  }
}

// --- What azd keeps for hooks and for people ------------------------------------------------------------------------

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_LOCATION string = location
output FUNCTION_APP_NAME string = functionApp.outputs.name
output FUNCTION_APP_URI string = functionApp.outputs.uri
output EVENT_HUBS_NAMESPACE string = hub.outputs.fullyQualifiedNamespace

@description('Namespace in the second region; an empty text if there is none.')
output EVENT_HUBS_STANDBY_NAMESPACE string = empty(secondLocation) ? '' : secondRegion!.outputs.fullyQualifiedNamespace

output LAKE_NAME string = lake.outputs.name
output LAKE_DFS_ENDPOINT string = lake.outputs.dfsEndpoint
output HOST_STORAGE_NAME string = hostStorage.outputs.name
output KEY_VAULT_NAME string = keyVault.outputs.name
output KEY_VAULT_URL string = keyVault.outputs.uri
output APPLICATION_INSIGHTS_NAME string = monitoring.outputs.applicationInsightsName
output DATABRICKS_WORKSPACE_URL string = deployDatabricks ? databricks!.outputs.workspaceUrl : ''
output DATABRICKS_WORKSPACE_ID string = deployDatabricks ? databricks!.outputs.workspaceId : ''
output DATABRICKS_ACCESS_CONNECTOR_ID string = deployDatabricks ? databricks!.outputs.accessConnectorId : ''
output DATA_FACTORY_NAME string = deployDataFactory ? dataFactory!.outputs.name : ''
output DATA_FACTORY_RESOURCE_ID string = deployDataFactory ? dataFactory!.outputs.id : ''

@description('Name of the custom role of the app on Data Factory. It outlives the resource group; a hook of `azd down` deletes it.')
output PIPELINE_RUNS_ROLE_NAME string = roles.outputs.pipelineRunsRoleName

@description('Object id of IoT Hub\'s system-assigned identity, an input of the next deployment; an empty text if it has none.')
output IOT_HUB_PRINCIPAL_ID string = deployIotHub ? iotHub!.outputs.principalId : ''

@description('Host name of the serverless SQL endpoint.')
output SYNAPSE_SERVERLESS_ENDPOINT string = deploySynapse ? synapse!.outputs.serverlessEndpoint : ''

@description('Names of the jobs, separated by commas.')
output STREAM_ANALYTICS_JOBS string = deployStreamAnalytics ? join(streamAnalytics!.outputs.jobNames, ',') : ''
