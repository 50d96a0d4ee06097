metadata description = 'The data lake (ADLS Gen2), its containers, and the lifecycle of old Bronze.'

@description('Name of the storage account.')
@minLength(3)
@maxLength(24)
param name string

@description('Region of the account.')
param location string

@description('Tags of every resource.')
param tags object

@description('Workspace for logs and metrics.')
param logAnalyticsWorkspaceId string

@description('Containers of the lake.')
param containerNames string[]

@description('Container of Bronze; the lifecycle rules apply only to it.')
param bronzeContainerName string

@description('Copies: in one data centre (LRS), in three zones (ZRS), also in the paired region (GRS, GZRS; RA: readable there).')
@allowed(['LRS', 'ZRS', 'GRS', 'GZRS', 'RAGRS', 'RAGZRS'])
param redundancy string

// Disabled by default: each move of an object is a billed write, and slots are small (docs/costs-by-service.md, "Cooler tiers").
@description('Days after which a Bronze object goes to the cool tier, which bills at least 30 days; 0 leaves it in hot.')
@minValue(0)
@maxValue(3650)
param bronzeCoolAfterDays int = 0

@description('Days after which a Bronze object goes to the cold tier, which bills at least 90 days; 0 leaves it as it is.')
@minValue(0)
@maxValue(3650)
param bronzeColdAfterDays int = 0

@description('Days after which a Bronze object is deleted; 0 keeps Bronze forever. See the rule below before you set it.')
@minValue(0)
@maxValue(3650)
param bronzeRetentionDays int

@description('Days in which a deleted object or container can be recovered. Data of a deleted person is only gone after these, too.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 7

@description('Whether the account accepts connections from the internet.')
param publicNetworkAccess bool

@description('Access connector of Databricks; an empty text for none. If the public address is closed, Unity Catalog connects as it.')
param accessConnectorName string

// Tiers change the cost of an object, but not its name or bytes, so they do not affect the landing protocol. Nothing
// is archived: reading an archived slot takes hours, and a rebuild reads them all.
//
// Deleting does affect the landing protocol. A slot's name is never free again (docs/landing-protocol.md): the name
// of the next slot follows from the head, and the refresh counts in slots. Deleted slots must therefore be far behind
// the head, which a time alone does not ensure. A partition without events for the whole retention loses its head,
// too, and would begin at slot 0 again. Set a retention only if every partition gets events far more often than that.
// Silver cannot be rebuilt from deleted slots. The default keeps everything.
var bronzeActions = union(
  bronzeCoolAfterDays > 0 ? { tierToCool: { daysAfterModificationGreaterThan: bronzeCoolAfterDays } } : {},
  bronzeColdAfterDays > 0 ? { tierToCold: { daysAfterModificationGreaterThan: bronzeColdAfterDays } } : {},
  bronzeRetentionDays > 0 ? { delete: { daysAfterModificationGreaterThan: bronzeRetentionDays } } : {}
)

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: 'Standard_${redundancy}'
  }
  properties: {
    isHnsEnabled: true
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: publicNetworkAccess ? 'Allow' : 'Deny'
      resourceAccessRules: empty(accessConnectorName)
        ? []
        : [
            {
              tenantId: tenant().tenantId
              resourceId: resourceId('Microsoft.Databricks/accessConnectors', accessConnectorName)
            }
          ]
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-08-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
    }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-08-01' = [
  for containerName in containerNames: {
    parent: blobs
    name: containerName
    properties: {
      publicAccess: 'None'
    }
  }
]

// Silver and Gold have no rule: Delta removes its own old files (VACUUM), and a file of the present version may be
// old.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-08-01' = if (!empty(bronzeActions)) {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'bronze'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['${bronzeContainerName}/']
            }
            actions: {
              baseBlob: bronzeActions
            }
          }
        }
      ]
    }
  }
}

// There is no newer stable version.
#disable-next-line use-recent-api-versions
resource accountDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: account
  properties: {
    workspaceId: logAnalyticsWorkspaceId
    metrics: [
      {
        category: 'Transaction'
        enabled: true
      }
    ]
  }
}

// Deletions only. Reads and writes are not logged: Spark makes thousands a minute, landing one per batch, and each
// log line would be billed (docs/costs-by-service.md). There is no newer stable version.
#disable-next-line use-recent-api-versions
resource blobDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: blobs
  properties: {
    workspaceId: logAnalyticsWorkspaceId
    logs: [
      for category in ['StorageDelete']: {
        category: category
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'Transaction'
        enabled: true
      }
    ]
  }
}

output name string = account.name
output id string = account.id

@description('Without a slash at the end.')
output blobEndpoint string = 'https://${account.name}.blob.${environment().suffixes.storage}'

@description('Without a slash at the end.')
output dfsEndpoint string = 'https://${account.name}.dfs.${environment().suffixes.storage}'
