import { domains, zonesOf } from 'private-zones.bicep'

metadata description = 'Private endpoints, each with its names in the zones of private-zones.bicep, which is deployed before.'

@description('Region of the network.')
param location string

@description('Tags of every resource.')
param tags object

@description('Resource id of the subnet that holds the endpoints.')
param subnetId string

@description('What gets an endpoint. How many there are must be known before anything is deployed: a preview shows none otherwise.')
param endpoints endpoint[]

type endpoint = {
  @description('Resource id of the service.')
  resourceId: string
  @description('Sub-resource of the service, as in zonesOf.')
  group: string
}

resource all 'Microsoft.Network/privateEndpoints@2025-07-01' = [
  for endpoint in endpoints: {
    name: 'pep-${last(split(endpoint.resourceId, '/'))}-${endpoint.group}'
    location: location
    tags: tags
    properties: {
      subnet: {
        id: subnetId
      }
      customNetworkInterfaceName: 'nic-${last(split(endpoint.resourceId, '/'))}-${endpoint.group}'
      privateLinkServiceConnections: [
        {
          name: endpoint.group
          properties: {
            // It is a resource id, out of the list; the rule sees ids in parameters and resources alone.
            #disable-next-line use-resource-id-functions
            privateLinkServiceId: endpoint.resourceId
            groupIds: [endpoint.group]
          }
        }
      ]
    }
  }
]

// Keeps the address of the endpoint in the zone, whatever address it gets.
resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-07-01' = [
  for (endpoint, index) in endpoints: {
    parent: all[index]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        for service in zonesOf[endpoint.group]: {
          name: 'privatelink-${service}'
          properties: {
            privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', 'privatelink.${service}.${domains[?service] ?? environment().suffixes.storage}')
          }
        }
      ]
    }
  }
]
