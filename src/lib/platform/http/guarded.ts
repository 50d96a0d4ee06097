import {
  type HttpHandler,
  type HttpRequest,
  type HttpResponseInit,
  type InvocationContext,
} from '@azure/functions';
import { toFaultResponse } from './responses';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { fromTraceparent, inSpan } from '../telemetry/in-span';
import { isTelemetryOn } from '../telemetry/instruments';

/** Wraps a handler so that every fault becomes a problem response (RFC 9457), within a span of the request. */
export function guarded(handler: HttpHandler): HttpHandler {
  return (request, context) =>
    inHttpSpan(request, context, async () => {
      try {
        return await handler(request, context);
      } catch (error) {
        return toFaultResponse(error, context);
      }
    });
}

type Answer = HttpResponseInit | undefined;

/**
 * Answers a request within a server span. Its parent is the host's span of the invocation, or else the caller's span.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export async function inHttpSpan<T extends Answer>(
  request: HttpRequest,
  context: InvocationContext,
  work: () => Promise<T>,
): Promise<T> {
  if (!isTelemetryOn()) return work();
  const { traceContext } = context;
  const parent =
    fromTraceparent(traceContext?.traceParent, traceContext?.traceState) ??
    fromTraceparent(request.headers.get('traceparent'), request.headers.get('tracestate'));
  const route = toRoute(context);
  const attributes = {
    'http.request.method': request.method,
    'http.route': route,
    'url.path': new URL(request.url).pathname,
    'faas.name': context.functionName,
    'faas.invocation_id': context.invocationId,
  };
  return inSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER, parent, attributes }, async (span) => {
    const answer = await work();
    const status = answer?.status ?? 200;
    span.setAttribute('http.response.status_code', status);
    if (status >= 500) {
      span.setAttribute('error.type', String(status));
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    return answer;
  });
}

/** The route as it is registered, with the names of its parameters. It has few values, unlike paths. */
function toRoute({ options }: Partial<InvocationContext>): string {
  const { route } = (options?.trigger ?? {}) as { readonly route?: unknown };
  const registered = typeof route === 'string' ? route.replace(/^\//, '') : '';
  return `/${registered.replace(/\{(\w+):[^{}]*\}/g, '{$1}')}`;
}
