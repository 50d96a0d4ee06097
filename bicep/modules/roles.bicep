metadata description = 'All role assignments of the deployment, as one table.'

// The number and names of assignments depend on switches and resource ids only, which are known before the
// deployment. A preview (what-if) therefore shows each of them. Object ids are known only after identities exist, and
// are properties only.

@description('Existing identities, by their name in the table. Rows of other identities are omitted.')
param wanted {
  @description('The function app.')
  app: bool
  @description('The Databricks access connector.')
  databricks: bool
  @description('Data Factory.')
  dataFactory: bool
  @description('The Synapse workspace.')
  synapse: bool
  @description('IoT Hub.')
  iotHub: bool
  @description('The principal that runs the deployment and its hooks.')
  deployer: bool
}

@description('Resource id of each identity: of a user-assigned identity, or of the resource with a system-assigned one. For the deployer, its object id.')
param identityIds {
  app: string
  databricks: string
  dataFactory: string
  synapse: string
  iotHub: string
  deployer: string
}

@description('Object id of each identity; an empty text for one that does not exist.')
param principalIds {
  app: string
  databricks: string
  dataFactory: string
  synapse: string
  iotHub: string
  deployer: string
}

@description('Stream Analytics jobs, each with the hubs that it reads; none if they are not deployed.')
param streamAnalyticsJobs streamAnalyticsJob[]

@description('Object ids of the identities of those jobs, in the same order.')
param streamAnalyticsPrincipalIds string[]

type streamAnalyticsJob = {
  @description('Resource id.')
  id: string
  @description('Names of the hubs.')
  hubs: string[]
}

@description('Kind of the deployer\'s principal.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param deployerType string

@description('Name of the host storage account.')
param hostStorageName string

@description('Name of the lake.')
param lakeName string

@description('Containers of the lake by layer.')
param containers {
  bronze: string
  silver: string
  gold: string
  marts: string
}

@description('Name of the Event Hubs namespace.')
param namespaceName string

@description('Name of the standby namespace in the second region; an empty text if there is none.')
param standbyNamespaceName string

@description('Names of the hubs.')
param hubNames string[]

@description('Hub for messages of IoT Hub.')
param iotHubName string

@description('Name of the vault.')
param keyVaultName string

@description('Name of the Application Insights resource.')
param applicationInsightsName string

@description('Name of the data factory; an empty text if there is none.')
param dataFactoryName string

// Built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
var roleIds = {
  'Azure Event Hubs Data Receiver': 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde'
  'Azure Event Hubs Data Sender': '2b629674-e913-4c01-ae53-ef4638d8f975'
  'Key Vault Secrets Officer': 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6'
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb'
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  'Storage Blob Data Reader': '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
  'Storage Blob Delegator': 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a'
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

var app = [
  { who: 'app', role: 'Storage Blob Data Owner', on: 'hostStorage', name: '', why: 'package, keys of functions, leases and checkpoints; the host needs Owner' }
  { who: 'app', role: 'Storage Queue Data Contributor', on: 'hostStorage', name: '', why: 'queues of durable orchestrations' }
  { who: 'app', role: 'Storage Table Data Contributor', on: 'hostStorage', name: '', why: 'histories of orchestrations; landing, refresh, live, windows, quarantine' }
  { who: 'app', role: 'Storage Blob Data Contributor', on: 'container', name: containers.bronze, why: 'lands slots; reads them for quarantine and replays' }
  { who: 'app', role: 'Storage Blob Data Contributor', on: 'container', name: containers.gold, why: 'serves Gold; writes plans and reads results of refreshes' }
  { who: 'app', role: 'Azure Event Hubs Data Receiver', on: 'namespace', name: '', why: 'triggers of landing and of the live path, on every hub' }
  { who: 'app', role: 'Azure Event Hubs Data Sender', on: 'namespace', name: '', why: 'HTTP ingestion, simulators and replays; reads the positions of hubs' }
  { who: 'app', role: 'Azure Event Hubs Data Receiver', on: 'standbyNamespace', name: '', why: 'lands what the standby took in' }
  { who: 'app', role: 'Azure Event Hubs Data Sender', on: 'standbyNamespace', name: '', why: 'HTTP ingestion goes on over the standby' }
  { who: 'app', role: 'Key Vault Secrets User', on: 'keyVault', name: '', why: 'push URLs of Power BI, connection string of the Eventstream' }
  { who: 'app', role: 'Sluice pipeline runs', on: 'dataFactory', name: '', why: 'starts, finds, follows and cancels runs of pipelines' }
  { who: 'app', role: 'Monitoring Metrics Publisher', on: 'applicationInsights', name: '', why: 'sends traces, metrics and logs without a key' }
]

// No right on the vault: the pepper of pseudonyms is in a secret scope of the workspace
// (hooks/steps/share-pepper.mjs). A scope over a vault would read it as Databricks' own application and not as this
// identity.
var databricks = [
  { who: 'databricks', role: 'Storage Blob Delegator', on: 'lake', name: '', why: 'Unity Catalog signs short-lived access with it, where roles are on containers' }
  { who: 'databricks', role: 'Storage Blob Data Reader', on: 'container', name: containers.bronze, why: 'reads Bronze' }
  { who: 'databricks', role: 'Storage Blob Data Contributor', on: 'container', name: containers.silver, why: 'writes Silver' }
  { who: 'databricks', role: 'Storage Blob Data Contributor', on: 'container', name: containers.gold, why: 'writes Gold; reads plans and writes results of refreshes' }
]

var dataFactory = [
  { who: 'dataFactory', role: 'Storage Blob Data Contributor', on: 'container', name: containers.bronze, why: 'lands batch sources' }
  { who: 'dataFactory', role: 'Key Vault Secrets User', on: 'keyVault', name: '', why: 'passwords of sources' }
]

// Each job only reads the hubs of its own query.
var streamAnalytics = flatten(map(
  range(0, length(streamAnalyticsJobs)),
  job =>
    concat(
      map(streamAnalyticsJobs[job].hubs, hub => {
        job: job
        role: 'Azure Event Hubs Data Receiver'
        on: 'hub'
        name: hub
        why: 'reads events as its own consumer group'
      }),
      [
        { job: job, role: 'Storage Blob Data Contributor', on: 'container', name: containers.marts, why: 'writes the department\'s marts' }
      ]
    )
))

var synapse = [
  { who: 'synapse', role: 'Storage Blob Data Reader', on: 'container', name: containers.gold, why: 'views over Gold' }
]

var iotHub = [
  { who: 'iotHub', role: 'Azure Event Hubs Data Sender', on: 'hub', name: iotHubName, why: 'its route' }
]

// Rights of the hooks, and of the app on a developer's machine whose local.settings.json names the deployment.
var deployer = [
  { who: 'deployer', role: 'Key Vault Secrets Officer', on: 'keyVault', name: '', why: 'a hook makes the pepper of pseudonyms once; people set the passwords of sources' }
  { who: 'deployer', role: 'Storage Blob Data Reader', on: 'container', name: containers.bronze, why: 'the app on a developer\'s machine looks at quarantined records' }
  { who: 'deployer', role: 'Storage Blob Data Contributor', on: 'container', name: containers.gold, why: 'the app on a developer\'s machine serves Gold and starts refreshes' }
  { who: 'deployer', role: 'Storage Table Data Contributor', on: 'hostStorage', name: '', why: 'the app on a developer\'s machine reads and writes the tables' }
  { who: 'deployer', role: 'Azure Event Hubs Data Sender', on: 'namespace', name: '', why: 'the app on a developer\'s machine takes in events and replays' }
]

// A row of a job has the index of the job; every other row has the identity.
var table = concat(
  map(filter(concat(app, databricks, dataFactory, synapse, iotHub, deployer), row => wanted[row.who]), row => union(row, { job: -1 })),
  map(streamAnalytics, row => union(row, { who: 'streamAnalytics' }))
)

var onHostStorage = filter(table, row => row.on == 'hostStorage')
var onLake = filter(table, row => row.on == 'lake')
var onContainers = filter(table, row => row.on == 'container')
var onNamespace = filter(table, row => row.on == 'namespace')
var onStandbyNamespace = filter(table, row => row.on == 'standbyNamespace' && !empty(standbyNamespaceName))
var onHubs = filter(table, row => row.on == 'hub')
var onKeyVault = filter(table, row => row.on == 'keyVault')
var onApplicationInsights = filter(table, row => row.on == 'applicationInsights')
var onDataFactory = filter(table, row => row.on == 'dataFactory' && !empty(dataFactoryName))

// Only a deployer can be something other than a service principal.
var principalTypes = {
  app: 'ServicePrincipal'
  databricks: 'ServicePrincipal'
  dataFactory: 'ServicePrincipal'
  streamAnalytics: 'ServicePrincipal'
  synapse: 'ServicePrincipal'
  iotHub: 'ServicePrincipal'
  deployer: deployerType
}

var containerNames = [containers.bronze, containers.silver, containers.gold, containers.marts]

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-08-01' existing = {
  name: hostStorageName
}

resource lake 'Microsoft.Storage/storageAccounts@2025-08-01' existing = {
  name: lakeName

  resource blobs 'blobServices' existing = {
    name: 'default'
  }
}

resource lakeContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-08-01' existing = [
  for containerName in containerNames: {
    parent: lake::blobs
    name: containerName
  }
]

resource namespace 'Microsoft.EventHub/namespaces@2026-01-01' existing = {
  name: namespaceName
}

// A name must be valid even if the resource does not exist: https://github.com/Azure/bicep/issues/15632
resource standbyNamespace 'Microsoft.EventHub/namespaces@2026-01-01' existing = if (!empty(standbyNamespaceName)) {
  name: empty(standbyNamespaceName) ? 'not-there' : standbyNamespaceName
}

resource hubs 'Microsoft.EventHub/namespaces/eventhubs@2026-01-01' existing = [
  for hubName in hubNames: {
    parent: namespace
    name: hubName
  }
]

resource keyVault 'Microsoft.KeyVault/vaults@2026-02-01' existing = {
  name: keyVaultName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource factory 'Microsoft.DataFactory/factories@2018-06-01' existing = if (!empty(dataFactoryName)) {
  name: empty(dataFactoryName) ? 'not-there' : dataFactoryName
}

// The built-in Data Factory Contributor may rewrite pipelines and read the targets of linked services. This role only
// allows the calls of src/lib/refresh/clients/data-factory-client.ts. Its name must be unique in the tenant.
resource pipelineRuns 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (!empty(dataFactoryName)) {
  name: guid(resourceGroup().id, 'Sluice pipeline runs')
  properties: {
    roleName: 'Sluice pipeline runs (${resourceGroup().name}, ${uniqueString(resourceGroup().id)})'
    description: 'Starts, finds, follows and cancels runs of the pipelines of a data factory.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: [
          'Microsoft.DataFactory/factories/pipelines/createrun/action'
          'Microsoft.DataFactory/factories/pipelineruns/cancel/action'
          'Microsoft.DataFactory/factories/pipelineruns/queryactivityruns/action'
          'Microsoft.DataFactory/factories/pipelineruns/queryactivityruns/read'
          'Microsoft.DataFactory/factories/pipelineruns/read'
          'Microsoft.DataFactory/factories/querypipelineruns/action'
          'Microsoft.DataFactory/factories/querypipelineruns/read'
        ]
      }
    ]
  }
}

resource hostStorageRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for row in onHostStorage: {
    name: guid(hostStorage.id, row.job < 0 ? identityIds[row.who] : streamAnalyticsJobs[row.job].id, roleIds[row.role])
    scope: hostStorage
    properties: {
      principalId: row.job < 0 ? principalIds[row.who] : streamAnalyticsPrincipalIds[row.job]
      principalType: principalTypes[row.who]
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[row.role])
      description: row.why
    }
  }
]

resource lakeRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for row in onLake: {
    name: guid(lake.id, row.job < 0 ? identityIds[row.who] : streamAnalyticsJobs[row.job].id, roleIds[row.role])
    scope: lake
    properties: {
      principalId: row.job < 0 ? principalIds[row.who] : streamAnalyticsPrincipalIds[row.job]
      principalType: principalTypes[row.who]
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[row.role])
      description: row.why
    }
  }
]

resource containerRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for row in onContainers: {
    name: guid(lakeContainers[indexOf(containerNames, row.name)].id, row.job < 0 ? identityIds[row.who] : streamAnalyticsJobs[row.job].id, roleIds[row.role])
    scope: lakeContainers[indexOf(containerNames, row.name)]
    properties: {
      principalId: row.job < 0 ? principalIds[row.who] : streamAnalyticsPrincipalIds[row.job]
      principalType: principalTypes[row.who]
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[row.role])
      description: row.why
    }
  }
]

resource namespaceRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for row in onNamespace: {
    name: guid(namespace.id, row.job < 0 ? identityIds[row.who] : streamAnalyticsJobs[row.job].id, roleIds[row.role])
    scope: namespace
    properties: {
      principalId: row.job < 0 ? principalIds[row.who] : streamAnalyticsPrincipalIds[row.job]
      principalType: principalTypes[row.who]
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[row.role])
      description: row.why
    }
  }
]

resource standbyNamespaceRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for row in onStandbyNamespace: {
    name: guid(standbyNamespace.id, row.job < 0 ? identityIds[row.who] : streamAnalyticsJobs[row.job].id, roleIds[row.role])
    scope: standbyNamespace
    properties: {
      principalId: row.job < 0 ? principalIds[row.who] : streamAnalyticsPrincipalIds[row.job]
      principalType: principalTypes[row.who]
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[row.role])
      description: row.why
    }
  }
]

resource hubRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for row in onHubs: {
    name: guid(hubs[indexOf(hubNames, row.name)].id, row.job < 0 ? identityIds[row.who] : streamAnalyticsJobs[row.job].id, roleIds[row.role])
    scope: hubs[indexOf(hubNames, row.name)]
    properties: {
      principalId: row.job < 0 ? principalIds[row.who] : streamAnalyticsPrincipalIds[row.job]
      principalType: principalTypes[row.who]
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[row.role])
      description: row.why
    }
  }
]

resource keyVaultRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for row in onKeyVault: {
    name: guid(keyVault.id, row.job < 0 ? identityIds[row.who] : streamAnalyticsJobs[row.job].id, roleIds[row.role])
    scope: keyVault
    properties: {
      principalId: row.job < 0 ? principalIds[row.who] : streamAnalyticsPrincipalIds[row.job]
      principalType: principalTypes[row.who]
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[row.role])
      description: row.why
    }
  }
]

resource applicationInsightsRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for row in onApplicationInsights: {
    name: guid(applicationInsights.id, row.job < 0 ? identityIds[row.who] : streamAnalyticsJobs[row.job].id, roleIds[row.role])
    scope: applicationInsights
    properties: {
      principalId: row.job < 0 ? principalIds[row.who] : streamAnalyticsPrincipalIds[row.job]
      principalType: principalTypes[row.who]
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[row.role])
      description: row.why
    }
  }
]

// All rows on the factory have the role above.
resource dataFactoryRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for row in onDataFactory: {
    name: guid(factory.id, row.job < 0 ? identityIds[row.who] : streamAnalyticsJobs[row.job].id, pipelineRuns.name)
    scope: factory
    properties: {
      principalId: row.job < 0 ? principalIds[row.who] : streamAnalyticsPrincipalIds[row.job]
      principalType: principalTypes[row.who]
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', pipelineRuns.name)
      description: row.why
    }
  }
]

@description('Name (a GUID) of the custom role. It outlives its resource group, so `azd down` must delete it; an empty text if there is none.')
output pipelineRunsRoleName string = empty(dataFactoryName) ? '' : pipelineRuns.name
