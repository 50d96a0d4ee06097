metadata description = 'Virtual network: subnets of the function app, of private endpoints and of the clusters of Databricks, with one way out to the internet.'

@description('Name of the network; its security groups, gateway and address are named after it.')
@minLength(2)
@maxLength(56)
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Resource id of the Log Analytics workspace.')
param logAnalyticsWorkspaceId string

@description('Addresses of the network in CIDR notation, /20 or wider: two /24 for the app and the endpoints and two /22 for Databricks (one address a machine in each) are cut from it. Choose one that meets no network that you peer with.')
param addressPrefix string = '10.40.0.0/16'

@description('False leaves out the subnets of Databricks.')
param forDatabricks bool = true

// The rules that Databricks asks for in a network of one's own, without public addresses of clusters. The service adds them by
// itself when it takes the subnets; they stand here so that the next deployment does not take them away. Names and priorities are
// its own.
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

// Clusters without public addresses and the function app need a way to what has no private endpoint here: Databricks itself,
// Power BI, Resource Manager, Entra ID. It is also the one address that others can let in.
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
    // In one array: subnets that stand as resources of their own vanish for a moment at every deployment. None has a way out that
    // Azure lends it: newer versions leave that off for new networks and on for old ones, so it is said here.
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
            // Flex Consumption takes this delegation, other plans of Functions another.
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
            // Without it, the rules of the group do not hold for private endpoints.
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

// No stable version is newer.
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

// No stable version is newer.
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

// No stable version is newer.
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

// No stable version is newer.
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

// No stable version is newer.
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

@description('The address that calls of this network come from.')
output outboundAddress string = outboundAddress.properties.ipAddress
