metadata description = 'The workbook in Application Insights: landing, contracts, live windows, refreshes and faults. Its tiles are bicep/workbook/sluice.json.'

@description('Name in the portal.')
param displayName string

@description('Region.')
param location string

@description('Tags of the workbook.')
param tags object

@description('Resource id of Application Insights, which its queries ask.')
param applicationInsightsId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // The service wants a GUID here. The same one at every deployment, so that links to it go on.
  name: guid(applicationInsightsId, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: displayName
    description: 'How events flow, what is quarantined, how refreshes go and what fails.'
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: applicationInsightsId
    serializedData: string(union(loadJsonContent('../workbook/sluice.json'), { fallbackResourceIds: [applicationInsightsId] }))
  }
}

@description('Resource id of the workbook.')
output id string = workbook.id
