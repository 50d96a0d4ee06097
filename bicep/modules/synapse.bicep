metadata description = 'Synapse workspace: the serverless endpoint over Gold, and a dedicated pool on request. Sign-in with Microsoft Entra ID alone.'

// synapse/*.sql creates the database, its credential, data source and views. A hook runs the scripts.

@description('Name of the workspace; unique in Azure.')
@minLength(1)
@maxLength(50)
param name string

@description('Name of the resource group that the service creates. It must not exist yet, and deleting the workspace deletes it.')
@maxLength(90)
param managedResourceGroupName string = 'rg-${name}-managed'

@description('Region; the same as the lake.')
param location string

@description('Tags of every resource.')
param tags object

@description('Resource id of the Log Analytics workspace.')
param logAnalyticsWorkspaceId string

@description('Resource id of the lake.')
param lakeId string

@description('Address of the lake (DFS).')
param lakeUrl string

@description('Default container of the workspace.')
param containerName string = 'gold'

@description('Object id of the first administrator if a cloud solution provider owns the subscription. Otherwise the service ignores it, and the creator of the workspace administers it and its SQL; docs/synapse.md explains how to add others. Empty for none.')
param administratorId string = ''

@description('False closes the public address. The service only allows that in a managed virtual network, so the workspace gets one.')
param publicNetworkAccess bool

@description('Puts the workspace into a managed virtual network, which is required to close the public address. It cannot be changed later.')
param managedVirtualNetwork bool = false

@description('Addresses that may connect to the public address, as ranges { name, start, end }. Without any, no address can connect until a rule is added. The range 0.0.0.0 to 0.0.0.0 means the services of Azure, which Power BI needs.')
param allowedAddresses addressRange[] = []

@description('Size of a dedicated pool, which is billed by the hour until it is paused; empty deploys none.')
@allowed(['', 'DW100c', 'DW200c', 'DW300c', 'DW400c', 'DW500c', 'DW1000c'])
param dedicatedPoolSize string = ''

@description('Name of the dedicated pool and its database.')
@maxLength(60)
param dedicatedPoolName string = 'sluice'

type addressRange = {
  @description('Name of the rule.')
  name: string
  @description('First address.')
  start: string
  @description('Last address.')
  end: string
}

var managed = managedVirtualNetwork || !publicNetworkAccess
var dedicated = !empty(dedicatedPoolSize)

resource workspace 'Microsoft.Synapse/workspaces@2021-06-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    // Reads Gold for users who may use a view but have no right in the lake.
    type: 'SystemAssigned'
  }
  properties: {
    azureADOnlyAuthentication: true
    // The service requires a name for a login that cannot be used: its password is unknown, and SQL sign-in is
    // disabled.
    sqlAdministratorLogin: 'unused'
    cspWorkspaceAdminProperties: empty(administratorId)
      ? null
      : {
          initialWorkspaceAdminObjectId: administratorId
        }
    // No managed private endpoint: it would need an approval and serve only Spark and pipelines. SQL pools run
    // outside of the managed network and connect to a closed lake as a trusted service, with the identity.
    // https://learn.microsoft.com/azure/synapse-analytics/security/synapse-workspace-managed-private-endpoints
    defaultDataLakeStorage: {
      resourceId: lakeId
      accountUrl: lakeUrl
      filesystem: containerName
    }
    managedResourceGroupName: managedResourceGroupName
    managedVirtualNetwork: managed ? 'default' : null
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
  }
}

// TLS 1.2 is the minimum of the endpoints, without a setting for it.
// https://learn.microsoft.com/azure/synapse-analytics/security/connectivity-settings

// One at a time: the workspace accepts one change of its firewall at a time.
@batchSize(1)
resource firewallRules 'Microsoft.Synapse/workspaces/firewallRules@2021-06-01' = [
  for address in publicNetworkAccess ? allowedAddresses : []: {
    parent: workspace
    name: address.name
    properties: {
      startIpAddress: address.start
      endIpAddress: address.end
    }
  }
]

resource pool 'Microsoft.Synapse/workspaces/sqlPools@2021-06-01' = if (dedicated) {
  parent: workspace
  name: dedicatedPoolName
  location: location
  tags: tags
  sku: {
    name: dedicatedPoolSize
  }
  properties: {
    createMode: 'Default'
    collation: 'SQL_Latin1_General_CP1_CI_AS'
    storageAccountType: 'LRS'
  }
  // After the rules: the workspace accepts one change at a time.
  dependsOn: [
    firewallRules
  ]
}

resource poolEncryption 'Microsoft.Synapse/workspaces/sqlPools/transparentDataEncryption@2021-06-01' = if (dedicated) {
  parent: pool
  name: 'current'
  properties: {
    status: 'Enabled'
  }
}

// There is no newer stable version.
#disable-next-line use-recent-api-versions
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: workspace
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
resource poolDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (dedicated) {
  name: 'to-log-analytics'
  scope: pool
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

@description('Name of the workspace.')
output name string = workspace.name

@description('Resource id of the workspace.')
output id string = workspace.id

@description('Object id of the identity of the workspace, for its role on Gold.')
output principalId string = workspace.identity.principalId

@description('Host name of the serverless SQL endpoint.')
output serverlessEndpoint string = workspace.properties.connectivityEndpoints.sqlOnDemand

@description('Name of the dedicated pool; empty if there is none.')
output dedicatedPoolName string = dedicated ? dedicatedPoolName : ''
