metadata description = 'Virtual network: subnets of the function app, of private endpoints and of the clusters of Databricks, with one outgoing address.'

@description('Name of the network, from which its security groups, gateway and address get their names.')
@minLength(2)
@maxLength(56)
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Resource id of the Log Analytics workspace.')
param logAnalyticsWorkspaceId string

@description('Addresses of the network in CIDR notation, /20 or wider. Two /24 for the app and the endpoints and two /22 for Databricks (one address per machine in each) are cut from it. It must not overlap with networks that you peer with.')
param addressPrefix string = '10.40.0.0/16'

@description('False omits the subnets of Databricks.')
param forDatabricks bool = true

// The rules that Databricks requires in a customer's network without public addresses of clusters. The service adds
// them itself when it takes the subnets. They are here so that the next deployment does not remove them, with the
// names and priorities of the service.
// https://learn.microsoft.com/azure/databricks/security/network/classic/vnet-inject
var databricksOutbound = [
  {
    to: 'databricks-webapp'
    priority: 100
    destination: 'AzureDatabricks'
    ports: ['443', '3306', '8443-8451']
  }
  {
    to: 'sql'
    priority: 101
    destination: 'Sql'
    ports: ['3306']
  }
  {
    to: 'storage'
    priority: 102
    destination: 'Storage'
    ports: ['443']
  }
  {
    to: 'eventhub'
    priority: 104
    destination: 'EventHub'
    ports: ['9093']
  }
]

var databricksDelegations = [
  {
    name: 'databricks'
    properties: {
      serviceName: 'Microsoft.Databricks/workspaces'
    }
  }
]

resource functionsGroup 'Microsoft.Network/networkSecurityGroups@2025-07-01' = {
  name: '${name}-functions'
  location: location
  tags: tags
  properties: {
    securityRules: []
  }
}

resource endpointsGroup 'Microsoft.Network/networkSecurityGroups@2025-07-01' = {
  name: '${name}-endpoints'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'from-this-network'
        properties: {
          description: 'HTTPS; AMQP and Kafka of Event Hubs; SQL of Synapse.'
          direction: 'Inbound'
          priority: 100
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'VirtualNetwork'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRanges: ['443', '1433', '5671', '9093']
        }
      }
      {
        name: 'nothing-else'
        properties: {
          direction: 'Inbound'
          priority: 4096
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource databricksGroup 'Microsoft.Network/networkSecurityGroups@2025-07-01' = if (forDatabricks) {
  name: '${name}-databricks'
  location: location
  tags: tags
  properties: {
    securityRules: concat(
      [
        {
          name: 'Microsoft.Databricks-workspaces_UseOnly_databricks-worker-to-worker-inbound'
          properties: {
            description: 'Required for worker nodes communication within a cluster.'
            direction: 'Inbound'
            priority: 100
            access: 'Allow'
            protocol: '*'
            sourceAddressPrefix: 'VirtualNetwork'
            sourcePortRange: '*'
            destinationAddressPrefix: 'VirtualNetwork'
            destinationPortRange: '*'
          }
        }
        {
          name: 'Microsoft.Databricks-workspaces_UseOnly_databricks-worker-to-worker-outbound'
          properties: {
            description: 'Required for worker nodes communication within a cluster.'
            direction: 'Outbound'
            priority: 103
            access: 'Allow'
            protocol: '*'
            sourceAddressPrefix: 'VirtualNetwork'
            sourcePortRange: '*'
            destinationAddressPrefix: 'VirtualNetwork'
            destinationPortRange: '*'
          }
        }
      ],
      map(databricksOutbound, rule => {
        name: 'Microsoft.Databricks-workspaces_UseOnly_databricks-worker-to-${rule.to}'
        properties: {
          direction: 'Outbound'
          priority: rule.priority
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'VirtualNetwork'
          sourcePortRange: '*'
          destinationAddressPrefix: rule.destination
          destinationPortRanges: rule.ports
        }
      })
    )
  }
}

resource outboundAddress 'Microsoft.Network/publicIPAddresses@2025-07-01' = {
  name: '${name}-out'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

// Clusters without public addresses and the function app need a route to services without a private endpoint:
// Databricks itself, Power BI, Resource Manager, Entra ID. It is also the one address that others can allow.
resource gateway 'Microsoft.Network/natGateways@2025-07-01' = {
  name: '${name}-gateway'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    idleTimeoutInMinutes: 10
    publicIpAddresses: [
      {
        id: outboundAddress.id
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
    // In one array: subnets as separate resources disappear for a moment at every deployment. None has default
    // outbound access: newer API versions disable it for new networks and enable it for old ones, so it is set here.
    subnets: concat(
      [
        {
          name: 'functions'
          properties: {
            addressPrefix: cidrSubnet(addressPrefix, 24, 0)
            defaultOutboundAccess: false
            networkSecurityGroup: {
              id: functionsGroup.id
            }
            natGateway: {
              id: gateway.id
            }
            // Flex Consumption uses this delegation; other plans of Functions use another one.
            delegations: [
              {
                name: 'functions'
                properties: {
                  serviceName: 'Microsoft.App/environments'
                }
              }
            ]
          }
        }
        {
          name: 'endpoints'
          properties: {
            addressPrefix: cidrSubnet(addressPrefix, 24, 1)
            networkSecurityGroup: {
              id: endpointsGroup.id
            }
            // Without it, the rules of the group do not apply to private endpoints.
            privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
            defaultOutboundAccess: false
          }
        }
      ],
      forDatabricks
        ? [
            {
              name: 'databricks-public'
              properties: {
                addressPrefix: cidrSubnet(addressPrefix, 22, 1)
                defaultOutboundAccess: false
                networkSecurityGroup: {
                  id: databricksGroup.id
                }
                natGateway: {
                  id: gateway.id
                }
                delegations: databricksDelegations
              }
            }
            {
              name: 'databricks-private'
              properties: {
                addressPrefix: cidrSubnet(addressPrefix, 22, 2)
                defaultOutboundAccess: false
                networkSecurityGroup: {
                  id: databricksGroup.id
                }
                natGateway: {
                  id: gateway.id
                }
                delegations: databricksDelegations
              }
            }
          ]
        : []
    )
  }
}

// There is no newer stable version.
#disable-next-line use-recent-api-versions
resource networkDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: network
  properties: {
    workspaceId: logAnalyticsWorkspaceId
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

// There is no newer stable version.
#disable-next-line use-recent-api-versions
resource addressDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: outboundAddress
  properties: {
    workspaceId: logAnalyticsWorkspaceId
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

// There is no newer stable version.
#disable-next-line use-recent-api-versions
resource functionsGroupDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: functionsGroup
  properties: {
    workspaceId: logAnalyticsWorkspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

// There is no newer stable version.
#disable-next-line use-recent-api-versions
resource endpointsGroupDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: endpointsGroup
  properties: {
    workspaceId: logAnalyticsWorkspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

// There is no newer stable version.
#disable-next-line use-recent-api-versions
resource databricksGroupDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (forDatabricks) {
  name: 'to-log-analytics'
  scope: databricksGroup
  properties: {
    workspaceId: logAnalyticsWorkspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

@description('Resource id of the network.')
output id string = network.id

@description('Resource id of the subnet for the integration of the function app.')
output functionsSubnetId string = '${network.id}/subnets/functions'

@description('Resource id of the subnet for private endpoints.')
output endpointsSubnetId string = '${network.id}/subnets/endpoints'

@description('Name of the host subnet of Databricks; empty without it.')
output databricksPublicSubnetName string = forDatabricks ? 'databricks-public' : ''

@description('Name of the container subnet of Databricks; empty without it.')
output databricksPrivateSubnetName string = forDatabricks ? 'databricks-private' : ''

@description('The source address of calls from this network.')
output outboundAddress string = outboundAddress.properties.ipAddress
