import { type ServiceSupport } from '../kit';
import { BUNDLED_EXTENSION, DURABLE_EXTENSIONS } from './durable/durable-extension';

const VERSIONS = Object.values(DURABLE_EXTENSIONS)
  .map(({ version, schemaVersion }) => `${version} (schema ${schemaVersion})`)
  .join(' and ');

/** What the local functions host does and refuses; see {@link ServiceSupport}. */
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
      feature: 'The app runs in a process of its own',
      note: 'Killed, it is started again: at once, then ten seconds after the last start. At the third death within half an hour the host is recycled: its listeners stop without a checkpoint, and ten seconds later they start anew. --quick-restarts makes both waits short.',
    },
    {
      id: 'app.timeout',
      feature: 'functionTimeout',
      note: 'The worker is killed with everything that it runs, as on the platform, which counts it as no death.',
    },
    {
      id: 'app.shapes',
      feature: 'Typed data as worker 3.16 with extension 6.5 (bundle 4.38) gives it',
      note: '64-bit integers are {low, high, unsigned}, arrays of texts leave out empty ones, orchestrators get a text. What others send is data in test/conformance/host-shapes.',
    },
    {
      id: 'app.traceContext',
      feature: 'A trace context in every invocation, in the trace of the caller where there is one',
      note: 'Sampled unless the caller says otherwise, as with telemetryMode OpenTelemetry.',
    },
    {
      id: 'app.telemetry',
      feature: 'telemetryMode OpenTelemetry: a span for each invocation, as OTLP in protobuf over HTTP',
      note: 'Named and attributed as by the platform, and the function is told of it. No logs or metrics of the host. One span an attempt where a policy retries. Calls to 127.0.0.1 have one too; newer hosts leave those out.',
    },
    { id: 'app.hooks', feature: 'Hooks: appStart, appTerminate, preInvocation, postInvocation, log' },
    {
      id: 'app.logging',
      feature: 'context.log with the levels of host.json logging.logLevel',
      note: 'To standard error; no log line goes to Application Insights or a collector. What the app writes to standard error itself is an error, or a warning where it says so.',
    },
    {
      id: 'app.disabled',
      feature: 'AzureWebJobs.<name>.Disabled and AzureWebJobs_<name>_Disabled: true or 1',
    },
    {
      id: 'http.routes',
      feature: 'HTTP triggers: routePrefix, route templates with constraints',
      note: 'Functions are tried in alphabetical order of their names, whatever their routes are. 404 also for a method that the path does not have. Regular expressions are those of JavaScript.',
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
      feature: 'GET /: a welcome page, where no function has that route',
    },
    {
      id: 'http.streaming',
      feature: 'HTTP streaming (enableHttpStream)',
      note: "The library's own server is kept on the loopback interface.",
    },
    {
      id: 'http.body',
      feature:
        'Request bodies up to 100 MB with a Content-Length; one in chunks arrives empty without HTTP streaming',
      note: 'As on the platform, a longer body answers 500.',
    },
    {
      id: 'http.keys',
      feature: 'Authorization keys',
      note: 'Only when asked for, as in Core Tools; one host key serves every function.',
    },
    {
      id: 'http.admin',
      feature:
        'GET /admin/host/ping, GET /admin/host/status, GET /admin/functions, POST /admin/functions/{name}',
      note: 'With enforced keys: 401 with WWW-Authenticate for no key, 403 for the key of a function; ping is open. A run without a JSON content type answers 415; that of a disabled timer is run, and that of an HTTP function is accepted and fails.',
    },
    { id: 'timer.schedule', feature: 'Timer triggers: NCRONTAB with five or six fields, TimeSpan, UTC' },
    {
      id: 'timer.monitor',
      feature: 'Schedule status, isPastDue, runOnStartup, useMonitor',
      note: 'scheduleStatus is null before the first run. Status is kept in the data directory instead of a blob.',
    },
    {
      id: 'retry',
      feature: 'Retry policies fixedDelay and exponentialBackoff of timer and Event Hubs triggers',
      note: 'In place, also after the worker died: a batch keeps its boundaries. retryContext is there from the first attempt.',
    },
    {
      id: 'eventHub.trigger',
      feature: 'Event Hubs trigger: cardinality one and many, dataType binary and string',
      note: 'This one host owns every partition, by an epoch link each; one invocation at a time a partition.',
    },
    {
      id: 'eventHub.metadata',
      feature: 'triggerMetadata as the Functions host gives it',
      note: 'With its surprises: sequence numbers are halves of 64-bit integers, offsets and numeric partition keys arrive as numbers, times carry no offset.',
    },
    {
      id: 'eventHub.batching',
      feature: 'maxEventBatchSize, minEventBatchSize, maxWaitTime, prefetchCount, initialOffsetOptions',
      note: 'Events are kept back and timers run as in the extension: too few events go out at once before the first call, and after it when maxWaitTime has passed.',
    },
    {
      id: 'eventHub.faults',
      feature: 'Losses of the extension as faults: lose-kept-back-events, skip-events',
      note: 'Off unless a test switches them on: in process, or with --fault-endpoint by POST /_stand-in/faults {fault: {kind, count?}, times?, functionName?, partitionId?}; GET counts, DELETE forgets. The first is the race of the timer (a call longer than maxWaitTime while more than maxEventBatchSize piled up), made certain; the second skips the next events of a partition. The next checkpoint passes the events.',
    },
    {
      id: 'eventHub.checkpoint',
      feature: 'Checkpoints, batchCheckpointFrequency',
      note: 'Blobs of the container azure-webjobs-eventhub in the account of AzureWebJobsStorage, laid out as by the extension. They move whatever the outcome, unless a retry policy holds them or the host stops.',
    },
    {
      id: 'eventHub.ownership',
      feature: 'Ownership of partitions in blobs, renewed by loadBalancingUpdateInterval, given up at a stop',
      note: 'A host takes every partition at its start; in Azure it waits until the ownership of another lapsed.',
    },
    {
      id: 'eventHub.bodies',
      feature: 'AMQP value and sequence bodies fail while they are bound, as on the platform',
      note: 'The log names partition and sequence number, and the worker is not asked. An unlimited retry policy repeats it for good, and the partition waits; without one the batch is passed over.',
    },
    {
      id: 'eventHub.redelivery',
      feature: 'Redelivery from the checkpoint when the host is recycled, stops, or loses a partition',
      note: 'With other batch boundaries.',
    },
    {
      id: 'eventHub.reconnect',
      feature: 'Reading on when the hub restarts or another host takes a partition',
    },
    {
      id: 'durable.orchestrations',
      feature:
        'Durable Functions: orchestrations with activities, retries, timers, sub-orchestrations, fan-out',
      note: 'Long timers are divided, and an instance ends when its last task has ended, as on the platform.',
    },
    {
      id: 'durable.events',
      feature: 'External events, continueAsNew, custom status, suspend, resume, terminate, purge',
      note: 'continueAsNew drops events that were seen and not waited for, as on the platform; terminate leaves sub-orchestrations running.',
    },
    {
      id: 'durable.client',
      feature: 'The durableClient input binding of HTTP, timer, Event Hubs and activity functions',
    },
    {
      id: 'durable.api',
      feature: 'The HTTP management API: start, status, list with filters and pages, events, purge',
      note: 'Under enforced keys its URLs carry the system key of keys.json. History is told as historyEvents, which the library overlooks on the platform too (azure-functions-durable-js issue 620).',
    },
    {
      id: 'durable.history',
      feature: 'Histories on disk that outlive the host and the worker, however they end',
      note: 'An activity whose result was not kept runs again: at least once, as on the platform.',
    },
    {
      id: 'durable.replay',
      feature: 'Failed instances for orchestrators that throw or take other actions in a replay',
    },
    {
      id: 'durable.version',
      feature: `Versions of the Durable Task extension: ${VERSIONS}`,
      note: `Option --durable-extension; by default ${BUNDLED_EXTENSION}, which the extension bundle 4.38 deploys for [4.*, 5.0.0). The later one tells version and parentInstanceId in a status.`,
    },
    {
      id: 'durable.deadTurns',
      feature:
        'A worker that dies within a turn fails the orchestration ("Non-Deterministic workflow detected")',
      note: 'Within an activity it fails the activity. A turn that ran into functionTimeout, or that the end of the host cut short, is taken again.',
    },
    {
      id: 'durable.unknown',
      feature:
        'Unknown functions: an orchestrator is taken (202) and fails; a caller of others waits for good',
      note: 'The log names the function.',
    },
    {
      id: 'durable.failures',
      feature:
        'Failures reach an orchestrator as reason and details, the details a serialised .NET exception',
    },
    {
      id: 'durable.faults',
      feature:
        'What the extension does now and then, as faults: kill-turn, early-timer, late-retry, redeliver-activity, late-work-items',
      note: 'Off unless a test switches them on, as eventHub.faults; functionName is the orchestrator or activity. A timer fires up to a second early, a retry half a minute late, an activity runs twice, or comes back five minutes after a kill. Otherwise timers fire on time and nothing is polled.',
    },
    {
      id: 'durable.options',
      feature: 'host.json extensions.durableTask: hubName, maxConcurrent(Activity|Orchestrator)Functions',
      note: 'What is about storage, polling, tracing, scaling or .NET is passed over.',
    },
  ],
  refused: [
    { id: 'binding.other', feature: 'Other triggers, inputs and outputs', note: 'The host does not start.' },
    {
      id: 'app.telemetryProtocol',
      feature: 'OTLP over gRPC: OTEL_EXPORTER_OTLP_PROTOCOL other than http/protobuf, or none',
      note: 'A warning names it, and no spans are sent; the platform speaks gRPC then.',
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
      note: 'The instance fails. The library itself goes by the number of attempts alone.',
    },
    {
      id: 'durable.repeatedTask',
      feature: 'One task in two compound tasks (Azure/azure-functions-durable-js issue 574)',
      note: 'The instance fails; on the platform results reach the wrong tasks.',
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
      feature: 'host.json keys that change meaning and are not known here',
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
      note: '400. Azure runs them with the input of the body; nothing here needs it.',
    },
  ],
  different: [
    {
      id: 'http.slowAnswers',
      feature: 'The pace of large answers (30 MB took 77 s on the platform)',
      note: 'Here they go out at once: a slow test would tell nothing about the app.',
    },
    {
      id: 'app.cleanExit',
      feature: 'A worker that ends with exit code 0',
      note: 'Started again, as after any other end. The platform takes it for intended and may be left without a worker.',
    },
    {
      id: 'app.recycledHttp',
      feature: 'The end of the process of a recycled host',
      note: 'The process and its port stay, so that the stack need not look for it; requests get 503 meanwhile. Durable instances go on.',
    },
  ],
};
