metadata description = 'Alerts: rules over the metrics of the services, and queries of Application Insights. docs/alerts.md has the steps for each.'

@description('Prefix of the names of all rules.')
@maxLength(60)
param namePrefix string

@description('Region of the rules that query logs.')
param location string

@description('Tags of every rule.')
param tags object

@description('Resource id of the action group that receives the alerts.')
param actionGroupId string

@description('Resource id of Application Insights.')
param applicationInsightsId string

@description('Resource id of the Event Hubs namespace.')
param namespaceId string

@description('Hubs that landing reads. Rules that detect a stopped app exist once per hub.')
param hubNames array

@description('Resource id of the lake.')
param lakeId string

@description('Resource id of the account with the containers, queues and tables of the function app.')
param hostStorageId string

@description('Resource id of the data factory; empty for none.')
param dataFactoryId string = ''

@description('Resource ids of the Stream Analytics jobs; none if they are not deployed.')
param streamAnalyticsJobIds array = []

@description('Lag of a partition in events that raises an alert after a quarter of an hour. Rule of thumb: the events of ten minutes.')
@minValue(1)
param lagEvents int = 100000

@description('Seconds that an event may wait for landing before an alert.')
@minValue(120)
param landingAgeSeconds int = 600

@description('Failed calls of functions within a quarter of an hour that raise an alert.')
@minValue(1)
param functionFailures int = 20

@description('Quarantined records within an hour that raise an alert, if they are also one per cent of all records.')
@minValue(1)
param quarantinedRecords int = 1000

@description('Throttled requests within five minutes that raise an alert. A few are normal while auto-inflate adds units.')
@minValue(0)
param throttledRequests int = 100

// The queries are bicep/alerts/*.kql. Each returns a row per problem and no rows otherwise; a row raises an alert. A
// threshold is a `let` at the start of the query, so the query of an alert shows the reason.
// Metrics are never sampled, unlike spans and log lines, so queries use metrics if possible. A counter and a gauge
// arrive as valueSum; a histogram also has valueCount.
var questions = [
  {
    name: 'events-lost'
    title: 'Events were lost before they landed'
    description: 'The hub dropped events before landing read them: the retention was too short, or landing was down for longer than the retention.'
    severity: 0
    frequency: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/events-lost.kql')
  }
  {
    name: 'live-events-lost'
    title: 'Events were lost before the live windows'
    description: 'Live windows miss events. They are complete again from the next minute on, and Gold has all landed events.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('../alerts/live-events-lost.kql')
  }
  {
    name: 'hub-lag'
    title: 'A stage is far behind the hub'
    description: 'A partition has been behind for a quarter of an hour without a break. Events that are behind for longer than the retention are lost.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: 'let lagEvents = ${lagEvents};\n${loadTextContent('../alerts/hub-lag.kql')}'
  }
  {
    name: 'landing-age'
    title: 'Events wait to be landed'
    description: 'An event has been waiting in a partition for ten minutes or longer. One is enough: an event that the host cannot read blocks all events after it.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: 'let landingAgeSeconds = ${landingAgeSeconds};\n${loadTextContent('../alerts/landing-age.kql')}'
  }
  {
    name: 'landing-unwatched'
    title: 'The age of waiting events is not measured'
    description: 'No age has been measured for a quarter of an hour: the app does not run, its timer fails, or its telemetry does not arrive. The alert landing-age does not work until then.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/landing-unwatched.kql')
  }
  {
    name: 'poison-batch'
    title: 'A batch fails repeatedly'
    description: 'Calls that land events failed ten times in a quarter of an hour. The partition is blocked until its batch succeeds.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/poison-batch.kql')
  }
  {
    name: 'trigger-skips'
    title: 'A trigger delivers no events'
    description: 'Sweeps landed the events of one partition three times in a quarter of an hour. Nothing is lost, but every event is a minute late.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('../alerts/trigger-skips.kql')
  }
  {
    name: 'function-failures'
    title: 'Functions fail'
    description: 'Calls of functions end with an error. The rows have the functions and their results.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT15M'
    query: 'let functionFailures = ${functionFailures};\n${loadTextContent('../alerts/function-failures.kql')}'
  }
  {
    name: 'refresh-failed'
    title: 'A refresh failed'
    description: 'Gold has the data of the last successful refresh. The next refresh includes everything since then.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/refresh-failed.kql')
  }
  {
    name: 'quarantine-grows'
    title: 'The quarantine grows'
    description: 'More than one per cent of the incoming records break their contract. The rows have the source, contract and reason.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT1H'
    query: 'let quarantinedRecords = ${quarantinedRecords};\n${loadTextContent('../alerts/quarantine-grows.kql')}'
  }
  {
    name: 'sink-down'
    title: 'A sink does not accept live windows'
    description: 'Deliveries failed for a quarter of an hour and none succeeded. Windows wait and are delivered later in their newest state.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('../alerts/sink-down.kql')
  }
  {
    name: 'unpublished'
    title: 'The hub refuses events of the app'
    description: 'Events from HTTP or from simulators could not be published. Callers received an error.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/unpublished.kql')
  }
]

var hubMetrics = [
  {
    name: 'hub-throttled'
    description: 'Event Hubs throttles requests: the throughput units are exhausted. Raise their maximum.'
    severity: 2
    scope: namespaceId
    namespace: 'Microsoft.EventHub/namespaces'
    criteria: [
      {
        metric: 'ThrottledRequests'
        aggregation: 'Total'
        operator: 'GreaterThan'
        threshold: throttledRequests
      }
    ]
    window: 'PT5M'
    splitBy: ''
    splitInto: []
  }
  {
    name: 'hub-errors'
    description: 'Event Hubs returns server errors.'
    severity: 2
    scope: namespaceId
    namespace: 'Microsoft.EventHub/namespaces'
    criteria: [
      {
        metric: 'ServerErrors'
        aggregation: 'Total'
        operator: 'GreaterThan'
        threshold: 10
      }
    ]
    window: 'PT15M'
    splitBy: ''
    splitInto: []
  }
]

// These alerts work without the app. A rule of several conditions takes one value of a dimension, so there is a rule
// for each hub:
// https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-types#apply-multiple-conditions-to-a-metric-alert-rule
var unreadMetrics = map(hubNames, hubName => {
  name: 'hub-unread-${hubName}'
  description: 'Events arrive in the hub ${hubName} and nothing reads it: the app does not run. While it runs, see the alert landing-age.'
  severity: 1
  scope: namespaceId
  namespace: 'Microsoft.EventHub/namespaces'
  criteria: [
    {
      metric: 'IncomingMessages'
      aggregation: 'Total'
      operator: 'GreaterThan'
      threshold: 0
    }
    {
      metric: 'OutgoingMessages'
      aggregation: 'Total'
      operator: 'LessThanOrEqual'
      threshold: 0
    }
  ]
  window: 'PT15M'
  splitBy: 'EntityName'
  splitInto: [hubName]
})

var storageMetrics = map(
  [
    { name: 'lake', scope: lakeId }
    { name: 'host-storage', scope: hostStorageId }
  ],
  account => {
    name: '${account.name}-availability'
    description: 'The storage account fails more than one per cent of the requests, by throttling or by server errors.'
    severity: 1
    scope: account.scope
    namespace: 'Microsoft.Storage/storageAccounts'
    criteria: [
      {
        metric: 'Availability'
        aggregation: 'Average'
        operator: 'LessThan'
        threshold: 99
      }
    ]
    window: 'PT15M'
    splitBy: ''
    splitInto: []
  }
)

var factoryMetrics = empty(dataFactoryId)
  ? []
  : [
      {
        name: 'pipeline-failed'
        description: 'A pipeline of Data Factory failed. The next run of the refresh repeats it.'
        severity: 2
        scope: dataFactoryId
        namespace: 'Microsoft.DataFactory/factories'
        criteria: [
          {
            metric: 'PipelineFailedRuns'
            aggregation: 'Total'
            operator: 'GreaterThan'
            threshold: 0
          }
        ]
        window: 'PT15M'
        splitBy: 'Name'
        splitInto: ['*']
      }
    ]

var jobMetrics = flatten(map(streamAnalyticsJobIds, job => [
  {
    name: '${last(split(job, '/'))}-behind'
    description: 'The job is more than a quarter of an hour behind its streams. It needs more streaming units, or it has stopped.'
    severity: 2
    scope: job
    namespace: 'Microsoft.StreamAnalytics/streamingjobs'
    criteria: [
      {
        metric: 'OutputWatermarkDelaySeconds'
        aggregation: 'Maximum'
        operator: 'GreaterThan'
        threshold: 900
      }
    ]
    window: 'PT15M'
    splitBy: ''
    splitInto: []
  }
  {
    name: '${last(split(job, '/'))}-errors'
    description: 'The query of the job has errors at run time.'
    severity: 2
    scope: job
    namespace: 'Microsoft.StreamAnalytics/streamingjobs'
    criteria: [
      {
        metric: 'Errors'
        aggregation: 'Total'
        operator: 'GreaterThan'
        threshold: 0
      }
    ]
    window: 'PT15M'
    splitBy: ''
    splitInto: []
  }
]))

var measurements = concat(hubMetrics, unreadMetrics, storageMetrics, factoryMetrics, jobMetrics)

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for question in questions: {
    name: '${namePrefix}-${question.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: question.title
      description: question.description
      severity: question.severity
      enabled: true
      scopes: [applicationInsightsId]
      evaluationFrequency: question.frequency
      windowSize: question.window
      // Tables and custom metrics appear with the first telemetry, so the query cannot be validated before it.
      skipQueryValidation: true
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: question.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [actionGroupId]
      }
    }
  }
]

resource metricAlerts 'Microsoft.Insights/metricAlerts@2026-01-01' = [
  for measurement in measurements: {
    name: '${namePrefix}-${measurement.name}'
    location: 'global'
    tags: tags
    properties: {
      description: measurement.description
      severity: measurement.severity
      enabled: true
      scopes: [measurement.scope]
      evaluationFrequency: 'PT5M'
      windowSize: measurement.window
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: map(measurement.criteria, criterion => {
          name: criterion.metric
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: measurement.namespace
          metricName: criterion.metric
          timeAggregation: criterion.aggregation
          operator: criterion.operator
          threshold: criterion.threshold
          dimensions: empty(measurement.splitBy)
            ? []
            : [
                {
                  name: measurement.splitBy
                  operator: 'Include'
                  values: measurement.splitInto
                }
              ]
        })
      }
      actions: [
        {
          actionGroupId: actionGroupId
        }
      ]
    }
  }
]

@description('Names of all rules.')
output ruleNames array = concat(map(questions, question => '${namePrefix}-${question.name}'), map(measurements, measurement => '${namePrefix}-${measurement.name}'))
