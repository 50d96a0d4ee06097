metadata description = 'Key Vault, for what cannot be an identity: passwords of other people\'s systems, push URLs, the pepper of pseudonyms.'

@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Region of the vault.')
param location string

@description('Tags of every resource.')
param tags object

@description('Workspace that takes logs and metrics.')
param logAnalyticsWorkspaceId string

@description('Days that a deleted secret, and the deleted vault itself, can be brought back. They cannot be cut short.')
@minValue(7)
@maxValue(90)
param softDeleteDays int = 7

@description('Brings the vault of this name back that `azd down` has deleted. For the first deployment after that, and no other.')
param recover bool = false

@description('Whether the vault takes connections from the internet.')
param publicNetworkAccess bool

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    createMode: recover ? 'recover' : 'default'
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: softDeleteDays
    enablePurgeProtection: true
    publicNetworkAccess: publicNetworkAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: publicNetworkAccess ? 'Allow' : 'Deny'
    }
  }
}

// No stable version is newer.
#disable-next-line use-recent-api-versions
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: vault
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

output name string = vault.name
output id string = vault.id
output uri string = vault.properties.vaultUri
