metadata description = 'Key Vault, for credentials that cannot be identities: passwords of other systems, push URLs, the pepper of pseudonyms.'

@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Region of the vault.')
param location string

@description('Tags of every resource.')
param tags object

@description('Workspace for logs and metrics.')
param logAnalyticsWorkspaceId string

@description('Days in which a deleted secret, and the deleted vault itself, can be recovered. They cannot be shortened.')
@minValue(7)
@maxValue(90)
param softDeleteDays int = 7

@description('Recovers the vault of this name that `azd down` has deleted. Only for the first deployment after that.')
param recover bool = false

@description('Whether the vault accepts connections from the internet.')
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

// There is no newer stable version.
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
