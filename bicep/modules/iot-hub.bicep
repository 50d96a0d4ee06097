metadata description = 'IoT Hub, for devices with MQTT, AMQP or HTTPS. It routes their messages to the event hub of the source.'

@description('Name of the IoT hub.')
@minLength(3)
@maxLength(50)
param name string

@description('Region of the IoT hub.')
param location string

@description('Tags of every resource.')
param tags object

@description('Workspace for logs and metrics.')
param logAnalyticsWorkspaceId string

@description('Resource id of the user-assigned identity that sends to the event hub; an empty text if the hub uses its system-assigned one.')
param identityId string

@description('Whether the route is created. The service tests it at once, so the identity must have its role before.')
param routed bool = true

@description('Namespace of the event hub, as `name.servicebus.windows.net`.')
param fullyQualifiedNamespace string

@description('Event hub for the messages of devices.')
param hubName string

@description('Size: a unit accepts 400,000 messages a day on S1, 6 million on S2, 300 million on S3.')
@allowed(['S1', 'S2', 'S3'])
param skuName string = 'S1'

@description('Units of that size.')
@minValue(1)
@maxValue(200)
param units int = 1

@description('Whether devices reach it over the internet.')
param publicNetworkAccess bool

// Regions that accept a setting for TLS 1.2 only, when the hub is created. Other regions have no such setting, and
// since 31 August 2025 they accept nothing older either.
// https://learn.microsoft.com/azure/iot-hub/iot-hub-tls-support
var asksForTls = contains(['eastus', 'southcentralus', 'westus2', 'usgovarizona', 'usgovvirginia'], toLower(replace(location, ' ', '')))

resource iotHub 'Microsoft.Devices/IotHubs@2023-06-30' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: skuName
    capacity: units
  }
  identity: {
    type: empty(identityId) ? 'SystemAssigned' : 'UserAssigned'
    userAssignedIdentities: empty(identityId)
      ? null
      : {
          '${identityId}': {}
        }
  }
  properties: {
    // Services sign in with Microsoft Entra ID and devices with certificates; there are no shared keys.
    disableLocalAuth: true
    disableDeviceSAS: true
    disableModuleSAS: true
    minTlsVersion: asksForTls ? '1.2' : null
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    // Required, although nothing reads it.
    eventHubEndpoints: {
      events: {
        partitionCount: 2
        retentionTimeInDays: 1
      }
    }
    routing: {
      endpoints: {
        eventHubs: routed
          ? [
              {
                name: 'pipeline'
                authenticationType: 'identityBased'
                identity: empty(identityId)
                  ? null
                  : {
                      userAssignedIdentity: identityId
                    }
                endpointUri: 'sb://${fullyQualifiedNamespace}'
                entityPath: hubName
              }
            ]
          : []
      }
      routes: routed
        ? [
            {
              name: 'messages-to-pipeline'
              source: 'DeviceMessages'
              condition: 'true'
              endpointNames: ['pipeline']
              isEnabled: true
            }
          ]
        : []
      // Disabled, so that a message without a matching route is counted as dropped and not kept unread.
      fallbackRoute: {
        name: '$fallback'
        source: 'DeviceMessages'
        condition: 'true'
        endpointNames: ['events']
        isEnabled: false
      }
    }
  }
}

// There is no newer stable version.
#disable-next-line use-recent-api-versions
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: iotHub
  properties: {
    workspaceId: logAnalyticsWorkspaceId
    logs: [
      for category in ['Connections', 'DeviceTelemetry', 'DeviceIdentityOperations', 'Routes']: {
        category: category
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

output name string = iotHub.name
output id string = iotHub.id
output hostName string = iotHub.properties.hostName

@description('Object id of the hub\'s system-assigned identity; an empty text if it has none.')
output principalId string = empty(identityId) ? iotHub.identity.principalId : ''
