import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  ParentBasedSampler,
  AlwaysOnSampler,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { type InvocationOutcome } from '../../../../local/functions-host/host/worker-process';
import {
  type BeginOptions,
  createInvocationTracer,
} from '../../../../local/functions-host/telemetry/invocation-tracer';

const CALLER = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const HTTP: BeginOptions['cause'] = {
  kind: 'http',
  method: 'POST',
  route: 'api/ingest/{source}/{event}',
  url: new URL('http://app.example:7071/api/ingest/iot/telemetry?dryRun=true'),
  protocolVersion: '1.1',
  userAgent: 'curl/8',
};

const answered = (statusCode?: string): InvocationOutcome => ({
  outcome: 'succeeded',
  segments: [],
  message: {
    type: 'succeeded',
    invocationId: 'i-1',
    outputData: [],
    returned: true,
    ...(statusCode !== undefined && { returnValue: { http: { statusCode } } }),
  },
});
const FAILED: InvocationOutcome = { outcome: 'failed', error: { message: 'it threw' } };

/** Traces one invocation. @returns its span, and the trace context that the function received */
function traced(
  begin: Partial<BeginOptions>,
  outcome: InvocationOutcome,
): { readonly span: ReadableSpan | undefined; readonly told: string | undefined } {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const tracer = createInvocationTracer(provider, 'host-1');
  const options = { functionName: 'ingest', invocationId: 'i-1', cause: undefined, caller: undefined };
  const invocation = tracer.begin({ ...options, ...begin });
  invocation.end(outcome);
  const [span] = exporter.getFinishedSpans();
  return { span, told: invocation.traceContext.traceParent };
}

const contextOf = (span: ReadableSpan | undefined): string =>
  `00-${span?.spanContext().traceId ?? ''}-${span?.spanContext().spanId ?? ''}-01`;

describe('createInvocationTracer', () => {
  it('creates the server span of ASP.NET Core for a request, as a child of the calling span', () => {
    const { span, told } = traced({ cause: HTTP, caller: { traceparent: CALLER } }, answered('202'));
    expect(span).toMatchObject({
      name: 'POST api/ingest/{source}/{event}',
      kind: SpanKind.SERVER,
      instrumentationScope: { name: 'Microsoft.AspNetCore' },
      parentSpanContext: { traceId: CALLER.slice(3, 35), spanId: CALLER.slice(36, 52) },
      status: { code: SpanStatusCode.UNSET },
    });
    expect(span?.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': 'api/ingest/{source}/{event}',
      'http.response.status_code': 202,
      'url.scheme': 'http',
      'url.path': '/api/ingest/iot/telemetry',
      'server.address': 'app.example',
      'server.port': 7071,
      'network.protocol.version': '1.1',
      'user_agent.original': 'curl/8',
      'faas.trigger': 'http',
      'faas.name': 'ingest',
      'faas.invocation_id': 'i-1',
      'faas.instance': 'host-1',
    });
    expect(told).toBe(contextOf(span));
  });

  it.each([
    ['answers 503', answered('503'), 503, SpanStatusCode.ERROR],
    ['answers 404', answered('404'), 404, SpanStatusCode.UNSET],
    ['throws', FAILED, 500, SpanStatusCode.ERROR],
    ['has responded over HTTP streaming', answered(), undefined, SpanStatusCode.UNSET],
  ])('sets the status of a function that %s', (_what, outcome, status, code) => {
    const { span } = traced({ cause: HTTP }, outcome);
    expect(span?.attributes['http.response.status_code']).toBe(status);
    expect(span?.status.code).toBe(code);
  });

  it('creates the span of the event processor for a batch', () => {
    const { span, told } = traced(
      {
        functionName: 'landIot',
        cause: { kind: 'eventHub', eventHubName: 'iot', fullyQualifiedNamespace: 'localhost', eventCount: 7 },
      },
      answered(),
    );
    expect(span).toMatchObject({
      name: 'EventProcessor.Process',
      kind: SpanKind.CONSUMER,
      instrumentationScope: { name: 'Azure.Messaging.EventHubs.EventProcessor' },
      parentSpanContext: undefined,
      attributes: {
        'messaging.system': 'eventhubs',
        'messaging.operation': 'process',
        'messaging.destination.name': 'iot',
        'messaging.batch.message_count': 7,
        'faas.name': 'landIot',
      },
    });
    expect(told).toBe(contextOf(span));
  });

  it('names the span of every other trigger after its function, and records the error', () => {
    const { span } = traced({ functionName: 'sweepIot' }, FAILED);
    expect(span).toMatchObject({
      name: 'sweepIot',
      kind: SpanKind.SERVER,
      instrumentationScope: { name: 'Microsoft.Azure.WebJobs' },
      status: { code: SpanStatusCode.ERROR, message: 'it threw' },
    });
  });

  it('passes a decision not to sample on, and sends nothing', () => {
    const notSampled = `${CALLER.slice(0, -1)}0`;
    const { span, told } = traced({ caller: { traceparent: notSampled } }, answered());
    expect(span).toBeUndefined();
    expect(told).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-00$/);
  });

  it('starts a new trace when the caller sends a broken trace context', () => {
    const { span } = traced({ caller: { traceparent: '00-zz-00f067aa0ba902b7-01' } }, answered());
    expect(span?.parentSpanContext).toBeUndefined();
  });
});
