metadata description = 'Private DNS zones, linked to the network, that resolve public names of services to private endpoints inside it.'

@description('Tags of every resource.')
param tags object

@description('Resource id of the virtual network.')
param virtualNetworkId string

@description('Sub-resources of services with an endpoint, as in zonesOf.')
param groups string[]

@export()
@description('Services whose zones have the names of a sub-resource (the group of an endpoint): https://learn.microsoft.com/azure/private-link/private-endpoint-dns')
var zonesOf = {
  blob: ['blob']
  dfs: ['dfs']
  queue: ['queue']
  table: ['table']
  vault: ['vaultcore']
  namespace: ['servicebus']
  sites: ['azurewebsites']
  // The second zone is for its built-in event hub.
  iotHub: ['azure-devices', 'servicebus']
  dataFactory: ['datafactory']
  SqlOnDemand: ['sql']
  Sql: ['sql']
}

@export()
@description('The rest of a zone name after `privatelink.` and the service. Storage is missing here: its domain differs between clouds.')
var domains = {
  vaultcore: 'azure.net'
  servicebus: 'windows.net'
  azurewebsites: 'net'
  'azure-devices': 'net'
  datafactory: 'azure.net'
  sql: 'azuresynapse.net'
}

// Endpoints may share a zone. The number of zones depends on the groups only, so that a preview can show each.
var services = union(flatten(map(groups, group => zonesOf[group])), [])

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for service in services: {
    // No user-defined function computes it, because a preview cannot evaluate such functions.
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

@description('Names of the DNS zones. A peered network must link them, too.')
output zoneNames array = [for (service, index) in services: zones[index].name]
