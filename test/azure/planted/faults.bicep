// Every resource here has one fault, which test/azure must find (`top` has none). Nothing deploys this file.
param location string = resourceGroup().location
param isLarge bool = false
param kind string = 'StorageV3'

var sku = { name: isLarge ? 'Standard_GRS' : 'Standard_GRSS' }
var names = [{ name: 'one', retention: 7, cleanup: 'Deleted' }]
var common = { minimumTlsVersion: 'TLS1_2' }

resource unknownProperty 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'a'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: { allowSharedKeyAcces: false }
}

resource unknownPropertyInUnion 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'a'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: union(common, isLarge ? { isHnsEnable: true } : {})
}

resource wrongValueBehindNames 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'a'
  location: location
  kind: 'StorageV2'
  sku: sku
}

resource wrongValueOfParameter 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'a'
  location: location
  kind: kind
  sku: { name: 'Standard_LRS' }
}

resource wrongCase 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'a'
  location: location
  kind: 'StorageV2'
  sku: { name: 'standard_LRS' }
}

resource readOnly 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'a'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS', tier: 'Standard' }
}

resource missing 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'a'
  location: location
  sku: { name: 'Standard_LRS' }
}

resource wrongKindOfValue 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'a'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: { isHnsEnabled: 'true' }
}

resource unknownVersion 'Microsoft.Storage/storageAccounts@2024-13-01' = {
  name: 'a'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
}

resource unknownType 'Microsoft.Storage/storageAccount@2024-01-01' = {
  name: 'a'
  location: location
}

resource unknownProvider 'Microsoft.Storages/storageAccounts@2024-01-01' = {
  name: 'a'
}

resource inLoop 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = [for hub in names: {
  name: 'space/${hub.name}'
  properties: {
    partitionCount: 4
    retentionDescription: { cleanupPolicy: hub.cleanup, retentionTimeInHours: hub.retention }
  }
}]

resource unknownKind 'Microsoft.DataFactory/factories/linkedservices@2018-06-01' = {
  name: 'factory/lake'
  properties: { type: 'AzureBlobFSS', typeProperties: { url: 'https://lake' } }
}

resource unknownPropertyOfKind 'Microsoft.DataFactory/factories/linkedservices@2018-06-01' = {
  name: 'factory/lake'
  properties: { type: 'AzureBlobFS', typeProperties: { uri: 'https://lake' } }
}

resource inLambda 'Microsoft.StreamAnalytics/streamingjobs@2021-10-01-preview' = {
  name: 'job'
  location: location
  properties: {
    inputs: map(names, one => { name: one.name, properties: { type: 'Stream', datasorce: { type: 'Microsoft.EventHub/EventHub' } } })
  }
}

resource fromFile 'Microsoft.DataFactory/factories/pipelines@2018-06-01' = {
  name: 'factory/copy'
  properties: any(union({ concurrency: 1 }, loadJsonContent('fault.json').properties))
}

resource top 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app'
  location: location

  resource nested 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allowed: false }
  }
}
