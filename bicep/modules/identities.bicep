metadata description = 'User-assigned identities. roles.bicep has their rights.'

@description('Name of each identity by its part in the pipeline; a disabled part has none.')
param names identityNames

@description('Region of the identities.')
param location string

@description('Tags of every resource.')
param tags object

type identityNames = {
  @description('The function app.')
  app: string
  @description('The access connector of the Databricks workspace.')
  databricks: string?
  @description('IoT Hub, as it sends to the event hub of its route.')
  iotHub: string?
}

@export()
@description('A user-assigned identity, with the ids that resources and role assignments need.')
type identity = {
  @description('Resource id.')
  id: string
  @description('Client id, for settings of apps.')
  clientId: string
  @description('Object id of its service principal, for role assignments.')
  principalId: string
}

resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: names.app
  location: location
  tags: tags
}

resource databricks 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = if (names.?databricks != null) {
  name: names.?databricks ?? 'none'
  location: location
  tags: tags
}

resource iotHub 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = if (names.?iotHub != null) {
  name: names.?iotHub ?? 'none'
  location: location
  tags: tags
}

output app identity = {
  id: app.id
  clientId: app.properties.clientId
  principalId: app.properties.principalId
}

@description('Empty texts if Databricks is disabled.')
output databricks identity = {
  id: names.?databricks == null ? '' : databricks!.id
  clientId: names.?databricks == null ? '' : databricks!.properties.clientId
  principalId: names.?databricks == null ? '' : databricks!.properties.principalId
}

@description('Empty texts if IoT Hub is disabled.')
output iotHub identity = {
  id: names.?iotHub == null ? '' : iotHub!.id
  clientId: names.?iotHub == null ? '' : iotHub!.properties.clientId
  principalId: names.?iotHub == null ? '' : iotHub!.properties.principalId
}
