metadata description = 'Private DNS zones, linked to the network, that make public names of services lead to private endpoints inside it.'

@description('Tags of every resource.')
param tags object

@description('Resource id of the virtual network.')
param virtualNetworkId string

@description('Sub-resources of services that get an endpoint, as in zonesOf.')
param groups string[]

@export()
@description('Services in whose zone the names of a sub-resource (the group of an endpoint) lie: https://learn.microsoft.com/azure/private-link/private-endpoint-dns')
var zonesOf = {
  blob: ['blob']
  dfs: ['dfs']
  queue: ['queue']
  table: ['table']
  vault: ['vaultcore']
  namespace: ['servicebus']
  sites: ['azurewebsites']
  // The second is that of its built-in event hub.
  iotHub: ['azure-devices', 'servicebus']
  dataFactory: ['datafactory']
  SqlOnDemand: ['sql']
  Sql: ['sql']
}

@export()
@description('What follows `privatelink.` and the service in the name of its zone. Storage is not here: its domain differs between clouds.')
var domains = {
  vaultcore: 'azure.net'
  servicebus: 'windows.net'
  azurewebsites: 'net'
  'azure-devices': 'net'
  datafactory: 'azure.net'
  sql: 'azuresynapse.net'
}

// Endpoints may share a zone. How many there are follows from the groups alone, so that a preview can show each.
var services = union(flatten(map(groups, group => zonesOf[group])), [])

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for service in services: {
    // No function of our own makes it: a preview could not tell what such a function gives.
    name: 'privatelink.${service}.${domains[?service] ?? environment().suffixes.storage}'
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (service, index) in services: {
    parent: zones[index]
    name: last(split(virtualNetworkId, '/'))
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: virtualNetworkId
      }
    }
  }
]

@description('Names of the DNS zones, for a network that is peered with this one and must link them too.')
output zoneNames array = [for (service, index) in services: zones[index].name]
