metadata description = 'Private endpoints of what the pipeline stands on, and the DNS zones that make its public names lead to them inside the network.'

@description('Region of the network.')
param location string

@description('Tags of every resource.')
param tags object

@description('Resource id of the virtual network.')
param virtualNetworkId string

@description('Resource id of the subnet that holds the endpoints.')
param subnetId string

@description('Resource id of the lake.')
param lakeId string

@description('Resource id of the account with the containers, queues and tables of the function app.')
param hostStorageId string

@description('Resource id of the vault.')
param keyVaultId string

@description('Resource id of the Event Hubs namespace.')
param namespaceId string

@description('Resource id of the standby namespace in the second region; empty for none.')
param standbyNamespaceId string = ''

@description('Resource id of the function app.')
param functionAppId string

@description('Resource id of the IoT hub, for devices inside the network; empty for none.')
param iotHubId string = ''

@description('Resource id of the data factory, for the self-hosted runtime that reaches it over this network; empty for none.')
param dataFactoryId string = ''

@description('Resource id of the Synapse workspace; empty for none.')
param synapseWorkspaceId string = ''

@description('Whether that workspace has a dedicated pool, which is reached by an endpoint of its own.')
param synapseDedicatedPool bool = false

// A sub-resource of a service (the group of the endpoint) and the zones in which its names lie.
// https://learn.microsoft.com/azure/private-link/private-endpoint-dns
var zoneNames = {
  blob: ['privatelink.blob.${environment().suffixes.storage}']
  dfs: ['privatelink.dfs.${environment().suffixes.storage}']
  queue: ['privatelink.queue.${environment().suffixes.storage}']
  table: ['privatelink.table.${environment().suffixes.storage}']
  vault: ['privatelink.vaultcore.azure.net']
  namespace: ['privatelink.servicebus.windows.net']
  sites: ['privatelink.azurewebsites.net']
  // The second is that of its built-in event hub.
  iotHub: ['privatelink.azure-devices.net', 'privatelink.servicebus.windows.net']
  dataFactory: ['privatelink.datafactory.azure.net']
  SqlOnDemand: ['privatelink.sql.azuresynapse.net']
  Sql: ['privatelink.sql.azuresynapse.net']
}

var possible = [
  { what: lakeId, group: 'blob' }
  { what: lakeId, group: 'dfs' }
  { what: hostStorageId, group: 'blob' }
  { what: hostStorageId, group: 'queue' }
  { what: hostStorageId, group: 'table' }
  { what: keyVaultId, group: 'vault' }
  { what: namespaceId, group: 'namespace' }
  { what: standbyNamespaceId, group: 'namespace' }
  { what: functionAppId, group: 'sites' }
  { what: iotHubId, group: 'iotHub' }
  { what: dataFactoryId, group: 'dataFactory' }
  { what: synapseWorkspaceId, group: 'SqlOnDemand' }
  { what: synapseDedicatedPool ? synapseWorkspaceId : '', group: 'Sql' }
]

// A service that is switched off has no endpoint, and a zone that nothing needs is not made. Endpoints may share a zone.
var wanted = filter(possible, endpoint => !empty(endpoint.what))
var neededZones = union(flatten(map(wanted, endpoint => zoneNames[endpoint.group])), [])

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zoneName in neededZones: {
    name: zoneName
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zoneName, index) in neededZones: {
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

resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [
  for endpoint in wanted: {
    name: 'pep-${last(split(endpoint.what, '/'))}-${endpoint.group}'
    location: location
    tags: tags
    properties: {
      subnet: {
        id: subnetId
      }
      customNetworkInterfaceName: 'nic-${last(split(endpoint.what, '/'))}-${endpoint.group}'
      privateLinkServiceConnections: [
        {
          name: endpoint.group
          properties: {
            // It is a resource id, out of the table above; the rule sees ids in parameters and resources alone.
            #disable-next-line use-resource-id-functions
            privateLinkServiceId: endpoint.what
            groupIds: [endpoint.group]
          }
        }
      ]
    }
  }
]

// Keeps the address of the endpoint in the zone, whatever address it gets.
resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [
  for (endpoint, index) in wanted: {
    parent: endpoints[index]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        for zoneName in zoneNames[endpoint.group]: {
          name: replace(zoneName, '.', '-')
          properties: {
            privateDnsZoneId: zones[indexOf(neededZones, zoneName)].id
          }
        }
      ]
    }
    dependsOn: [
      links
    ]
  }
]

@description('Names of the DNS zones, for a network that is peered with this one and must link them too.')
output zoneNames array = neededZones
