metadata description = 'The Event Hubs namespace, its hubs, and a consumer group of each hub for each reader.'

@description('Name of the namespace.')
@minLength(6)
@maxLength(50)
param name string

@description('Region of the namespace.')
param location string

@description('Tags of every resource.')
param tags object

@description('Workspace for logs and metrics.')
param logAnalyticsWorkspaceId string

@description('The hubs, one per source.')
param hubs {
  name: string
  @description('Partitions. They cannot be changed later on this tier. Events keep their order within a partition.')
  @minValue(1)
  @maxValue(32)
  partitionCount: int
  @description('Hours that events are kept. Events are lost if landing does not catch up within them.')
  @minValue(1)
  @maxValue(168)
  retentionHours: int
}[]

@description('Consumer groups of every hub, one per reader: two readers in one group would share its positions.')
param consumerGroupNames string[]

@description('Minimum throughput units: each ingests 1 MB/s or 1,000 events/s and emits 2 MB/s.')
@minValue(1)
@maxValue(40)
param capacity int

@description('Maximum throughput units for auto-inflate, which never reduces them.')
@minValue(1)
@maxValue(40)
param maximumCapacity int

@description('Whether the namespace accepts connections from the internet.')
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

// If the public address is closed, IoT Hub and Stream Analytics connect as trusted services, by their identities.
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

// There is no newer stable version.
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
