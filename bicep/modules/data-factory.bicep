metadata description = 'Data Factory, with every file under adf/: the integration runtime, linked services, datasets and pipelines. See adf/README.md.'

@description('Name of the factory; unique in Azure.')
@minLength(3)
@maxLength(63)
param name string

@description('Region.')
param location string

@description('Tags of the factory.')
param tags object

@description('Resource id of the Log Analytics workspace.')
param logAnalyticsWorkspaceId string

@description('Address of the lake (DFS), as the storage account returns it.')
param lakeUrl string

@description('Address of the vault with the passwords of the sources.')
param keyVaultUrl string

@description('Further values that replace those in adf/linkedService, by linked service and parameter, such as { erp: { server: "sql.example.internal" }, partnerBucket: { accessKeyId: "AKIA…" } }.')
param linkedServiceParameters object = {}

@description('True closes the public address of the factory and moves the cloud sources into its managed virtual network. A person or a hook then approves two private endpoint connections, on the lake and on the vault.')
param vnetEnabled bool

@description('Resource id of the lake; needed if vnetEnabled is true.')
param lakeId string = ''

@description('Resource id of the vault; needed if vnetEnabled is true.')
param keyVaultId string = ''

var onPremises = loadJsonContent('../../adf/integrationRuntime/onPremises.json')

var keyVault = loadJsonContent('../../adf/linkedService/keyVault.json')

// Definitions that only need the factory, the vault and the runtimes.
var linkedServices = [
  loadJsonContent('../../adf/linkedService/erp.json')
  loadJsonContent('../../adf/linkedService/gitHubRaw.json')
  loadJsonContent('../../adf/linkedService/lake.json')
  loadJsonContent('../../adf/linkedService/partnerBucket.json')
  loadJsonContent('../../adf/linkedService/shopDatabase.json')
]

var datasets = [
  loadJsonContent('../../adf/dataset/erpTable.json')
  loadJsonContent('../../adf/dataset/gitHubFile.json')
  loadJsonContent('../../adf/dataset/lakeFile.json')
  loadJsonContent('../../adf/dataset/lakeFolder.json')
  loadJsonContent('../../adf/dataset/lakeJsonLines.json')
  loadJsonContent('../../adf/dataset/partnerFolder.json')
  loadJsonContent('../../adf/dataset/shopQuery.json')
]

var pipelines = [
  loadJsonContent('../../adf/pipeline/ingest_erp.json')
  loadJsonContent('../../adf/pipeline/ingest_partner_files.json')
  loadJsonContent('../../adf/pipeline/ingest_reference_files.json')
  loadJsonContent('../../adf/pipeline/ingest_shop_database.json')
]

// union merges objects deeply, so a value that is not replaced stays as in the file.
var values = union(linkedServiceParameters, {
  lake: {
    url: lakeUrl
  }
  keyVault: {
    baseUrl: keyVaultUrl
  }
})

var defaults = toObject(items(values), service => service.key, service => toObject(items(service.value), parameter => parameter.key, parameter => { defaultValue: parameter.value }))

// A file with its own runtime keeps it.
var throughManagedNetwork = vnetEnabled
  ? {
      connectVia: {
        referenceName: 'managedNetwork'
        type: 'IntegrationRuntimeReference'
      }
    }
  : {}

resource factory 'Microsoft.DataFactory/factories@2018-06-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    // The linked services sign in with it (adf/README.md).
    type: 'SystemAssigned'
  }
  properties: {
    publicNetworkAccess: vnetEnabled ? 'Disabled' : 'Enabled'
  }
}

resource selfHostedRuntime 'Microsoft.DataFactory/factories/integrationRuntimes@2018-06-01' = {
  parent: factory
  name: onPremises.name
  properties: any(onPremises.properties)
}

resource managedNetwork 'Microsoft.DataFactory/factories/managedVirtualNetworks@2018-06-01' = if (vnetEnabled) {
  parent: factory
  name: 'default'
  properties: {}
}

resource managedRuntime 'Microsoft.DataFactory/factories/integrationRuntimes@2018-06-01' = if (vnetEnabled) {
  parent: factory
  name: 'managedNetwork'
  properties: {
    type: 'Managed'
    description: 'Reaches the lake and the vault through private endpoints.'
    managedVirtualNetwork: {
      type: 'ManagedVirtualNetworkReference'
      referenceName: managedNetwork.name
    }
    typeProperties: {
      computeProperties: {
        location: 'AutoResolve'
      }
    }
  }
}

resource lakeEndpoint 'Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints@2018-06-01' = if (vnetEnabled) {
  parent: managedNetwork
  name: 'lake'
  properties: {
    privateLinkResourceId: lakeId
    groupId: 'dfs'
  }
}

resource keyVaultEndpoint 'Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints@2018-06-01' = if (vnetEnabled) {
  parent: managedNetwork
  name: 'keyVault'
  properties: {
    privateLinkResourceId: keyVaultId
    groupId: 'vault'
  }
}

resource keyVaultService 'Microsoft.DataFactory/factories/linkedservices@2018-06-01' = {
  parent: factory
  name: keyVault.name
  properties: any(union(throughManagedNetwork, keyVault.properties, { parameters: defaults.keyVault }))
  dependsOn: [
    managedRuntime
  ]
}

resource services 'Microsoft.DataFactory/factories/linkedservices@2018-06-01' = [
  for service in linkedServices: {
    parent: factory
    name: service.name
    properties: any(union(throughManagedNetwork, service.properties, { parameters: defaults[?service.name] ?? {} }))
    dependsOn: [
      keyVaultService
      selfHostedRuntime
      managedRuntime
    ]
  }
]

resource sets 'Microsoft.DataFactory/factories/datasets@2018-06-01' = [
  for dataset in datasets: {
    parent: factory
    name: dataset.name
    properties: any(dataset.properties)
    dependsOn: [
      services
    ]
  }
]

resource runs 'Microsoft.DataFactory/factories/pipelines@2018-06-01' = [
  for pipeline in pipelines: {
    parent: factory
    name: pipeline.name
    properties: any(pipeline.properties)
    dependsOn: [
      sets
    ]
  }
]

// There is no newer stable version.
#disable-next-line use-recent-api-versions
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: factory
  properties: {
    workspaceId: logAnalyticsWorkspaceId
    // Resource-specific tables (ADFPipelineRun, …) instead of one wide table.
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        categoryGroup: 'allLogs'
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

@description('Name of the factory.')
output name string = factory.name

@description('Resource id of the factory: the setting DATA_FACTORY_RESOURCE_ID.')
output id string = factory.id

@description('Object id of the identity of the factory, for the roles and as a user of the shop database.')
output principalId string = factory.identity.principalId

@description('Names of the pipelines, for the setting REFRESH_PIPELINES.')
output pipelineNames array = [for pipeline in pipelines: pipeline.name]
