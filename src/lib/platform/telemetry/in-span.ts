import {
  context,
  createTraceState,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type SpanOptions,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { isSluiceError } from '../errors';

/** The app's name as an instrumentation scope. */
export const SCOPE = 'sluice';

/** Returns the tracer. If telemetry is off, its spans record nothing. */
export function tracer(): Tracer {
  return trace.getTracer(SCOPE);
}

export interface InSpanOptions extends SpanOptions {
  /** A span of another process. @default the active span */
  readonly parent?: SpanContext | undefined;
}

/** Starts a span below the active one, or below one of another process. The caller ends it. */
export function startSpan(name: string, { parent, ...options }: InSpanOptions): Span {
  const active = context.active();
  return tracer().startSpan(
    name,
    options,
    parent === undefined ? active : trace.setSpanContext(active, parent),
  );
}

/** Runs work within a span that is active in the meantime. A fault is recorded in the span and thrown again. */
export async function inSpan<T>(
  name: string,
  options: InSpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = startSpan(name, options);
  try {
    return await runIn(span, () => work(span));
  } catch (error) {
    recordFault(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Runs work with a span as the active one, without ending it. */
export function runIn<T>(span: Span, work: () => T): T {
  return context.with(trace.setSpan(context.active(), span), work);
}

/** Returns the code or name of an error. Semantic conventions recommend few distinct values. */
export function errorType(error: unknown): string {
  return isSluiceError(error) ? error.code : error instanceof Error ? error.name : 'unknown';
}

/** Records a fault in an open span. */
export function recordFault(span: Span, error: unknown): void {
  if (!span.isRecording()) return;
  span.setAttribute('error.type', errorType(error));
  span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({
    code: SpanStatusCode.ERROR,
    message: error instanceof Error ? error.message : String(error),
  });
}

/** Records a span of completed work in its own trace. It ignores the active span. */
export function recordSpan(
  name: string,
  {
    parent,
    endTime,
    error,
    ...options
  }: InSpanOptions & { readonly endTime: Date; readonly error?: string | undefined },
): SpanContext {
  const below = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
  const span = tracer().startSpan(name, options, below);
  if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
  span.end(endTime);
  return span.spanContext();
}

/** Links the active span to a span of another process, if both exist. */
export function linkActiveSpan(other: SpanContext | undefined): void {
  if (other !== undefined) trace.getActiveSpan()?.addLink({ context: other });
}

/** @see https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * Returns the W3C form of a span's context. Returns undefined for an invalid context, which every span has if
 * telemetry is off.
 */
export function toTraceparent(context: SpanContext): string | undefined {
  if (!isSpanContextValid(context)) return undefined;
  const flags = (context.traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0');
  return `00-${context.traceId}-${context.spanId}-${flags}`;
}

/**
 * Reads the W3C form. Returns undefined for any other text, because W3C requires that a broken trace context is
 * ignored.
 */
export function fromTraceparent(
  traceparent: string | null | undefined,
  tracestate?: string | null,
): SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const context: SpanContext = {
    traceId,
    spanId,
    isRemote: true,
    // "Sampled" is the only flag of this version.
    traceFlags: parseInt(flags, 16) & TraceFlags.SAMPLED,
    ...(tracestate !== undefined && tracestate !== null && { traceState: createTraceState(tracestate) }),
  };
  return isSpanContextValid(context) ? context : undefined;
}

export function isSampled({ traceFlags }: SpanContext): boolean {
  return (traceFlags & TraceFlags.SAMPLED) !== 0;
}
