metadata description = 'Alerts: rules over the metrics of the services, and rules that ask Application Insights. docs/alerts.md says what to do about each.'

@description('Rules are named after this.')
@maxLength(60)
param namePrefix string

@description('Region of the rules that query logs.')
param location string

@description('Tags of every rule.')
param tags object

@description('Resource id of the action group that is told.')
param actionGroupId string

@description('Resource id of Application Insights.')
param applicationInsightsId string

@description('Resource id of the Event Hubs namespace.')
param namespaceId string

@description('Hubs that landing reads. The rules that watch them while the app does not run are one a hub.')
param hubNames array

@description('Resource id of the lake.')
param lakeId string

@description('Resource id of the account with the containers, queues and tables of the function app.')
param hostStorageId string

@description('Resource id of the data factory; empty for none.')
param dataFactoryId string = ''

@description('Resource ids of the Stream Analytics jobs; none where they are not deployed.')
param streamAnalyticsJobIds array = []

@description('Events that a partition may be behind for a quarter of an hour before it is an alert. As a rule of thumb: what a partition takes in within ten minutes.')
@minValue(1)
param lagEvents int = 100000

@description('Seconds that an event may wait to be landed before it is an alert.')
@minValue(120)
param landingAgeSeconds int = 600

@description('Failed calls of functions within a quarter of an hour that are an alert.')
@minValue(1)
param functionFailures int = 20

@description('Quarantined records within an hour that are an alert, where they are also a hundredth of all.')
@minValue(1)
param quarantinedRecords int = 1000

@description('Throttled requests within five minutes that are an alert. A few are normal while auto-inflate adds units.')
@minValue(0)
param throttledRequests int = 100

// The queries are bicep/alerts/*.kql. Each gives a row for what is wrong and none while all is well; a row is an alert. A threshold
// is a `let` at the start of the query, so a person who opens it from the alert sees why. Metrics are never sampled, unlike spans
// and log lines, so they are asked where they can be. A counter and a gauge arrive as valueSum; a histogram also has valueCount.
var questions = [
  {
    name: 'events-lost'
    title: 'Events were lost before they landed'
    description: 'The hub dropped events before landing took them: retention was too short, or landing stood for longer than it.'
    severity: 0
    frequency: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/events-lost.kql')
  }
  {
    name: 'live-events-lost'
    title: 'Events were lost before the live windows'
    description: 'Live windows miss events. They are whole again from the next minute on, and Gold has all that landed.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('../alerts/live-events-lost.kql')
  }
  {
    name: 'hub-lag'
    title: 'A stage is far behind the hub'
    description: 'A partition has been behind for a quarter of an hour without a break. What stays behind for longer than the retention is lost.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: 'let lagEvents = ${lagEvents};\n${loadTextContent('../alerts/hub-lag.kql')}'
  }
  {
    name: 'landing-age'
    title: 'Events wait to be landed'
    description: 'An event has been waiting in a partition for ten minutes or longer. One is enough: an event that the host cannot read holds up all behind it.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: 'let landingAgeSeconds = ${landingAgeSeconds};\n${loadTextContent('../alerts/landing-age.kql')}'
  }
  {
    name: 'landing-unwatched'
    title: 'Nobody measures how long events wait'
    description: 'No age has been measured for a quarter of an hour: the app does not run, its timer fails, or its telemetry does not arrive. Until then landing-age is blind.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/landing-unwatched.kql')
  }
  {
    name: 'poison-batch'
    title: 'A batch fails again and again'
    description: 'Calls that land or fold events have failed ten times in a quarter of an hour. The partition is held up until its batch is taken.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/poison-batch.kql')
  }
  {
    name: 'trigger-skips'
    title: 'A trigger hands over nothing'
    description: 'Sweeps have landed the events of one partition three times in a quarter of an hour. Nothing is lost, but every event comes a minute late.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('../alerts/trigger-skips.kql')
  }
  {
    name: 'function-failures'
    title: 'Functions fail'
    description: 'Calls of functions end with an error. The rows say which ones.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT15M'
    query: 'let functionFailures = ${functionFailures};\n${loadTextContent('../alerts/function-failures.kql')}'
  }
  {
    name: 'refresh-failed'
    title: 'A refresh failed'
    description: 'Gold is as old as the last refresh that succeeded. The next one takes in everything since then.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/refresh-failed.kql')
  }
  {
    name: 'quarantine-grows'
    title: 'The quarantine grows'
    description: 'More than a hundredth of what comes in breaks its contract. The rows say which source, contract and reason.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT1H'
    query: 'let quarantinedRecords = ${quarantinedRecords};\n${loadTextContent('../alerts/quarantine-grows.kql')}'
  }
  {
    name: 'sink-down'
    title: 'A sink does not take live windows'
    description: 'Deliveries have failed for a quarter of an hour and none succeeded. Windows wait and are delivered as they are by then.'
    severity: 2
    frequency: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('../alerts/sink-down.kql')
  }
  {
    name: 'unpublished'
    title: 'The hub refuses what the app sends'
    description: 'Events that came over HTTP or from simulators could not be published. Callers were told so.'
    severity: 1
    frequency: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/unpublished.kql')
  }
]

var hubMetrics = [
  {
    name: 'hub-throttled'
    description: 'Event Hubs throttles: the throughput units are used up. Raise their maximum.'
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
    description: 'Event Hubs answers with errors of its own.'
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

// These need no living app. A rule of several conditions takes one value of a dimension, so there is a rule for each hub:
// https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-types#apply-multiple-conditions-to-a-metric-alert-rule
var unreadMetrics = map(hubNames, hubName => {
  name: 'hub-unread-${hubName}'
  description: 'Events come into the hub ${hubName} and nobody reads it: the app does not run at all. While it runs, landing-age tells more.'
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
    description: 'The storage account turns away more than one request of a hundred, by throttling or by faults of its own.'
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
        description: 'A pipeline of Data Factory failed. The refresh tries again with its next run.'
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
    description: 'The job is more than a quarter of an hour behind its streams. It needs more streaming units, or it stands.'
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
    description: 'The query of the job meets errors while it runs.'
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
      // Tables and custom metrics appear with the first telemetry, so the query cannot be judged before it.
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
