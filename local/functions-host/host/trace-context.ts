import { randomBytes } from 'node:crypto';
import { type RpcTraceContext } from '../worker/core-types';

/** @see https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})/;

/** Headers of W3C trace context from a caller. */
export interface Caller {
  readonly traceparent?: unknown;
  readonly tracestate?: unknown;
}

/**
 * The trace context of an invocation, which always exists: a span of the host, in the caller's trace if it
 * sent one. Missing values are empty texts. Source: Azure/azure-functions-host,
 * ScriptInvocationContextExtensions.
 */
export function createTraceContext(caller: Caller = {}): RpcTraceContext {
  const { traceparent, tracestate } = caller;
  const [, traceId, flags] = TRACEPARENT.exec(typeof traceparent === 'string' ? traceparent : '') ?? [];
  const spanId = randomBytes(8).toString('hex');
  return {
    traceParent: `00-${traceId ?? randomBytes(16).toString('hex')}-${spanId}-${flags ?? '01'}`,
    traceState: traceId !== undefined && typeof tracestate === 'string' ? tracestate : '',
    attributes: {},
  };
}
