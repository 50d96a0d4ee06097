metadata description = 'Databricks workspace (premium, Unity Catalog) and the access connector whose identity reads and writes the lake.'

// A hook creates what Bicep cannot create inside the workspace:
// - the storage credential over the access connector, and the external locations of the containers
// - the secret scope backed by Key Vault
// - the service principal of the function app with its right to run the job
// - the job itself (Asset Bundle)

@description('Name of the workspace.')
@minLength(3)
@maxLength(64)
param name string

@description('Name of the access connector.')
@minLength(3)
@maxLength(64)
param accessConnectorName string

@description('Name of the resource group that the service creates for its machines. It must not exist yet, and deleting the workspace deletes it.')
@maxLength(90)
param managedResourceGroupName string = 'rg-${name}-managed'

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Resource id of the user-assigned identity of the access connector. Empty gives it a system-assigned one, which a closed lake requires.')
param identityId string

@description('Resource id of the Log Analytics workspace for the audit logs.')
param logAnalyticsWorkspaceId string

@description('Resource id of the virtual network of the clusters; empty lets the service create one.')
param virtualNetworkId string = ''

@description('Name of the host subnet in that network (Databricks names it public).')
param publicSubnetName string = ''

@description('Name of the container subnet in that network (Databricks names it private).')
param privateSubnetName string = ''

var injected = !empty(virtualNetworkId)

// The firewall of a storage account recognizes a resource by its system-assigned identity. It has been seen to refuse
// a user-assigned one whose resource it admits: https://github.com/MicrosoftDocs/azure-docs/issues/104165
resource accessConnector 'Microsoft.Databricks/accessConnectors@2026-01-01' = {
  name: accessConnectorName
  location: location
  tags: tags
  identity: empty(identityId)
    ? {
        type: 'SystemAssigned'
      }
    : {
        type: 'UserAssigned'
        userAssignedIdentities: {
          '${identityId}': {}
        }
      }
  properties: {}
}

resource workspace 'Microsoft.Databricks/workspaces@2026-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    // Diagnostic settings, secret scopes over Key Vault and Unity Catalog need it.
    name: 'premium'
  }
  properties: {
    // Clusters in the managed resource group, and serverless compute.
    computeMode: 'Hybrid'
    managedResourceGroupId: subscriptionResourceId('Microsoft.Resources/resourceGroups', managedResourceGroupName)
    defaultCatalog: {
      initialType: 'UnityCatalog'
    }
    // The function app, the bundle and people reach the workspace by its public address, with tokens of Entra ID.
    // Only the clusters are inside the network, and the jobs of the bundle run on clusters. Serverless compute and
    // SQL warehouses are outside. A closed lake admits them after an account administrator creates a network
    // connectivity configuration with private endpoints to the lake (blob and dfs). It must be bound to this
    // workspace and approved on the lake.
    // https://learn.microsoft.com/azure/databricks/security/network/serverless-network-security/serverless-private-link
    publicNetworkAccess: 'Enabled'
    requiredNsgRules: 'AllRules'
    parameters: union(
      {
        enableNoPublicIp: {
          value: true
        }
      },
      injected
        ? {
            customVirtualNetworkId: {
              value: virtualNetworkId
            }
            customPublicSubnetName: {
              value: publicSubnetName
            }
            customPrivateSubnetName: {
              value: privateSubnetName
            }
          }
        : {}
    )
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
  }
}

@description('Name of the workspace.')
output name string = workspace.name

@description('Resource id of the workspace: DATABRICKS_AZURE_RESOURCE_ID of the Databricks CLI.')
output workspaceId string = workspace.id

@description('Address of the workspace, with https://.')
output workspaceUrl string = 'https://${workspace.properties.workspaceUrl}'

@description('Resource id of the access connector, for the storage credential that a hook creates.')
output accessConnectorId string = accessConnector.id

@description('Object id of the access connector\'s system-assigned identity; empty if it has none.')
output principalId string = empty(identityId) ? accessConnector.identity.principalId : ''
