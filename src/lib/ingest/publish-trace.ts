import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { type Contract } from '../contracts/contract';
import { recordFault, runIn, startSpan, toTraceparent } from '../platform/telemetry/in-span';
import { instruments, isTelemetryOn } from '../platform/telemetry/instruments';

/** The trace context in an event. */
export interface CarriedContext {
  readonly traceparent: string | undefined;
  readonly tracestate: string | undefined;
}

export interface Publishing {
  /** For the events: the span that publishes them, sampled or not. If telemetry is off, the caller's context. */
  readonly carried: CarriedContext;
  /** Publishes within the span, and ends it. */
  end<T extends Published>(accepted: number, publish: () => Promise<T>): Promise<T>;
}

interface Published {
  readonly results: readonly { readonly verdict: string }[];
  readonly unpublished: readonly unknown[];
}

/**
 * Starts the span that publishes the events. It must exist before the events are wrapped, because they contain its
 * context.
 *
 * @param received trace context of the request
 * @see https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/
 */
export function startPublishing({ source, id }: Contract, received: CarriedContext): Publishing {
  if (!isTelemetryOn()) return { carried: received, end: (_accepted, publish) => publish() };
  const span = startSpan(`send ${source}`, {
    kind: SpanKind.PRODUCER,
    attributes: {
      'messaging.system': 'eventhubs',
      'messaging.operation.name': 'send',
      'messaging.operation.type': 'send',
      'messaging.destination.name': source,
      'sluice.contract': id,
    },
  });
  const { traceState } = span.spanContext();
  return {
    carried: { traceparent: toTraceparent(span.spanContext()), tracestate: traceState?.serialize() },
    async end(accepted, publish) {
      span.setAttribute('messaging.batch.message_count', accepted);
      try {
        const published = await runIn(span, publish);
        const failed = published.unpublished.length;
        if (failed > 0)
          span.setStatus({ code: SpanStatusCode.ERROR, message: `${failed} events not published` });
        countRecordResults(source, id, published.results);
        return published;
      } catch (error) {
        recordFault(span, error);
        throw error;
      } finally {
        span.end();
      }
    },
  };
}

function countRecordResults(source: string, contract: string, results: Published['results']): void {
  const counts = new Map<string, number>();
  for (const { verdict } of results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  for (const [verdict, records] of counts) {
    instruments().ingestedRecords.add(records, {
      'sluice.source': source,
      'sluice.contract': contract,
      'sluice.verdict': verdict,
    });
  }
}
