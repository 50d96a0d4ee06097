import { type Attributes, SpanKind } from '@opentelemetry/api';

/** Triggers for which the platform has a span. Timers, orchestrators and activities have none. */
export type InvocationCause =
  | {
      readonly kind: 'http';
      readonly method: string;
      /** The template with the prefix, such as `api/ingest/{source}/{event}`. */
      readonly route: string;
      readonly url: URL;
      /** Such as `1.1`. */
      readonly protocolVersion: string;
      readonly userAgent: string | undefined;
    }
  | {
      readonly kind: 'eventHub';
      readonly eventHubName: string;
      readonly fullyQualifiedNamespace: string;
      readonly eventCount: number;
    };

/** Start of a span, without the attributes that every invocation has. */
export interface SpanShape {
  /** Name of the instrumentation scope; in .NET, of the activity source. */
  readonly scope: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
}

/**
 * Returns the span of the platform for an invocation.
 *
 * - HTTP: ASP.NET Core's server span, renamed by route (Azure/azure-functions-host,
 *   OpenTelemetryConfigurationExtensions)
 * - Event Hubs: the processor's span (Azure/azure-sdk-for-net, DiagnosticProperty)
 * - others: a server span with the function's name (Azure/azure-functions-host, ActivitySourceWrapper)
 */
export function toSpanShape(functionName: string, cause: InvocationCause | undefined): SpanShape {
  switch (cause?.kind) {
    case 'http':
      return toHttpSpan(cause);
    case 'eventHub':
      return {
        scope: 'Azure.Messaging.EventHubs.EventProcessor',
        name: 'EventProcessor.Process',
        kind: SpanKind.CONSUMER,
        attributes: {
          'az.namespace': 'Microsoft.EventHub',
          'messaging.system': 'eventhubs',
          'messaging.operation': 'process',
          'messaging.destination.name': cause.eventHubName,
          'server.address': cause.fullyQualifiedNamespace,
          'messaging.batch.message_count': cause.eventCount,
        },
      };
    case undefined:
      return {
        scope: 'Microsoft.Azure.WebJobs',
        name: functionName,
        kind: SpanKind.SERVER,
        attributes: {},
      };
  }
}

function toHttpSpan({
  method,
  route,
  url,
  protocolVersion,
  userAgent,
}: InvocationCause & { readonly kind: 'http' }): SpanShape {
  return {
    scope: 'Microsoft.AspNetCore',
    name: `${method} ${route}`,
    kind: SpanKind.SERVER,
    attributes: {
      'http.request.method': method,
      'http.route': route,
      'url.scheme': url.protocol.slice(0, -1),
      'url.path': url.pathname,
      'server.address': url.hostname,
      ...(url.port !== '' && { 'server.port': Number(url.port) }),
      'network.protocol.version': protocolVersion,
      ...(userAgent !== undefined && { 'user_agent.original': userAgent }),
      'faas.trigger': 'http',
    },
  };
}
