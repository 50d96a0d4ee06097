metadata description = 'User-assigned identities. What each may do is in roles.bicep.'

@description('Name of each identity by its part in the pipeline; a part that is switched off has none.')
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
@description('A user-assigned identity: what a resource that uses it needs, and what a role assignment needs.')
type identity = {
  @description('Resource id.')
  id: string
  @description('Client id, as settings of apps name it.')
  clientId: string
  @description('Object id of its service principal, as role assignments name it.')
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

@description('Empty texts where Databricks is switched off.')
output databricks identity = {
  id: names.?databricks == null ? '' : databricks!.id
  clientId: names.?databricks == null ? '' : databricks!.properties.clientId
  principalId: names.?databricks == null ? '' : databricks!.properties.principalId
}

@description('Empty texts where IoT Hub is switched off.')
output iotHub identity = {
  id: names.?iotHub == null ? '' : iotHub!.id
  clientId: names.?iotHub == null ? '' : iotHub!.properties.clientId
  principalId: names.?iotHub == null ? '' : iotHub!.properties.principalId
}
