metadata description = 'Log Analytics, Application Insights on top of it, and the receivers of alerts.'

@description('Name of the Log Analytics workspace.')
param logAnalyticsName string

@description('Name of the Application Insights resource.')
param applicationInsightsName string

@description('Name of the action group.')
param actionGroupName string

@description('Region of the workspace and of Application Insights.')
param location string

@description('Tags of every resource.')
param tags object

@description('Days that logs are kept. The first 31 are free of charge, 90 for the tables of Application Insights.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('Address for alerts; an empty text sends none, and the alerts only appear in the portal.')
param alertEmail string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: logAnalyticsName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    features: {
      // The workspace's own keys are disabled; agents and queries use Microsoft Entra ID.
      disableLocalAuth: true
      // Readers of a resource may read its logs, and no others.
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

// Logs of queries: who ran which. There is no newer stable version.
#disable-next-line use-recent-api-versions
resource workspaceDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: workspace
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        category: 'Audit'
        enabled: true
      }
    ]
  }
}

// No diagnostic setting here: the data of Application Insights is already in the workspace, and would be billed
// twice.
resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: applicationInsightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    // The connection string alone does not allow writing: see Monitoring Metrics Publisher in roles.bicep.
    DisableLocalAuth: true
  }
}

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'sluice'
    enabled: true
    emailReceivers: empty(alertEmail)
      ? []
      : [
          {
            name: 'operators'
            emailAddress: alertEmail
            useCommonAlertSchema: true
          }
        ]
  }
}

output logAnalyticsWorkspaceId string = workspace.id
output applicationInsightsId string = applicationInsights.id
output applicationInsightsName string = applicationInsights.name

@description('Destination of telemetry. Without local authentication it grants no access by itself, so it is not a secret.')
output applicationInsightsConnectionString string = applicationInsights.properties.ConnectionString

output actionGroupId string = actionGroup.id
