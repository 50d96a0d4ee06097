metadata description = 'Databricks workspace (premium, Unity Catalog) and the access connector whose identity reads and writes the lake.'

// What Bicep cannot make lies inside the workspace, and a hook makes it: the storage credential over the access connector,
// the external locations of the containers, the secret scope that is backed by Key Vault, the service principal of the
// function app with its right to run the job, and the job itself (Asset Bundle).

@description('Name of the workspace.')
@minLength(3)
@maxLength(64)
param name string

@description('Name of the access connector.')
@minLength(3)
@maxLength(64)
param accessConnectorName string

@description('Name of the resource group that the service itself makes and holds its machines in. It must not exist yet, and deleting the workspace deletes it.')
@maxLength(90)
param managedResourceGroupName string = 'rg-${name}-managed'

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Resource id of the user-assigned identity that the access connector acts as. Empty gives it one of its own, which a closed lake asks for.')
param identityId string

@description('Resource id of the Log Analytics workspace that takes the audit logs.')
param logAnalyticsWorkspaceId string

@description('Resource id of the virtual network of the clusters; empty lets the service make one of its own.')
param virtualNetworkId string = ''

@description('Name of the host subnet (Databricks calls it public) in that network.')
param publicSubnetName string = ''

@description('Name of the container subnet (Databricks calls it private) in that network.')
param privateSubnetName string = ''

var injected = !empty(virtualNetworkId)

// The firewall of a storage account knows a resource by the identity that is the resource's own, and has been seen to turn away
// a user-assigned one whose resource it lets in: https://github.com/MicrosoftDocs/azure-docs/issues/104165
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
    // Clusters of one's own, in the managed resource group; serverless compute besides.
    computeMode: 'Hybrid'
    managedResourceGroupId: subscriptionResourceId('Microsoft.Resources/resourceGroups', managedResourceGroupName)
    defaultCatalog: {
      initialType: 'UnityCatalog'
    }
    // The function app, the bundle and people reach the workspace by its public address, with tokens of Entra ID.
    // Only the clusters are inside the network, and the jobs of the bundle run on clusters. Serverless compute and SQL warehouses
    // are outside: a closed lake lets them in once the account of Databricks has a network connectivity configuration with private
    // endpoints to the lake (blob and dfs), bound to this workspace and approved on the lake, all of it by an account administrator.
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

// No stable version is newer.
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

@description('Resource id of the access connector, for the storage credential that a hook makes.')
output accessConnectorId string = accessConnector.id

@description('Object id of the identity that the access connector has of its own; empty where it acts as another.')
output principalId string = empty(identityId) ? accessConnector.identity.principalId : ''
