import { type ServiceSupport, webPagesRow } from '../kit';
import { BUNDLED_EXTENSION, DURABLE_EXTENSIONS } from './durable/durable-extension';

const VERSIONS = Object.values(DURABLE_EXTENSIONS)
  .map(({ version, schemaVersion }) => `${version} (schema ${schemaVersion})`)
  .join(' and ');

/** Supported, refused and different features of the local Functions host; see {@link ServiceSupport}. */
export const support: ServiceSupport = {
  defaultPort: 7071,
  service: 'Azure Functions host',
  supported: [
    {
      id: 'app.v4',
      feature: 'Node apps of programming model v4, CommonJS and ES modules, package.json "main" pattern',
    },
    {
      id: 'app.worker',
      feature: 'The app runs in a separate process',
      note: 'A killed worker is restarted immediately, then ten seconds after the last start. At the third death within half an hour the host is recycled. Its listeners stop without a checkpoint and start again ten seconds later. --quick-restarts shortens both waits.',
    },
    {
      id: 'app.timeout',
      feature: 'functionTimeout',
      note: 'The worker is killed with all running invocations. As in Azure, this does not count as a death.',
    },
    {
      id: 'app.shapes',
      feature: 'Typed data in the format of worker 3.16 with extension 6.5 (bundle 4.38)',
      note: '64-bit integers are {low, high, unsigned}, arrays of texts omit empty ones, orchestrators receive a text. Formats of other versions are in test/conformance/host-shapes.',
    },
    {
      id: 'app.traceContext',
      feature: 'A trace context in every invocation, in the trace of the caller if it sends one',
      note: 'Sampled unless the caller decides otherwise, as with telemetryMode OpenTelemetry.',
    },
    {
      id: 'app.telemetry',
      feature: 'telemetryMode OpenTelemetry: a span for each invocation, as OTLP in protobuf over HTTP',
      note: 'Names and attributes are those of Azure, and the function receives the context. The host sends no logs or metrics. With a retry policy, each attempt is a span. Calls to 127.0.0.1 have spans, too; newer hosts omit them.',
    },
    { id: 'app.hooks', feature: 'Hooks: appStart, appTerminate, preInvocation, postInvocation, log' },
    {
      id: 'app.logging',
      feature: 'context.log with the levels of host.json logging.logLevel',
      note: 'Logs go to standard error, not to Application Insights or a collector. Lines that the app itself writes to standard error are errors, or warnings if they are marked so.',
    },
    {
      id: 'app.override',
      feature: 'Settings that override host.json: AzureFunctionsJobHost__path__to__value',
      note: 'As for host.json itself, a key without support is refused.',
    },
    {
      id: 'app.disabled',
      feature: 'AzureWebJobs.<name>.Disabled and AzureWebJobs_<name>_Disabled: true or 1',
    },
    {
      id: 'http.routes',
      feature: 'HTTP triggers: routePrefix, route templates with constraints',
      note: 'Functions are matched in alphabetical order of their names, independent of their routes. A method that the path does not have is also 404. Regular expressions are those of JavaScript.',
    },
    {
      id: 'http.escapes',
      feature: 'Escapes: %2F stays in a route parameter, %2B in the path of request.url becomes +',
    },
    {
      id: 'http.headers',
      feature: 'Repeated headers, joined by commas without spaces',
    },
    {
      id: 'http.limits',
      feature:
        '414 over 8 KB of request line, 431 over 100 headers or 32 KB of them, 500 over 100 MB of body',
    },
    {
      id: 'http.root',
      feature: '/: a welcome page if no function has that route; 204 with AzureWebJobsDisableHomepage',
    },
    {
      id: 'http.streaming',
      feature: 'HTTP streaming (enableHttpStream)',
      note: "The library's HTTP server listens only on the loopback interface.",
    },
    {
      id: 'http.body',
      feature:
        'Request bodies up to 100 MB with a Content-Length; without HTTP streaming a chunked body arrives empty',
      note: 'As in Azure, a longer body is 500.',
    },
    {
      id: 'http.keys',
      feature: 'Authorization keys',
      note: 'Keys are enforced only with an option, as in Core Tools; one host key is valid for all functions.',
    },
    {
      id: 'http.admin',
      feature:
        'GET /admin/host/ping, GET /admin/host/status, GET /admin/functions, POST /admin/functions/{name}',
      note: 'With enforced keys: 401 with WWW-Authenticate without a key, 403 with a function key; ping needs no key. A run without a JSON content type is 415. A disabled timer can be run; a run of an HTTP function is accepted and fails.',
    },
    { id: 'timer.schedule', feature: 'Timer triggers: NCRONTAB with five or six fields, TimeSpan, UTC' },
    {
      id: 'timer.monitor',
      feature: 'Schedule status, isPastDue, runOnStartup, useMonitor',
      note: 'scheduleStatus is null before the first run. The status is stored in the data directory instead of a blob.',
    },
    {
      id: 'retry',
      feature: 'Retry policies fixedDelay and exponentialBackoff of timer and Event Hubs triggers',
      note: 'A batch is retried in place with the same boundaries, also after the worker died. retryContext is set from the first attempt.',
    },
    {
      id: 'eventHub.trigger',
      feature: 'Event Hubs trigger: cardinality one and many, dataType binary and string',
      note: 'This host owns all partitions, each with an epoch link; a partition has one invocation at a time.',
    },
    {
      id: 'eventHub.metadata',
      feature: 'triggerMetadata in the format of the Functions host',
      note: 'As in Azure, sequence numbers are split into the halves of 64-bit integers, offsets and numeric partition keys are numbers, and times have no offset.',
    },
    {
      id: 'eventHub.batching',
      feature: 'maxEventBatchSize, minEventBatchSize, maxWaitTime, prefetchCount, initialOffsetOptions',
      note: 'Events are held back as in the extension. Before the first call, too few events go out immediately; after it, when maxWaitTime has passed.',
    },
    {
      id: 'eventHub.faults',
      feature: 'Losses of the extension as faults: lose-kept-back-events, skip-events',
      note: 'Only tests switch them on: in process, or with --fault-endpoint by POST /_stand-in/faults {fault: {kind, count?}, times?, functionName?, partitionId?}. GET returns their number, DELETE clears them. The fault lose-kept-back-events always loses a race of the timer: a call longer than maxWaitTime while more than maxEventBatchSize events wait. The fault skip-events skips the next events of a partition. In both cases the next checkpoint is beyond the lost events.',
    },
    {
      id: 'eventHub.checkpoint',
      feature: 'Checkpoints, batchCheckpointFrequency',
      note: 'Blobs of the container azure-webjobs-eventhub in the account of AzureWebJobsStorage, in the layout of the extension. They advance after success and failure, unless a retry policy holds them or the host stops.',
    },
    {
      id: 'eventHub.ownership',
      feature:
        'Ownership of partitions in blobs, renewed every loadBalancingUpdateInterval, released at a stop',
      note: 'A host takes all partitions at its start; in Azure it waits until the ownership of another host has expired.',
    },
    {
      id: 'eventHub.bodies',
      feature: 'AMQP value and sequence bodies fail while they are bound, as in Azure',
      note: 'The log has the partition and the sequence number, and the worker is not called. With an unlimited retry policy the batch is repeated forever and the partition waits; without one the batch is skipped.',
    },
    {
      id: 'eventHub.redelivery',
      feature: 'Redelivery from the checkpoint when the host is recycled, stops, or loses a partition',
      note: 'The batches may have other boundaries.',
    },
    {
      id: 'eventHub.reconnect',
      feature: 'Reading continues when the hub restarts or another host takes a partition',
    },
    {
      id: 'durable.orchestrations',
      feature:
        'Durable Functions: orchestrations with activities, retries, timers, sub-orchestrations, fan-out',
      note: 'As in Azure, long timers are divided, and an instance ends when its last task has ended.',
    },
    {
      id: 'durable.events',
      feature: 'External events, continueAsNew, custom status, suspend, resume, terminate, purge',
      note: 'As in Azure, continueAsNew drops received events that were not awaited, and terminate does not stop sub-orchestrations.',
    },
    {
      id: 'durable.client',
      feature: 'The durableClient input binding of HTTP, timer, Event Hubs and activity functions',
    },
    {
      id: 'durable.api',
      feature: 'The HTTP management API: start, status, list with filters and pages, events, purge',
      note: 'With enforced keys its URLs contain the system key of keys.json. The history is in historyEvents, which the library ignores, also in Azure (azure-functions-durable-js issue 620).',
    },
    {
      id: 'durable.history',
      feature: 'Histories on disk that survive any end of the host and the worker',
      note: 'An activity whose result was not stored runs again: at least once, as in Azure.',
    },
    {
      id: 'durable.replay',
      feature: 'Failed instances for orchestrators that throw or take other actions in a replay',
    },
    {
      id: 'durable.version',
      feature: `Versions of the Durable Task extension: ${VERSIONS}`,
      note: `Option --durable-extension; by default ${BUNDLED_EXTENSION}, which the extension bundle 4.38 deploys for [4.*, 5.0.0). The later version adds version and parentInstanceId to a status.`,
    },
    {
      id: 'durable.deadTurns',
      feature:
        'A worker that dies within a turn fails the orchestration ("Non-Deterministic workflow detected")',
      note: 'Within an activity it fails the activity. A turn that exceeded functionTimeout, or that the end of the host interrupted, is repeated.',
    },
    {
      id: 'durable.unknown',
      feature:
        'Unknown functions: an orchestrator is accepted (202) and fails; calls of other functions wait forever',
      note: 'The log has the name of the function.',
    },
    {
      id: 'durable.failures',
      feature:
        'Failures reach an orchestrator as reason and details, the details a serialised .NET exception',
    },
    {
      id: 'durable.faults',
      feature:
        'Rare behaviour of the extension, as faults: kill-turn, early-timer, late-retry, redeliver-activity, late-work-items',
      note: 'Only tests switch them on, as for eventHub.faults; functionName is the orchestrator or activity. A timer fires up to a second early, or a retry half a minute late. An activity runs twice, or runs again five minutes after a kill. Without these faults timers fire on time, and nothing is polled.',
    },
    {
      id: 'durable.options',
      feature: 'host.json extensions.durableTask: hubName, maxConcurrent(Activity|Orchestrator)Functions',
      note: 'Settings of storage, polling, tracing, scaling and .NET are ignored.',
    },
  ],
  refused: [
    { id: 'binding.other', feature: 'Other triggers, inputs and outputs', note: 'The host does not start.' },
    {
      id: 'app.telemetryProtocol',
      feature: 'OTLP over gRPC: OTEL_EXPORTER_OTLP_PROTOCOL other than http/protobuf, or none',
      note: 'A warning names the setting, and no spans are sent; Azure uses gRPC in this case.',
    },
    { id: 'durable.entity', feature: 'Durable entities: entityTrigger', note: 'The host does not start.' },
    {
      id: 'durable.entityCalls',
      feature: 'callEntity, signalEntity and lock of an orchestrator; entities in the management API',
      note: 'The instance fails; the API answers 501.',
    },
    { id: 'durable.callHttp', feature: 'callHttp of an orchestrator', note: 'The instance fails.' },
    {
      id: 'durable.retryTimeout',
      feature: 'retryTimeoutInMilliseconds of RetryOptions',
      note: 'The instance fails. The library itself uses only the number of attempts.',
    },
    {
      id: 'durable.repeatedTask',
      feature: 'One task in two compound tasks (Azure/azure-functions-durable-js issue 574)',
      note: 'The instance fails; in Azure results reach the wrong tasks.',
    },
    { id: 'durable.rewind', feature: 'Rewind of a failed instance', note: '501' },
    { id: 'durable.restart', feature: 'Restart of an instance', note: '501' },
    { id: 'durable.startAndWait', feature: 'Start with timeout and pollingInterval', note: '501' },
    { id: 'durable.otherHub', feature: 'Another task hub or connection in a request', note: '400' },
    {
      id: 'durable.storage',
      feature: 'Storage providers other than AzureStorage; overridableExistingInstanceStates AnyState',
      note: 'The host does not start.',
    },
    {
      id: 'hostJson.unknown',
      feature: 'host.json keys that change behaviour and are not supported here',
      note: 'The host does not start.',
    },
    {
      id: 'http.constraint',
      feature: 'Route constraints datetime, file, nonfile, required; default values of parameters',
      note: 'The host does not start.',
    },
    {
      id: 'localSettings.encrypted',
      feature: 'Encrypted local.settings.json',
      note: 'The host does not start.',
    },
    {
      id: 'localSettings.cors',
      feature: 'Host.CORS of local.settings.json',
      note: 'The host does not start.',
    },
    {
      id: 'eventHub.cloud',
      feature: 'Hubs in Azure: connection strings without UseDevelopmentEmulator=true',
      note: 'The host does not start.',
    },
    {
      id: 'eventHub.identity',
      feature:
        'Connections by identity (<name>__fullyQualifiedNamespace, AzureWebJobsStorage__blobServiceUri)',
      note: 'The host does not start.',
    },
    { id: 'eventHub.stream', feature: 'dataType stream', note: 'The host does not start.' },
    {
      id: 'eventHub.sharedGroup',
      feature: 'Two functions that read one hub as the same consumer group',
      note: 'The host does not start; in Azure they take partitions from each other.',
    },
    {
      id: 'retry.http',
      feature: 'Retry policies of triggers that Azure does not retry',
      note: 'The host does not start.',
    },
    {
      id: 'admin.runOther',
      feature: 'POST /admin/functions/{name} for events, orchestrators and activities',
      note: '400. Azure runs them with the input of the body; Sluice does not need that.',
    },
  ],
  different: [
    {
      id: 'http.slowAnswers',
      feature: 'The speed of large responses (30 MB took 77 s in Azure)',
      note: 'Responses are sent at full speed, because a slow test would show nothing about the app.',
    },
    {
      id: 'app.cleanExit',
      feature: 'A worker that ends with exit code 0',
      note: 'It is restarted, as after any other end. Azure treats this end as intended and may have no worker afterwards.',
    },
    {
      id: 'app.recycledHttp',
      feature: 'The end of the process of a recycled host',
      note: 'The process and its port remain, so that the stack need not search for a new port. Requests get 503 meanwhile. Durable instances continue.',
    },
    webPagesRow,
  ],
};
