import { domains, zonesOf } from 'private-zones.bicep'

metadata description = 'Private endpoints, each with its names in the zones of private-zones.bicep, which must be deployed before.'

@description('Region of the network.')
param location string

@description('Tags of every resource.')
param tags object

@description('Resource id of the subnet for the endpoints.')
param subnetId string

@description('Services that get an endpoint. Their number must be known before the deployment; otherwise a preview shows none.')
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
            // The linter only accepts ids in parameters and resources, and this id comes from the list.
            #disable-next-line use-resource-id-functions
            privateLinkServiceId: endpoint.resourceId
            groupIds: [endpoint.group]
          }
        }
      ]
    }
  }
]

// Updates the zone when the address of the endpoint changes.
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
