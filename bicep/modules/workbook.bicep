metadata description = 'The workbook in Application Insights: landing, contracts, live windows, refreshes and faults. Its tiles are bicep/workbook/sluice.json. And the dashboard that azd monitor opens.'

@description('Name in the portal.')
param displayName string

@description('Region.')
param location string

@description('Tags of the workbook.')
param tags object

@description('Resource id of Application Insights, for its queries.')
param applicationInsightsId string

@description('Names of the sources, which filter the tiles.')
param sources string[]

var sourceList = string(sources)
// The tiles have two placeholders for their sources: a list, and the same list as a text.
var tiles = replace(replace(loadTextContent('../workbook/sluice.json'), '"<sources as a text>"', '"${replace(sourceList, '"', '\\"')}"'), '"<sources>"', sourceList)

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // The service requires a GUID here. It is the same at every deployment, so that links to it stay valid.
  name: guid(applicationInsightsId, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: displayName
    description: 'Flow of events, quarantine, refreshes and failures.'
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: applicationInsightsId
    serializedData: string(union(json(tiles), { fallbackResourceIds: [applicationInsightsId] }))
  }
}

// `azd monitor` opens the dashboards of the resource group, and fails if there is none:
// https://github.com/Azure/azure-dev/blob/main/cli/azd/cmd/monitor.go
resource dashboard 'Microsoft.Portal/dashboards@2025-04-01-preview' = {
  name: guid(applicationInsightsId, 'dashboard')
  location: location
  // The portal shows it as the title.
  tags: union(tags, { 'hidden-title': displayName })
  properties: {
    lenses: [
      {
        order: 0
        parts: [
          {
            position: {
              x: 0
              y: 0
              colSpan: 6
              rowSpan: 4
            }
            metadata: {
              type: 'Extension/HubsExtension/PartType/MarkdownPart'
              inputs: []
              settings: {
                content: {
                  title: displayName
                  subtitle: 'Flow of events, and failures'
                  content: join(
                    [
                      '- [The pipeline](#resource${workbook.id}/workbook): landing, quarantine, live windows, refreshes'
                      '- [Live metrics](#resource${applicationInsightsId}/quickPulse)'
                      '- [Failures](#resource${applicationInsightsId}/failures)'
                      '- [Logs](#resource${applicationInsightsId}/logs)'
                      '- [Alerts](#resource${applicationInsightsId}/alertsV2)'
                    ],
                    '\n'
                  )
                }
              }
            }
          }
        ]
      }
    ]
  }
}

@description('Resource id of the workbook.')
output id string = workbook.id
