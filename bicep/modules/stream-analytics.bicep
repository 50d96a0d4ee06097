metadata description = 'Stream Analytics: a job a department, whose query is stream-analytics/<department>.asaql. Sign-in by identity to the hubs and to the lake.'

// A running job cannot be changed: stop the jobs before a deployment that changes them, and start them after it
// (hooks do both). The first start begins now, and each later one at the job's last output, so that no window is
// missed.

@description('Prefix of the names of the jobs, before the department.')
@maxLength(40)
param namePrefix string

@description('Region.')
param location string

@description('Tags of every job.')
param tags object

@description('Resource id of the Log Analytics workspace.')
param logAnalyticsWorkspaceId string

@description('Name of the Event Hubs namespace.')
param namespaceName string

@description('Consumer group of the jobs in each hub. A group allows five readers per partition; the hub `ecommerce` has four.')
param consumerGroupName string = 'stream-analytics'

@description('Name of the lake.')
param lakeName string

@description('Container for the rows. It is separate, so that the jobs cannot write into the tables of Gold.')
param containerName string = 'marts'

@description('Streaming units of each job.')
@allowed([1, 3, 6, 12, 18, 24])
param streamingUnits int = 1

// Time, order and errors are the same for all jobs, and the check of the queries reads them, too.
var common = loadJsonContent('../../stream-analytics/job.json')

// The name of an input is the hub's, and the name of an output is the mart's. The query has both.
var departments = [
  {
    name: 'sales'
    query: loadTextContent('../../stream-analytics/sales.asaql')
    inputs: ['ecommerce']
    outputs: ['sales_day', 'sales_product_day']
  }
  {
    name: 'marketing'
    query: loadTextContent('../../stream-analytics/marketing.asaql')
    inputs: ['customers', 'ecommerce']
    outputs: ['marketing_audience_hour', 'marketing_campaign_day', 'marketing_revenue_day']
  }
  {
    name: 'operations'
    query: loadTextContent('../../stream-analytics/operations.asaql')
    inputs: ['iot', 'logistics']
    outputs: ['operations_delivery_day', 'operations_device_day', 'operations_site_hour']
  }
  {
    name: 'finance'
    query: loadTextContent('../../stream-analytics/finance.asaql')
    inputs: ['ecommerce']
    outputs: ['finance_day']
  }
  {
    name: 'customer-care'
    query: loadTextContent('../../stream-analytics/customer-care.asaql')
    inputs: ['customers', 'ecommerce', 'logistics']
    outputs: ['customer_care_day', 'customer_care_profile_hour']
  }
]

resource jobs 'Microsoft.StreamAnalytics/streamingjobs@2020-03-01' = [
  for department in departments: {
    name: '${namePrefix}-${department.name}'
    location: location
    tags: tags
    // Closed storage and hubs only admit a job as a trusted service with its system-assigned identity:
    // https://learn.microsoft.com/azure/storage/common/storage-network-security-trusted-azure-services
    identity: {
      type: 'SystemAssigned'
    }
    properties: {
      jobType: 'Cloud'
      sku: {
        name: 'Standard'
      }
      dataLocale: 'en-US'
      compatibilityLevel: common.compatibilityLevel
      contentStoragePolicy: 'SystemAccount'
      eventsLateArrivalMaxDelayInSeconds: common.eventsLateArrivalMaxDelayInSeconds
      eventsOutOfOrderMaxDelayInSeconds: common.eventsOutOfOrderMaxDelayInSeconds
      eventsOutOfOrderPolicy: common.eventsOutOfOrderPolicy
      outputErrorPolicy: common.outputErrorPolicy
      inputs: map(department.inputs, hub => {
        name: hub
        properties: {
          type: 'Stream'
          datasource: {
            type: 'Microsoft.EventHub/EventHub'
            properties: {
              authenticationMode: 'Msi'
              serviceBusNamespace: namespaceName
              eventHubName: hub
              consumerGroupName: consumerGroupName
            }
          }
          serialization: {
            type: 'Json'
            properties: {
              encoding: 'UTF8'
            }
          }
        }
      })
      outputs: map(department.outputs, mart => {
        name: mart
        properties: {
          datasource: {
            type: 'Microsoft.Storage/Blob'
            properties: {
              authenticationMode: 'Msi'
              storageAccounts: [
                {
                  accountName: lakeName
                }
              ]
              container: containerName
              pathPattern: '${department.name}/${mart}/{date}'
              dateFormat: 'yyyy/MM/dd'
            }
          }
          // One JSON object per line, which Synapse and DuckDB can read.
          serialization: {
            type: 'Json'
            properties: {
              encoding: 'UTF8'
              format: 'LineSeparated'
            }
          }
        }
      })
      transformation: {
        name: 'query'
        properties: {
          streamingUnits: streamingUnits
          query: department.query
        }
      }
    }
  }
]

// There is no newer stable version.
#disable-next-line use-recent-api-versions
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for (department, index) in departments: {
    name: 'to-log-analytics'
    scope: jobs[index]
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
]

@description('Names of the jobs, for the hooks that stop and start them.')
output jobNames array = [for (department, index) in departments: jobs[index].name]

@description('Resource ids of the jobs, for the alerts.')
output jobIds array = [for (department, index) in departments: jobs[index].id]

@description('Resource id of each job and the hubs that it reads, for the roles.')
output readers array = [
  for (department, index) in departments: {
    id: jobs[index].id
    hubs: department.inputs
  }
]

@description('Object ids of the identities of the jobs, in the same order.')
output principalIds array = [for (department, index) in departments: jobs[index].identity.principalId]
