import {
  AggregationTemporality,
  InMemoryMetricExporter,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { installProviders, type Telemetry } from '../../../src/lib/platform/telemetry/start-telemetry';
import { type TelemetryConfig } from '../../../src/lib/platform/telemetry/settings';

export const CONFIG: TelemetryConfig = {
  serviceName: 'sluice',
  resourceAttributes: {},
  otlp: undefined,
  applicationInsights: undefined,
  sampler: { name: 'parentbased_always_on', ratio: 1 },
  metricIntervalMilliseconds: 3_600_000,
  spanDelayMilliseconds: 10,
};

export interface RecordedTelemetry extends Telemetry {
  readonly spans: () => readonly ReadableSpan[];
  /** Returns the only span of this name. */
  readonly span: (name: string) => ReadableSpan;
  /** Values of an instrument, by attributes. */
  readonly measured: (instrument: string) => Promise<readonly { attributes: object; value: unknown }[]>;
}

/**
 * Records the telemetry of this process in memory.
 *
 * @param temporality the exporter to Application Insights uses `DELTA`
 */
export async function recordTelemetry(
  change: Partial<TelemetryConfig> = {},
  temporality = AggregationTemporality.CUMULATIVE,
): Promise<RecordedTelemetry> {
  const spans = new InMemorySpanExporter();
  const metrics = new InMemoryMetricExporter(temporality);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 });
  const telemetry = await installProviders(
    { ...CONFIG, ...change },
    { spans: [new SimpleSpanProcessor(spans)], metrics: [reader] },
    {
      version: '0.1.0',
      report: (fault) => {
        throw fault;
      },
    },
  );
  return {
    ...telemetry,
    spans: () => spans.getFinishedSpans(),
    span(name) {
      const [span, ...others] = spans.getFinishedSpans().filter((finished) => finished.name === name);
      if (span === undefined || others.length > 0) {
        throw new Error(`${others.length + (span === undefined ? 0 : 1)} spans are named '${name}'`);
      }
      return span;
    },
    async measured(instrument) {
      await telemetry.flush();
      const scopes = metrics.getMetrics().at(-1)?.scopeMetrics ?? [];
      return scopes
        .flatMap((scope) => scope.metrics)
        .filter(({ descriptor }) => descriptor.name === instrument)
        .flatMap(({ dataPoints }) => dataPoints.map(({ attributes, value }) => ({ attributes, value })));
    },
  };
}

export const traceOf = (span: ReadableSpan): string => span.spanContext().traceId;
export const idOf = (span: ReadableSpan): string => span.spanContext().spanId;
export const linksOf = (span: ReadableSpan): readonly string[] =>
  span.links.map(({ context }) => context.spanId);
