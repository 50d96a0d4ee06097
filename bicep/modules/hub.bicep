metadata description = 'The Event Hubs namespace, its hubs, and a consumer group of each hub for each reader.'

@description('Name of the namespace.')
@minLength(6)
@maxLength(50)
param name string

@description('Region of the namespace.')
param location string

@description('Tags of every resource.')
param tags object

@description('Workspace that takes logs and metrics.')
param logAnalyticsWorkspaceId string

@description('The hubs, one a source.')
param hubs {
  name: string
  @description('Partitions. They cannot be changed later on this tier, and the order of events holds in each.')
  @minValue(1)
  @maxValue(32)
  partitionCount: int
  @description('Hours that events are kept. Landing must catch up within them, or events are lost.')
  @minValue(1)
  @maxValue(168)
  retentionHours: int
}[]

@description('Consumer groups of every hub, one a reader: two readers in one group would share its positions.')
param consumerGroupNames string[]

@description('Throughput units at rest: each takes in 1 MB/s or 1,000 events/s and gives out 2 MB/s.')
@minValue(1)
@maxValue(40)
param capacity int

@description('Throughput units that auto-inflate may go up to. It never goes down by itself.')
@minValue(1)
@maxValue(40)
param maximumCapacity int

@description('Whether the namespace takes connections from the internet.')
param publicNetworkAccess bool

var consumerGroups = flatten(map(range(0, length(hubs)), hub => map(consumerGroupNames, group => { hub: hub, name: group })))

resource namespace 'Microsoft.EventHub/namespaces@2026-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: 'Standard'
    tier: 'Standard'
    capacity: capacity
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    isAutoInflateEnabled: maximumCapacity > capacity
    maximumThroughputUnits: maximumCapacity > capacity ? maximumCapacity : 0
    kafkaEnabled: true
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
  }
}

// IoT Hub and Stream Analytics come in as trusted services, by their identities, where the public address is closed.
resource networkRules 'Microsoft.EventHub/namespaces/networkRuleSets@2026-01-01' = {
  parent: namespace
  name: 'default'
  properties: {
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    defaultAction: publicNetworkAccess ? 'Allow' : 'Deny'
    trustedServiceAccessEnabled: true
  }
}

resource eventHubs 'Microsoft.EventHub/namespaces/eventhubs@2026-01-01' = [
  for hub in hubs: {
    parent: namespace
    name: hub.name
    properties: {
      partitionCount: hub.partitionCount
      retentionDescription: {
        cleanupPolicy: 'Delete'
        retentionTimeInHours: hub.retentionHours
      }
    }
  }
]

resource groups 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2026-01-01' = [
  for group in consumerGroups: {
    parent: eventHubs[group.hub]
    name: group.name
  }
]

// No stable version is newer.
#disable-next-line use-recent-api-versions
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: namespace
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

output namespaceName string = namespace.name
output namespaceId string = namespace.id

@description('As `name.servicebus.windows.net`, in any cloud.')
output fullyQualifiedNamespace string = replace(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':443/', '')
