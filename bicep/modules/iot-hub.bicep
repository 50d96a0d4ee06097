metadata description = 'IoT Hub, for devices that speak MQTT, AMQP or HTTPS; their messages go on to the event hub of the source.'

@description('Name of the IoT hub.')
@minLength(3)
@maxLength(50)
param name string

@description('Region of the IoT hub.')
param location string

@description('Tags of every resource.')
param tags object

@description('Workspace that takes logs and metrics.')
param logAnalyticsWorkspaceId string

@description('Resource id of the identity that sends to the event hub. It must have its role before the route is made.')
param identityId string

@description('Namespace of the event hub, as `name.servicebus.windows.net`.')
param fullyQualifiedNamespace string

@description('Event hub that the messages of devices go to.')
param hubName string

@description('Size: a unit takes 400,000 messages a day on S1, 6 million on S2, 300 million on S3.')
@allowed(['S1', 'S2', 'S3'])
param skuName string = 'S1'

@description('Units of that size.')
@minValue(1)
@maxValue(200)
param units int = 1

@description('Whether devices reach it over the internet.')
param publicNetworkAccess bool

resource iotHub 'Microsoft.Devices/IotHubs@2023-06-30' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: skuName
    capacity: units
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    // Services sign in with Microsoft Entra ID and devices with certificates; no shared keys of any kind.
    disableLocalAuth: true
    disableDeviceSAS: true
    disableModuleSAS: true
    minTlsVersion: '1.2'
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    // Must be there, though nothing reads it.
    eventHubEndpoints: {
      events: {
        partitionCount: 2
        retentionTimeInDays: 1
      }
    }
    routing: {
      endpoints: {
        eventHubs: [
          {
            name: 'pipeline'
            authenticationType: 'identityBased'
            identity: {
              userAssignedIdentity: identityId
            }
            endpointUri: 'sb://${fullyQualifiedNamespace}'
            entityPath: hubName
          }
        ]
      }
      routes: [
        {
          name: 'messages-to-pipeline'
          source: 'DeviceMessages'
          condition: 'true'
          endpointNames: ['pipeline']
          isEnabled: true
        }
      ]
      // Off, so that a message that fits no route is counted as dropped rather than kept where nobody reads it.
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
