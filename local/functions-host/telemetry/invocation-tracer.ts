import {
  type Context,
  createTraceState,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  trace,
  type TracerProvider,
  TraceFlags,
} from '@opentelemetry/api';
import { type InvocationOutcome } from '../host/worker-process';
import { type Caller, createTraceContext } from '../host/trace-context';
import { type RpcTraceContext } from '../worker/core-types';
import { type InvocationCause, toSpanShape } from './invocation-span';

export interface TracedInvocation {
  /** Trace context for the function: the host's span, so that the app's spans are its children. */
  readonly traceContext: RpcTraceContext;
  end(outcome: InvocationOutcome): void;
}

export interface BeginOptions {
  readonly functionName: string;
  readonly invocationId: string;
  readonly cause: InvocationCause | undefined;
  /** Headers of W3C trace context from a caller. */
  readonly caller: Caller | undefined;
}

/** Creates the host's span of each invocation. */
export interface InvocationTracer {
  begin(options: BeginOptions): TracedInvocation;
}

/**
 * While telemetry is off, the function gets the context of a span that is not exported, as on the platform.
 */
export const noTracer: InvocationTracer = {
  begin: ({ caller }) => ({ traceContext: createTraceContext(caller), end: () => undefined }),
};

/** @see https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** @param instanceId of the host, for `faas.instance` */
export function createInvocationTracer(tracers: TracerProvider, instanceId: string): InvocationTracer {
  return {
    begin({ functionName, invocationId, cause, caller }) {
      const { scope, name, kind, attributes } = toSpanShape(functionName, cause);
      const span = tracers.getTracer(scope).startSpan(
        name,
        {
          kind,
          attributes: {
            ...attributes,
            'faas.name': functionName,
            'faas.invocation_id': invocationId,
            'faas.instance': instanceId,
          },
        },
        toContext(caller),
      );
      return {
        traceContext: toTraceContext(span),
        end(outcome) {
          if (cause?.kind === 'http') endHttp(span, outcome);
          else if (outcome.outcome !== 'succeeded') {
            span.setStatus({ code: SpanStatusCode.ERROR, message: outcome.error.message });
          }
          span.end();
        },
      };
    },
  };
}

/**
 * The status is known if the host writes the response; with HTTP streaming the worker has already sent it.
 */
function endHttp(span: Span, outcome: InvocationOutcome): void {
  const status = toStatus(outcome);
  if (status === undefined) return;
  span.setAttribute('http.response.status_code', status);
  if (status < 500) return;
  span.setAttribute('error.type', String(status));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

function toStatus(outcome: InvocationOutcome): number | undefined {
  if (outcome.outcome !== 'succeeded') return 500;
  const { returned, returnValue } = outcome.message;
  if (returnValue && 'http' in returnValue) return Number(returnValue.http.statusCode ?? 200);
  return returned ? undefined : 204;
}

/** A trace context that does not have W3C's format is ignored. */
function toContext({ traceparent, tracestate }: Caller = {}): Context {
  const text = typeof traceparent === 'string' ? traceparent : '';
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(text) ?? [];
  const parent = {
    traceId,
    spanId,
    isRemote: true,
    traceFlags: parseInt(flags, 16) & TraceFlags.SAMPLED,
    ...(typeof tracestate === 'string' && { traceState: createTraceState(tracestate) }),
  };
  return isSpanContextValid(parent) ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
}

function toTraceContext(span: Span): RpcTraceContext {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const flags = (traceFlags & TraceFlags.SAMPLED) === 0 ? '00' : '01';
  const state = traceState?.serialize() ?? '';
  return { traceParent: `00-${traceId}-${spanId}-${flags}`, traceState: state, attributes: {} };
}
